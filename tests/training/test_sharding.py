"""Several devices and several processes: the result of one device, but for rounding."""

import json
import os
import subprocess
import sys

import pytest

from miwake.training.sharding import placement_for

pytestmark = pytest.mark.slow

SETUP = """
import os
os.environ["KERAS_BACKEND"] = "jax"
import warnings
import numpy as np
import miwake
from miwake.runtime.keras_backend import jax, keras
from miwake.training.batches import batches_of
from miwake.training.training_loop import TrainingLoop
from miwake.training.array_loader import ArrayLoader

def examples(n=100):
    rng = np.random.default_rng(3)
    return rng.normal(size=(n, 6)).astype(np.float32), rng.integers(0, 3, n).astype(np.int32)

def network():
    keras().utils.set_random_seed(2)
    L = keras().layers
    model = keras().Sequential([keras().Input((6,)), L.Dense(8), L.BatchNormalization(),
                                L.Dropout(0.3), L.Dense(3, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

def trained(**options):
    model = network()
    history = miwake.fit(model, *examples(), epochs=2, seed=1, verbose=0, **options)
    weights = np.concatenate([np.asarray(v.value, np.float64).ravel() for v in model.weights])
    return weights, history.history["loss"]
"""


ALL = """
import json
found = keras().distribution
x, y = examples()
told = {}

alone = trained()
found.set_distribution(found.DataParallel())
both = trained()
told["weights"] = float(np.abs(alone[0] - both[0]).max())
told["loss"] = float(np.abs(np.subtract(alone[1], both[1])).max())

model = network()
told["validated"] = miwake.fit(model, x, y, verbose=0, validation_data=(x, y)).history
value = model.trainable_variables[0].value
told["devices"], told["whole"] = len(value.sharding.device_set), value.is_fully_replicated
told["program"] = TrainingLoop(model, ArrayLoader(batches_of(x, y), 0)).program is None

try:
    trained(batch_size=33)
except miwake.ArgumentError as error:
    told["refused"] = str(error)

task = miwake.load_task("baker", {"LENGTH": "8"})
run = miwake.train(task.make(320, 100), epochs=2, repeats=2)
told["repeats"] = run.record.repeats["n"]
told["verdict"] = [check["check"] for check in run.record.verdict]

mesh = found.DeviceMesh((2, 1), ("batch", "model"), devices=found.list_devices("cpu"))
layout = found.LayoutMap(mesh)
found.set_distribution(found.ModelParallel(layout_map=layout, batch_dim_name="batch"))
with warnings.catch_warnings(record=True) as warned:
    warnings.simplefilter("always")
    miwake.fit(network(), x[:96], y[:96], verbose=0)
told["left"] = [str(w.message) for w in warned]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told():
    """What a process with two devices found out."""
    done = subprocess.run(
        [sys.executable, "-c", SETUP + ALL],
        env=os.environ | {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_two_devices_give_what_one_gives_but_for_rounding(told):
    assert told["weights"] < 1e-5
    assert told["loss"] < 1e-5


def test_every_device_has_all_weights(told):
    assert (told["devices"], told["whole"]) == (2, True)


def test_validation_goes_over_the_devices_too(told):
    assert set(told["validated"]) == {"loss", "accuracy", "val_loss", "val_accuracy"}


def test_a_batch_that_cannot_be_parted_is_refused(told):
    assert told["refused"] == (
        "batch_size = 33 can't be parted equally among 2 devices; give a multiple of 2"
    )


def test_another_kind_of_distribution_is_left_to_keras(told):
    assert any("another kind than DataParallel" in message for message in told["left"])


def test_a_whole_training_is_shared_and_judged_without_trials(told):
    assert told["program"]  # it is not lent to trials, whose number each process would choose
    assert told["repeats"] == 2
    assert "chance" in told["verdict"]
    assert "labels" not in told["verdict"]


def test_without_a_distribution_nothing_is_placed():
    assert placement_for(32) is None
