"""Less data."""

from dataclasses import replace

import numpy as np
import pytest

from made_evidence import control, evidence, few, found, hits, losses, next_steps, only, why
from miwake.verdict.checks.data import Data

CHECK = Data()


MORE = "miwake train baker --train 240000"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(30_000, 0.89)], [("data", "good", "data.enough", None)]),
        ([(4_000, 0.9)], [("data", "good", "data.enough", None)]),
        ([(15_000, 0.7), (30_000, 0.8)], [("data", "warning", "data.helps", MORE)]),
        ([(15_000, 0.7)], [("data", "note", "data.grew", None)]),
    ],
)
def test_data(parts, expected):
    made = evidence(0.9, controls=[control("part", score, train=n) for n, score in parts])
    assert found(CHECK, made) == expected


@pytest.mark.parametrize(
    ("controls", "missing", "reason"),
    [
        ([control("part", 0.7, train=4_000)], "time", "small_part"),
        ([], "time", "time"),
        ([], "few_examples", "few_examples"),
        ([], "no_program", "no_program"),
    ],
)
def test_data_that_cannot_be_told(controls, missing, reason):
    made = evidence(0.9, controls=controls, no_controls=missing)
    assert why(CHECK, made) == ("skipped", reason)


def test_the_curve_and_its_time_are_said():
    controls = [control("part", 0.7, train=15_000), control("part", 0.8, train=30_000)]
    check = only(CHECK, evidence(0.9, controls=controls))
    assert "15,000: 0.700, 30,000: 0.800, 60,000: 0.900" in check.text()
    assert "0.20 s" in check.text()


def test_more_data_than_there_is_is_not_proposed():
    controls = [control("part", 0.7, train=30_000)]
    made = evidence(0.9, controls=controls, next=next_steps(can_make=False))
    assert found(CHECK, made) == [("data", "warning", "data.helps", None)]


def test_what_fresh_examples_brought_is_told_with_all_that_were_met():
    made = evidence(0.95, fresh=True, controls=[control("part", 0.7)])
    check = only(CHECK, made)
    assert (check.status, check.sentence) == ("note", "data.new")
    assert check.values["n"] == 300_000
    assert str(check.next) == "miwake train baker --epochs 10"


def test_a_part_that_does_as_well_is_not_enough_where_the_network_overfits():
    part = control("part", 0.7, train=30_000)
    made = evidence(0.7, train_accuracy=0.99, controls=[part])
    assert found(CHECK, made) == [("data", "note", "data.overfits", None)]


def test_nothing_rises_at_chance_or_at_the_top():
    assert why(CHECK, evidence(0.5, controls=[control("part", 0.4, train=30_000)])) == (
        "skipped",
        "no_better",
    )
    made = evidence(0.999, controls=[control("part", 0.9, train=30_000)])
    assert found(CHECK, made) == [("data", "note", "data.grew", None)]


def test_a_part_that_does_as_well_on_few_tests_says_nothing():
    part = control("part", 0, like=hits(0.8, 25))
    made = few(25, 0.96, controls=[replace(part, indices=np.arange(25))])
    assert why(CHECK, made) == ("skipped", "few_tests")


def test_data_is_not_enough_where_the_training_still_improves():
    part = control("part", 0.9, train=30_000)
    falling = losses(0.653, 0.639, 0.624, spread=0.01)
    assert why(CHECK, evidence(0.9, fresh=True, controls=[part], test_losses=falling)) == (
        "skipped",
        "improving",
    )
