"""What a network's input looks like, measured on a dataset or taken from a model."""

import numpy as np
import pytest

import miwake
from miwake.errors import RunError
from miwake.input_spec import Background
from miwake.run.measure_spec import measure_spec, spec_of_model


def dots(n=50, size=20, level=0, ink=255):
    """Pictures of one square of 10 x 10 each."""
    x = np.full((n, size, size), level, np.uint8)
    x[:, 4:14, 5:15] = ink
    return x


def dataset(x):
    y = np.arange(len(x), dtype=np.int32) % 2
    return miwake.Dataset(x, y, x, y, classes=("a", "b"), seed=7)


def test_the_spec_of_a_dataset_is_read_off_its_arrays():
    spec = measure_spec(dataset(dots()))
    assert (spec.shape, spec.dtype, spec.classes) == ((20, 20), "uint8", ("a", "b"))
    assert (spec.max_value, spec.test, spec.seed, spec.task) == (255.0, 50, 7, None)


def test_the_spec_names_a_built_in_task_and_its_settings():
    task = miwake.load_task("baker", {"LENGTH": "6"})
    spec = measure_spec(task.make(train=10, test=5))
    assert (spec.task, dict(spec.settings)) == ("baker", {"LENGTH": "6"})


def test_a_task_of_ones_own_is_not_named(tmp_path):
    (tmp_path / "baker.py").write_text("def a(rng): return [1.0]\ndef b(rng): return [2.0]\n")
    spec = measure_spec(miwake.load_task(tmp_path / "baker.py").make(train=10, test=5))
    assert spec.task is None


def model(*layers, shape=(28, 28)):
    from miwake.runtime.keras_backend import keras

    found = keras()
    return found.Sequential([found.Input(shape), found.layers.Flatten(), *layers])


def dense(outputs):
    from miwake.runtime.keras_backend import keras

    return keras().layers.Dense(outputs)


def test_a_plain_keras_model_of_digits_has_mnists_background():
    spec = spec_of_model(model(dense(10)))
    assert spec.background == Background(0.0, 20 / 28, 0.0)
    assert (spec.classes, spec.max_value) == (tuple("0123456789"), 1.0)


def test_a_plain_keras_model_that_divides_by_255_takes_whole_brightness():
    from miwake.runtime.keras_backend import keras

    found = keras()
    layers = [found.layers.Rescaling(1 / 255), found.layers.Flatten(), dense(10)]
    spec = spec_of_model(found.Sequential([found.Input((28, 28)), *layers]))
    assert spec.max_value == 255.0


def test_a_plain_keras_model_of_one_output_gives_a_value():
    spec = spec_of_model(model(dense(1), shape=(5,)))
    assert (spec.classes, spec.target, spec.background) == ((), "value", None)


def test_a_model_of_free_shape_is_refused():
    from miwake.runtime.keras_backend import keras

    found = keras()
    free = found.Sequential([found.Input((None, 3)), found.layers.Dense(4)])
    with pytest.raises(RunError, match="one input of fixed shape"):
        spec_of_model(free)


def test_a_model_that_was_never_built_is_refused():
    from miwake.runtime.keras_backend import keras

    with pytest.raises(RunError, match="one input of fixed shape"):
        spec_of_model(keras().Sequential([dense(2)]))
