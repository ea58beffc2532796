"""Shuffled steps."""

import numpy as np
import pytest

from made_evidence import control, evidence, found, hits, regression, why
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


def test_few_test_examples_do_not_tell_whether_the_order_matters():
    small = [control(kind, 0, like=hits(0.9, 40)) for kind in ("part", "order")]
    small[1].scores[:] = hits(0.85, 40)[::-1]
    assert why(CHECK, evidence(controls=small, steps="steps")) == ("skipped", "few_tests")


def test_where_the_order_does_not_matter_no_network_of_neighbours_is_advised():
    controls = [control("part", 0.8), control("order", 0.8)]
    assert evidence(steps="steps", controls=controls).other_network() is None
    assert evidence(steps="steps").other_network() is not None
