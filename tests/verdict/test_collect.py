"""Evidence from a training; `best` and facts, whatever they are."""

from types import SimpleNamespace

import numpy as np
import pytest

from miwake import Dataset
from miwake.audit.baseline_scores import BaselineScore
from miwake.findings import Finding
from miwake.plan import DataPlan
from miwake.tasks.load import task_of
from miwake.tasks.task_file import read_task_file
from miwake.verdict.checks import CHECKS
from miwake.verdict.collect import accuracy_of_facts, answer_best, untried
from miwake.workflow.train import train

TASK = """
import numpy as np

def low(rng):
    return rng.random(6) * 0.5

def high(rng):
    return rng.random(6) * 0.5 + 0.5
{best}
"""
NETWORK = """
def small(input_shape, outputs):
    pass
"""


def task(best=""):
    return task_of(
        read_task_file(TASK.replace("{best}", best), "mine.py"), DataPlan(task="mine.py")
    )


def best(body):
    return answer_best(task(f"\ndef best(x):\n    {body}\n").make(50, 60))


def test_a_good_rule_is_used():
    found = best("return (x.mean(axis=1) > 0.5).astype(int)")
    assert found.problem is None
    assert found.answers.shape == (60,)


@pytest.mark.parametrize("body", ["return x[:, 0] > 0.5", "return (x[:, 0] > 0.5) * 1.0"])
def test_truth_values_and_floats_are_class_numbers_too(body):
    assert best(body).problem is None


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("raise ValueError('no such luck')", r"it raised ValueError: no such luck \(line 11\)"),
        ("return 1 / 0", "it raised ZeroDivisionError"),
        ("return x", r"it returned an array of shape \(60, 6\); return one answer an example"),
        ("return 1", r"shape \(\)"),
        ("return None", r"shape \(\)"),
        ("return [[1], [2, 3]]", "it raised ValueError"),
        ("return x[:, 0] * np.nan", "no numbers"),
        ("return x[:, 0].astype(str)", "no numbers"),
        ("return x[:, 0]", "return class numbers, 0 to 1"),
        ("return np.full(len(x), 2)", "it returned 2; return class numbers"),
        ("import sys; sys.exit(3)", "it raised SystemExit"),
    ],
)
def test_a_rule_that_cannot_be_used_is_explained(body, problem):
    found = best(body)
    assert found.answers is None
    import re

    assert re.search(problem, str(found.problem))


def test_a_rule_that_writes_into_its_input_spoils_nothing():
    data = task("\ndef best(x):\n    x[:] = 0\n    return x[:, 0]\n").make(50, 60)
    kept = data.x_test.copy()
    answer_best(data)
    np.testing.assert_array_equal(data.x_test, kept)


def test_without_a_rule_or_a_task_there_is_none():
    data = task().make(50, 60)
    assert answer_best(data) is None
    assert (
        answer_best(Dataset(data.x_train, data.y_train, data.x_test, data.y_test, data.classes))
        is None
    )


def with_facts(facts_of, classes=("a", "b")):
    rng = np.random.default_rng(0)
    y, y_test = rng.integers(0, 2, (2, 500)).astype(np.int32)
    x = np.zeros((500, 4), np.float32)
    return Dataset(
        x, y, x, y_test, classes, None, {"f": facts_of(y, rng)}, {"f": facts_of(y_test, rng)}
    )


@pytest.mark.parametrize(
    ("facts_of", "low", "high"),
    [
        (lambda y, rng: y * 1.5 + rng.random(len(y)), 0.99, 1.0),
        (lambda y, rng: np.abs(y - 0.5 + 0.1 * rng.random(len(y))), 0.5, 1.0),
        (lambda y, rng: rng.random(len(y)), 0.4, 0.6),
        (lambda y, rng: np.where(y, "png", "jpg"), 1.0, 1.0),
        (lambda y, rng: np.array([f"file{n}" for n in range(len(y))]), 0.3, 0.7),
        (lambda y, rng: y == 1, 1.0, 1.0),
        (lambda y, rng: np.zeros(len(y)), 0.4, 0.6),
    ],
    ids=["number", "folded", "noise", "text", "names", "truth", "constant"],
)
def test_accuracy_of_facts(facts_of, low, high):
    assert low <= accuracy_of_facts(with_facts(facts_of))["f"] <= high


def test_facts_of_a_regression_tell_no_class():
    data = task().make(50, 60)
    flat = Dataset(data.x_train, data.x_train[:, 0], data.x_test, data.x_test[:, 0], target="t")
    assert accuracy_of_facts(flat) == {}


def test_networks_are_tried_in_turn():
    data = task(NETWORK).make(50, 60)
    assert untried(data, "dense") == ("small", "conv")
    assert untried(data, "small") == ("conv",)
    assert untried(data, None) == ("conv",)
    assert untried(data, "conv") == ()
    assert untried(task().make(5, 6), None) == ("conv",)
    assert untried(task().make(5, 6), "dense") == ("conv",)


def test_conv_is_not_proposed_where_it_cannot_look():
    x, y = np.zeros((4, 3), np.float32), np.zeros(4, np.int32)
    assert untried(Dataset(x, y, x, y, ("a", "b")), "dense") == ()


def looked(data):
    hits = np.ones(len(data.y_test), bool)
    mean = BaselineScore("mean", 1, 1.0, 0.99, 1.0, 1e-9, (), hits)
    twin = Finding("duplicates", "warning", "training.dead")
    return SimpleNamespace(views=(mean,), warnings=(twin,))


def test_a_training_is_judged_on_all_of_it(monkeypatch):
    monkeypatch.setattr("miwake.workflow.train_plan.look", looked)
    run = train(task("\ndef best(x):\n    return x[:, 0] > 0.5\n").make(2000, 500), epochs=2)
    found = {check.check: check for check in run.verdict}
    assert found["views"].values["view"] == "mean"
    assert found["ceiling"].status == "good"
    assert found["duplicates"].status == "warning"
    assert {"chance", "classes", "overfitting", "epochs", "calibration", "training"} <= set(found)
    assert run.record.verdict == [check.as_json() for check in run.verdict]
    asked = {*found, *(check["check"] for check in run.record.unanswered)}
    assert {check.name for check in CHECKS} <= asked
    assert all(check["text"] for check in run.record.unanswered)
    assert {"look", "verdict"} <= set(run.record.seconds)
    assert "NaN" not in run.record.to_text()


def test_without_checks_nothing_is_judged():
    run = train(task().make(200, 100), epochs=1, checks=False)
    assert (run.verdict, run.record.verdict) == ((), [])
    assert not {"look", "verdict"} & set(run.record.seconds)


def test_a_training_that_breaks_down_is_told():
    from miwake.runtime.keras_backend import keras

    layers = keras().layers
    model = keras().Sequential(
        [keras().Input((6,)), layers.Dense(50), layers.Dense(2, activation="softmax")]
    )
    optimizer = keras().optimizers.SGD(1e38)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    run = train(task().make(400, 100), model, epochs=2)
    assert run.verdict[0].sentence in {"training.diverged", "training.dead"}
    run.record.to_text()
