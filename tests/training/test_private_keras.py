"""What is used of Keras without a public name is still there and does what it did."""

import random
import threading

import numpy as np
import pytest

from miwake.runtime.keras_backend import jax, keras
from miwake.training.private_keras import (
    compile_state,
    copied_zeros,
    create_variables,
    draw_seeds_alone,
    restored_epoch,
)


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


def first_weights(between=lambda: None):
    def dense(units):
        between()
        return keras().layers.Dense(units)

    keras().utils.set_random_seed(3)
    between()
    with draw_seeds_alone(3):
        network = keras().Sequential([keras().Input((4,)), dense(5), dense(2)])
    return [weight.tobytes() for weight in network.get_weights()]


def test_seeds_are_those_of_keras():
    keras().utils.set_random_seed(3)
    layers = keras().layers
    network = keras().Sequential([keras().Input((4,)), layers.Dense(5), layers.Dense(2)])
    assert first_weights() == [weight.tobytes() for weight in network.get_weights()]


def test_another_thread_that_draws_changes_no_first_weights():
    def draw():
        thread = threading.Thread(target=lambda: (random.random(), random.randint(1, 9)))
        thread.start()
        thread.join()

    before = random.randint
    assert first_weights(draw) == first_weights()
    assert random.randint == before


def test_zeros_are_copied_inside_alone(monkeypatch):
    zeros = keras().initializers.Zeros()
    with copied_zeros(), monkeypatch.context() as patch:
        patch.delattr(jax().numpy, "zeros")
        layer = keras().layers.Dense(2, kernel_initializer="zeros", dtype="float16")
        layer.build((None, 3))
    assert layer.kernel.dtype == "float16"
    assert not np.asarray(layer.kernel).any()
    calls = []
    monkeypatch.setattr(jax().numpy, "zeros", lambda *_, **__: calls.append(1))
    zeros((2,))
    assert calls
