"""A plan as the page's form has it."""

import json

import pytest

from miwake.errors import ArgumentError
from miwake.messages import render_error_in_all
from miwake.plan import ReaderOptions, TrainingPlan, fields_of
from miwake.studio.plan_form import FORM, read_form, write_form

PLAN = TrainingPlan.of(
    task="t.csv",
    settings=(("LENGTH", "12"),),
    drop=("a", "b"),
    label="y",
    train=300,
    seed=3,
    network="conv",
    repeats=2,
    learning_rate=1e-4,
)


def test_a_form_that_was_written_is_read_as_the_same_plan():
    assert read_form(json.loads(json.dumps(write_form(PLAN)))) == PLAN


def test_what_is_not_said_is_as_usual():
    assert read_form({"task": "baker"}) == TrainingPlan.of(task="baker")
    assert read_form({"task": "baker", "train": None}) == TrainingPlan.of(task="baker")


def test_how_files_are_read_stands_in_options():
    plan = read_form({"task": "t.csv", "options": {"drop": ["a"], "group": "g"}})
    assert plan.data.reader == ReaderOptions(drop=("a",), group="g")
    assert write_form(plan)["options"] == {"drop": ("a",), "group": "g"}


def test_every_field_of_the_form_is_one_of_the_plan():
    assert set(FORM) < {field.name for field in fields_of("train")}


@pytest.mark.parametrize(
    "form",
    [{}, {"task": ""}, {"task": 3}, {"task": "baker", "epochs": 0},
     {"task": "baker", "epochs": True},
     {"task": "baker", "train": "many"}, {"task": "baker", "x": 1}, {"task": "baker", "jit": 1},
     {"task": "mnist", "data": "/etc"},
     {"task": "baker", "label": "y"}, {"task": "baker", "network": ["dense"]},
     {"task": "baker", "settings": [1]}, {"task": "baker", "settings": {"A": 1}},
     {"task": "baker", "options": [1]}, {"task": "baker", "options": {"drop": "a"}},
     {"task": "baker", "options": {"drop": [1]}}, {"task": "baker", "options": {"epochs": 3}},
     {"task": "baker", "settings": {"A": "x" * 20_000}}],
)  # fmt: skip
def test_what_is_no_plan_is_refused(form):
    with pytest.raises(ArgumentError):
        read_form(form)


def test_a_number_beyond_its_limits_is_told_them_under_the_label_of_its_field():
    with pytest.raises(ArgumentError) as refused:
        read_form({"task": "baker", "batch_size": 1e15})
    texts = render_error_in_all(refused.value)
    assert texts["en"].startswith("“Batch size” = 1,000,000,000,000,000 can't")
    assert "「バッチサイズ」" in texts["ja"]
    assert all("1,000,000" in text for text in texts.values())
