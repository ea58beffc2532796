"""What a network's input looks like, as it is kept with the weights."""

import dataclasses
import json

import pytest

from miwake.input_spec import Background, InputSpec, kind_of

SPEC = InputSpec(
    (28, 28),
    "uint8",
    ("zero", "見"),
    background=Background(0.0, 0.7, 0.1),
    max_value=255.0,
    task="mnist",
)
STORED = json.loads(json.dumps(SPEC.as_json()))


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ((), "vector"),
        ((1,), "vector"),
        ((2,), "sequence"),
        ((100,), "sequence"),
        ((100, 4), "sequence"),
        ((4, 100), "sequence"),
        ((100, 5), "image"),
        ((28, 28), "image"),
        ((28, 28, 1), "image"),
        ((28, 28, 3), "image"),
        ((28, 28, 4), "image"),
        ((28, 28, 2), "volume"),
        ((8, 8, 8), "volume"),
        ((8, 8, 8, 3), "volume"),
    ],
)
def test_the_kind_of_an_example_follows_from_its_shape(shape, kind):
    assert kind_of(shape) == kind


def test_a_spec_survives_json():
    assert InputSpec.from_json(STORED) == SPEC


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
        {"seed": -5},
        {"seed": 2**32},
        {"test": 0},
        {"shape": [28, 0]},
        {"shape": [-28, 28]},
        {"white": 0},
        {"white": float("nan")},
        {"white": float("inf")},
        {"canvas": {"height": -1, "width": 28, "colour": False}},
    ],
)
def test_a_damaged_form_is_refused(change):
    with pytest.raises((KeyError, TypeError, ValueError)):
        InputSpec.from_json(STORED | change)


@pytest.mark.parametrize("missing", ["shape", "dtype", "classes", "target", "paper", "white"])
def test_a_spec_that_lacks_something_is_refused(missing):
    found = dict(STORED)
    del found[missing]
    with pytest.raises(KeyError):
        InputSpec.from_json(found)


def test_a_spec_can_not_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SPEC.dtype = "float64"


def test_a_spec_keeps_the_names_that_older_files_have():
    assert list(STORED) == [
        *("shape", "dtype", "classes", "target", "paper", "white", "canvas", "table"),
        *("task", "settings", "test", "seed", "kind"),
    ]
