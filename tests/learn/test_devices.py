"""Several devices and several processes: the result of one device, but for rounding."""

import json
import os
import subprocess
import sys
import textwrap

from miwake.learn.devices import placement_for

SETUP = """
import os
os.environ["KERAS_BACKEND"] = "jax"
import warnings
import numpy as np
import miwake
from miwake._backend import jax, keras
from miwake.learn.batches import batches_of

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


def python(code, devices=2):
    """What a process of its own with so many devices prints last, as JSON."""
    environment = os.environ | {"XLA_FLAGS": f"--xla_force_host_platform_device_count={devices}"}
    done = subprocess.run(
        [sys.executable, "-c", SETUP + textwrap.dedent(code)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_two_devices_give_what_one_gives_but_for_rounding():
    found = python("""
        import json
        alone = trained()
        keras().distribution.set_distribution(keras().distribution.DataParallel())
        both = trained()
        x, y = examples()
        model = network()
        miwake.fit(model, x, y, epochs=1, verbose=0, validation_data=(x, y))
        value = model.trainable_variables[0].value
        print(json.dumps({
            "weights": float(np.abs(alone[0] - both[0]).max()),
            "loss": float(np.abs(np.subtract(alone[1], both[1])).max()),
            "devices": len(value.sharding.device_set),
            "whole": value.is_fully_replicated,
            "program": model.history.program is None,
        }))
    """)
    assert found["weights"] < 1e-5
    assert found["loss"] < 1e-5
    assert (found["devices"], found["whole"], found["program"]) == (2, True, True)


def test_a_batch_that_cannot_be_parted_is_refused():
    found = python(
        """
        import json
        keras().distribution.set_distribution(keras().distribution.DataParallel())
        try:
            trained(batch_size=32)
        except miwake.ArgumentError as error:
            print(json.dumps(str(error)))
        """,
        devices=3,
    )
    assert found == (
        "batch_size = 32 can't be parted equally among 3 devices; give a multiple of 3"
    )


def test_another_kind_of_distribution_is_left_to_keras():
    found = python("""
        import json
        found = keras().distribution
        mesh = found.DeviceMesh((2, 1), ("batch", "model"), devices=found.list_devices("cpu"))
        layout = found.LayoutMap(mesh)
        found.set_distribution(found.ModelParallel(layout_map=layout, batch_dim_name="batch"))
        x, y = examples(96)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            miwake.fit(network(), x, y, verbose=0)
        print(json.dumps([str(w.message) for w in told]))
    """)
    assert any("another kind than DataParallel" in message for message in found)


def test_a_whole_training_is_shared_and_judged():
    found = python("""
        import json
        keras().distribution.set_distribution(keras().distribution.DataParallel())
        task = miwake.load_task("baker", {"LENGTH": "8"})
        run = miwake.train(task.make(320, 100), epochs=2, repeats=2)
        print(json.dumps([run.record.repeats["n"], [c["check"] for c in run.record.verdict]]))
    """)
    assert found[0] == 2
    assert "chance" in found[1]


def test_without_a_distribution_nothing_is_placed():
    assert placement_for(32) is None
