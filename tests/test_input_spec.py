"""The form of a network's input."""

import dataclasses
import json

import numpy as np
import pytest

import miwake
from miwake.errors import RunError
from miwake.input_spec import Form, Paper, box_of, form_of, form_of_model, paper_of, white_of

FORM = Form(
    (28, 28), "uint8", ("zero", "見"), paper=Paper(0.0, 0.7, 0.1), white=255.0, task="mnist"
)
STORED = json.loads(json.dumps(FORM.as_json()))


def dots(n=50, size=20, level=0, ink=255):
    """Pictures of one square of 10 x 10 each."""
    x = np.full((n, size, size), level, np.uint8)
    x[:, 4:14, 5:15] = ink
    return x


def dataset(x):
    y = np.arange(len(x), dtype=np.int32) % 2
    return miwake.Dataset(x, y, x, y, classes=("a", "b"), seed=7)


def test_a_form_survives_json():
    assert Form.from_json(STORED) == FORM


@pytest.mark.parametrize(
    "change",
    [
        {"shape": None},
        {"shape": ["x"]},
        {"dtype": "object"},
        {"dtype": "nonsense"},
        {"classes": "ab"},
        {"paper": [1]},
        {"paper": {"level": 1}},
        {"settings": [1]},
        {"test": "many"},
        {"seed": None},
    ],
)
def test_a_damaged_form_is_refused(change):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Form.from_json(STORED | change)


@pytest.mark.parametrize("missing", ["shape", "dtype", "classes", "target", "paper", "white"])
def test_a_form_that_lacks_something_is_refused(missing):
    found = dict(STORED)
    del found[missing]
    with pytest.raises(KeyError):
        Form.from_json(found)


def test_the_form_of_a_dataset_is_read_off_its_arrays():
    form = form_of(dataset(dots()))
    assert (form.shape, form.dtype, form.classes) == ((20, 20), "uint8", ("a", "b"))
    assert (form.white, form.test, form.seed, form.task) == (255.0, 50, 7, None)


def test_the_form_names_a_built_in_task_and_its_settings():
    task = miwake.load_task("baker", {"LENGTH": "6"})
    form = form_of(task.make(train=10, test=5))
    assert (form.task, dict(form.settings)) == ("baker", {"LENGTH": "6"})


def test_a_task_of_ones_own_is_not_named(tmp_path):
    (tmp_path / "baker.py").write_text("def a(rng): return [1.0]\ndef b(rng): return [2.0]\n")
    form = form_of(miwake.load_task(tmp_path / "baker.py").make(train=10, test=5))
    assert form.task is None


@pytest.mark.parametrize(("level", "ink"), [(0, 255), (255, 0)])
def test_plain_paper_is_measured(level, ink):
    paper = paper_of(dots(level=level, ink=ink), 255.0)
    assert paper == Paper(level=level / 255, extent=0.5, spread=0.0)


def test_pictures_with_channels_have_paper_too():
    assert paper_of(np.repeat(dots()[..., None], 3, axis=3), 255.0) == Paper(0.0, 0.5, 0.0)


@pytest.mark.parametrize(
    "x",
    [
        np.random.default_rng(0).integers(0, 256, (50, 9, 9), np.uint8),
        np.full((5, 9, 9), 128, np.uint8),
        np.zeros((5, 9, 9), np.uint8),
    ],
    ids=["noise", "grey", "empty"],
)
def test_where_there_is_no_drawing_on_plain_paper_there_is_no_paper(x):
    assert paper_of(x, 255.0) is None


def test_drawings_of_many_sizes_have_a_spread():
    x = np.zeros((60, 30, 30), np.float32)
    for i, picture in enumerate(x):
        picture[2 : 5 + i % 24, 10:12] = 1
    assert paper_of(x, 1.0).spread > 0.3


@pytest.mark.parametrize(
    ("x", "white"),
    [
        (np.array([0, 255], np.uint8), 255.0),
        (np.array([0, 1], np.uint8), 1.0),
        (np.array([0.0, 0.9]), 1.0),
        (np.array([0.0, 254.5]), 255.0),
        (np.array([0, 40_000], np.uint16), 65_535.0),
        (np.array([0.0, 1e6]), 1e6),
    ],
)
def test_white_is_told_by_the_largest_number(x, white):
    assert white_of(x) == white


def test_the_box_holds_all_that_stands_out():
    picture = np.zeros((9, 9))
    picture[2:5, 3] = picture[4, 3:8] = 1
    assert box_of(picture, 0.0) == (2, 5, 3, 8)


def test_an_empty_picture_has_no_box():
    assert box_of(np.full((4, 4), 0.1), 0.0) is None


def model(*layers, shape=(28, 28)):
    from miwake.runtime.keras_backend import keras

    found = keras()
    return found.Sequential([found.Input(shape), found.layers.Flatten(), *layers])


def dense(outputs):
    from miwake.runtime.keras_backend import keras

    return keras().layers.Dense(outputs)


def test_a_plain_keras_model_of_digits_has_mnists_paper():
    form = form_of_model(model(dense(10)))
    assert form.paper == Paper(0.0, 20 / 28, 0.0)
    assert (form.classes, form.white) == (tuple("0123456789"), 1.0)


def test_a_plain_keras_model_that_divides_by_255_takes_whole_brightness():
    from miwake.runtime.keras_backend import keras

    found = keras()
    layers = [found.layers.Rescaling(1 / 255), found.layers.Flatten(), dense(10)]
    form = form_of_model(found.Sequential([found.Input((28, 28)), *layers]))
    assert form.white == 255.0


def test_a_plain_keras_model_of_one_output_gives_a_value():
    form = form_of_model(model(dense(1), shape=(5,)))
    assert (form.classes, form.target, form.paper) == ((), "value", None)


def test_a_model_of_free_shape_is_refused():
    from miwake.runtime.keras_backend import keras

    found = keras()
    free = found.Sequential([found.Input((None, 3)), found.layers.Dense(4)])
    with pytest.raises(RunError, match="one input of fixed shape"):
        form_of_model(free)


def test_a_model_that_was_never_built_is_refused():
    from miwake.runtime.keras_backend import keras

    with pytest.raises(RunError, match="one input of fixed shape"):
        form_of_model(keras().Sequential([dense(2)]))


def test_a_form_can_not_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        FORM.dtype = "float64"
