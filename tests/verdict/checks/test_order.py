"""Shuffled steps."""

import numpy as np
import pytest

from made_evidence import control, evidence, found, regression, why
from miwake.verdict.checks.order import Order

CHECK = Order()


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
    made = evidence(steps=steps, controls=[control("part", real), control("order", shuffled)])
    assert found(CHECK, made) == [("order", *expected)]


@pytest.mark.parametrize(
    ("controls", "reason"),
    [
        ([], "time"),
        ([control("order", 0.5)], "time"),
        ([control("order", 0.5), control("part", 0.8, train=30_000)], "time"),
        ([control("order", 0.5), control("part", 0.5)], "at_chance"),
    ],
    ids=["none", "nothing to compare with", "another size", "at chance anyway"],
)
def test_order_that_cannot_be_told(controls, reason):
    assert why(CHECK, evidence(controls=controls)) == ("skipped", reason)


def test_the_numbers_of_a_row_have_no_order():
    assert why(CHECK, evidence(steps="numbers")) == ("not applicable", "no_order")


def test_order_of_a_regression():
    rng = np.random.default_rng(0)
    real, noise = rng.normal(0.8, 0.3, 2000), rng.normal(0, 0.3, 2000)
    controls = [control("part", 0, like=real), control("order", 0, like=noise)]
    assert found(CHECK, regression(controls=controls))[0][1] == "good"
