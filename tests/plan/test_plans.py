"""The plan: copies, command lines, plain data, and the table of its fields."""

import json

import pytest

from miwake.plan import (
    FIELDS,
    ComparisonPlan,
    DataPlan,
    ReaderOptions,
    TrainingPlan,
    fields_of,
    to_cli,
    to_python,
)

FULL = TrainingPlan.of(
    task="mine.csv",
    train=100,
    test=50,
    seed=7,
    data="there",
    network="conv",
    epochs=3,
    label="kind",
    drop=("a", "b"),
    facts=("age",),
    group="patient",
    settings=(("LENGTH", "20"), ("ON", True)),
    fresh=True,
    batch_size=64,
    learning_rate=0.01,
    repeats=2,
    jit=True,
    checks=False,
)


def test_a_changed_plan_is_another():
    plan = TrainingPlan.of(task="baker")
    changed = plan.with_(epochs=10, train=5, label="kind")
    assert plan == TrainingPlan(DataPlan("baker"))
    assert changed == TrainingPlan(
        DataPlan("baker", train=5, reader=ReaderOptions("kind")), epochs=10
    )
    assert changed.value("label") == "kind"
    with pytest.raises(KeyError):
        plan.with_(epoch=3)


def test_an_option_that_says_no_is_not_one_that_says_nothing():
    plan = TrainingPlan.of(task="t.csv", header=False, regression=True)
    assert to_cli(plan) == ["miwake", "train", "t.csv", "--no-header", "--regression"]
    assert "header=False, regression=True" in to_python(plan)
    assert plan.data.reader.nonempty == {"header": False, "regression": True}
    assert TrainingPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
    assert to_cli(plan.with_(header=None, regression=False))[3:] == ["--classes"]


def test_names_in_python_are_a_list_or_a_text_with_commas():
    assert ReaderOptions.of({"drop": "a, b", "facts": ["c,d"]}).drop == ("a", "b")
    assert ReaderOptions.of({"facts": ["c,d"]}).facts == ("c,d",)


def test_the_command_line_has_what_is_not_as_usual():
    assert to_cli(TrainingPlan.of(task="baker")) == ["miwake", "train", "baker"]
    assert " ".join(to_cli(FULL)) == (
        "miwake train mine.csv --train 100 --test 50 --seed 7 --data there --network conv "
        "--epochs 3 --label kind --drop a,b --facts age --group patient --set LENGTH=20 "
        "--set ON=True --fresh --batch-size 64 --learning-rate 0.01 --repeats 2 --jit --no-checks"
    )
    assert " ".join(to_cli(FULL, "look")) == (
        "miwake look mine.csv --train 100 --test 50 --seed 7 --data there --label kind "
        "--drop a,b --facts age --group patient --set LENGTH=20 --set ON=True --jit"
    )


def test_a_comparison_has_networks_and_sizes():
    plan = ComparisonPlan.of(task="baker", networks=("dense", "conv"), sizes=(500, 2000), test=9)
    assert " ".join(to_cli(plan, "compare")) == (
        "miwake compare baker --networks dense,conv --sizes 500,2000 --test 9"
    )
    assert to_cli(plan.with_(repeats=5), "compare")[-2:] == ["--repeats", "5"]


def test_python_that_does_the_same():
    lines = to_python(TrainingPlan.of(task="baker", train=4, test=3, network="dense", epochs=5))
    assert lines.splitlines() == [
        "task = miwake.load_task('baker')",
        "data = task.make(train=4, test=3, seed=0)",
        "run = miwake.train(data, network='dense', epochs=5)",
    ]
    lines = to_python(FULL)
    assert "load_task('mine.csv', {'LENGTH': '20', 'ON': True}, label='kind', drop=['a'" in lines
    assert "batch_size=64, learning_rate=0.01, repeats=2, checks=False)" in lines
    assert "fresh=True" in lines


def test_plain_data_and_back():
    assert TrainingPlan.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL
    plan = ComparisonPlan.of(task="baker", sizes=(1, 2))
    assert ComparisonPlan.from_json(plan.to_json()) == plan


def test_a_key_says_all_that_results_follow_from():
    assert FULL.key() == FULL.with_().key()
    assert len({FULL.key(), FULL.with_(epochs=4).key(), FULL.key(text="def a(rng): ...")}) == 3
    assert len(FULL.key()) == 32


def test_every_field_has_a_value_in_a_plan():
    plan = ComparisonPlan()
    assert all(hasattr(plan, "data") and plan.value(field.name) != "" for field in FIELDS)
    for verb in ("train", "look", "compare", "make"):
        options = [field.option for field in fields_of(verb)]
        assert len(set(options)) == len(options)


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("epochs", 1, True),
        ("epochs", 0, False),
        ("epochs", True, False),
        ("epochs", "3", False),
        ("seed", 2**32, False),
        ("network", "conv", True),
        ("network", 3, False),
        ("drop", ["a"], True),
        ("drop", "a", False),
        ("jit", True, True),
        ("learning_rate", 0.1, True),
        ("learning_rate", 1, True),
        ("learning_rate", 0.0, False),
        ("learning_rate", float("nan"), False),
    ],
)
def test_limits(name, value, fits):
    (field, *_) = (field for field in FIELDS if field.name == name)
    assert field.fits(value) is fits
