"""The record of a run."""

import dataclasses
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake.plan import TrainingPlan
from miwake.run.record import PLANNED, Record
from miwake.runtime.plain_data import plain

RECORD = Record(
    task={"name": "見分け", "text": None},
    plan=TrainingPlan.from_json(
        TrainingPlan.of(train=10, test=5, network="dense", epochs=2).to_json() | {"seed": 0}
    ),
    classes=("a", "b"),
    target=None,
    epochs=1,
    results={"test_loss": 0.5},
    history=[{"epoch": 1, "loss": 0.25}],
    seconds={"fit": 1.5},
)
NEEDED = [
    field.name
    for field in dataclasses.fields(Record)
    if field.default is field.default_factory is dataclasses.MISSING
]
NEEDED += [name for name in PLANNED if name not in {"fresh", "repeats_asked"}]
NEEDED.remove("plan")


def test_a_record_survives_its_text():
    assert Record.from_text(RECORD.to_text()) == RECORD


def test_the_text_is_readable_json():
    assert "見分け" in RECORD.to_text()
    assert json.loads(RECORD.to_text())["format"] == 1


@pytest.mark.parametrize("key", ["format", *NEEDED])
def test_a_record_that_lacks_something_is_refused(key):
    found = json.loads(RECORD.to_text())
    del found[key]
    with pytest.raises(ValueError, match=key):
        Record.from_text(json.dumps(found))


@pytest.mark.parametrize(
    "change",
    [
        {"format": 99},
        {"task": None},
        {"classes": 3},
        {"train": "many"},
        {"results": []},
        {"network": 5},
        {"more": 1},
    ],
)
def test_a_record_of_another_form_is_refused(change):
    with pytest.raises(ValueError, match=r"."):
        Record.from_text(json.dumps(json.loads(RECORD.to_text()) | change))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", "3", '"x"', "[" * 100_000, "\x00"])
def test_other_text_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Record.from_text(text)


@given(st.text())
def test_any_text_is_a_record_or_a_value_error(text):
    with pytest.raises(ValueError, match=r"."):
        Record.from_text(text)


@given(st.integers(0, 300), st.characters())
def test_a_changed_text_is_a_record_or_a_value_error(place, character):
    text = RECORD.to_text()
    place %= len(text)
    try:
        Record.from_text(text[:place] + character + text[place + 1 :])
    except ValueError:
        return


def test_numpys_numbers_become_plain():
    found = plain({1: np.float32(0.5), "x": (np.int64(3), np.bool_(True)), "s": np.str_("a")})
    assert found == {"1": 0.5, "x": [3, True], "s": "a"}
    assert [type(v) for v in found["x"]] == [int, bool]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float32("nan")])
def test_what_json_has_no_number_for_is_null(value):
    assert plain([value]) == [None]
