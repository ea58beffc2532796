"""Shuffled labels, shuffled steps, less data, facts."""

import numpy as np
import pytest

from made_evidence import evidence, found, hits, next_steps, regression, trial
from miwake.verdict.control_checks import check_data, check_facts, check_labels, check_order

NOTHING = np.random.default_rng(0).normal(-0.01, 0.1, 2000)


@pytest.mark.parametrize(
    ("knows", "expected"),
    [
        (NOTHING, ("good", "labels.chance", None)),
        (NOTHING + 0.04, ("good", "labels.chance", None)),
        (NOTHING + 0.5, ("bad", "labels.above", "miwake look baker")),
    ],
)
def test_shuffled_labels(knows, expected):
    made = evidence(trials=[trial("labels", 0, like=knows)])
    assert found(check_labels, made) == [("labels", *expected)]


def test_few_shuffled_labels_tell_more_by_luck():
    few = evidence(trials=[trial("labels", 0, train=900, like=NOTHING + 0.15)])
    many = evidence(trials=[trial("labels", 0, train=9000, like=NOTHING + 0.15)])
    assert [found(check_labels, made)[0][1] for made in (few, many)] == ["good", "bad"]


@pytest.mark.parametrize(
    ("real", "shuffled", "steps", "expected"),
    [
        (0.8, 0.5, "steps", ("good", "order.matters.steps", None)),
        (0.8, 0.5, "pixels", ("good", "order.matters.pixels", None)),
        (0.8, 0.8, "steps", ("note", "order.same.steps", None)),
        (0.8, 0.8, "pixels", ("note", "order.same.pixels", None)),
    ],
)
def test_order(real, shuffled, steps, expected):
    made = evidence(steps=steps, trials=[trial("part", real), trial("order", shuffled)])
    assert found(check_order, made) == [("order", *expected)]


@pytest.mark.parametrize(
    "trials",
    [
        [],
        [trial("order", 0.5)],
        [trial("order", 0.5), trial("part", 0.8, train=30_000)],
        [trial("order", 0.5), trial("part", 0.5)],
    ],
    ids=["none", "nothing to compare with", "another size", "at chance anyway"],
)
def test_order_that_cannot_be_told(trials):
    assert found(check_order, evidence(trials=trials)) == []


def test_order_of_a_regression():
    rng = np.random.default_rng(0)
    real, noise = rng.normal(0.8, 0.3, 2000), rng.normal(0, 0.3, 2000)
    trials = [trial("part", 0, like=real), trial("order", 0, like=noise)]
    assert found(check_order, regression(trials=trials))[0][1] == "good"


MORE = "miwake train baker --train 240000"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(30_000, 0.89)], [("data", "good", "data.enough", None)]),
        ([(4_000, 0.9)], [("data", "good", "data.enough", None)]),
        ([(15_000, 0.7), (30_000, 0.8)], [("data", "warning", "data.helps", MORE)]),
        ([(15_000, 0.7)], [("data", "note", "data.grew", None)]),
        ([(4_000, 0.7)], []),
        ([], []),
    ],
)
def test_data(parts, expected):
    made = evidence(0.9, trials=[trial("part", score, train=n) for n, score in parts])
    assert found(check_data, made) == expected


def test_the_curve_and_its_time_are_said():
    trials = [trial("part", 0.7, train=15_000), trial("part", 0.8, train=30_000)]
    check = next(iter(check_data(evidence(0.9, trials=trials))))
    assert "15,000: 0.700, 30,000: 0.800, 60,000: 0.900" in check.text()
    assert "0.20 s" in check.text()


def test_more_data_than_there_is_is_not_proposed():
    trials = [trial("part", 0.7, train=30_000)]
    made = evidence(0.9, trials=trials, next=next_steps(can_make=False))
    assert found(check_data, made) == [("data", "warning", "data.helps", None)]


def test_facts():
    made = evidence(facts={"temperature": 1.0, "length": 0.7})
    assert found(check_facts, made) == [("facts", "note", "facts.give_away", None)]


def test_a_fact_gives_nothing_away_where_one_class_is_nearly_all():
    y = (~hits(0.995)).astype(np.int32)
    assert found(check_facts, evidence(y=y, y_seen=y, facts={"any": 0.995})) == []


def test_what_fresh_examples_brought_is_told_with_all_that_were_met():
    made = evidence(0.95, fresh=True, trials=[trial("part", 0.7)])
    check = next(iter(check_data(made)))
    assert (check.status, check.sentence) == ("note", "data.new")
    assert check.values["n"] == 300_000
    assert str(check.next) == "miwake train baker --epochs 10"
