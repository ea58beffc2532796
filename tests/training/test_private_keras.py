"""What is used of Keras without a public name is still there and does what it did."""

import numpy as np
import pytest

from miwake.runtime.keras_backend import keras
from miwake.training.private_keras import compile_state, create_variables, restored_epoch


@pytest.fixture
def model():
    layers = keras().layers
    network = keras().Sequential([layers.Dense(2, activation="softmax")])
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network


def test_variables_are_there_before_a_step(model):
    create_variables(model, (np.zeros((1, 3), np.float32), np.zeros(1, np.int32)))
    assert [tuple(v.shape) for v in model.trainable_variables] == [(3, 2), (2,)]
    assert len(model.optimizer.variables) > 2
    assert len(model.metrics_variables) == 4


def test_compiling_again_makes_another_state(model):
    first = compile_state(model)
    assert compile_state(model) is first
    model.compile("sgd", "sparse_categorical_crossentropy")
    assert compile_state(model) is not first


def test_backup_and_restore_says_where_to_go_on(model, tmp_path):
    x, y = np.zeros((4, 3), np.float32), np.zeros(4, np.int32)
    model.fit(x, y, epochs=1, verbose=0)
    assert not restored_epoch(model)
    backup = keras().callbacks.BackupAndRestore(tmp_path / "backup", delete_checkpoint=False)
    model.fit(x, y, epochs=2, verbose=0, callbacks=[backup])
    again = keras().callbacks.BackupAndRestore(tmp_path / "backup", delete_checkpoint=False)
    again.set_model(model)
    again.on_train_begin()
    assert restored_epoch(model) == 2
