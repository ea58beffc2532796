"""Axes end in round numbers, whatever there is to show."""

import math

import pytest

from miwake.render.html.axes import Axis, axis, written


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.31, 0.68], (0.3, 0.4, 0.5, 0.6, 0.7)),
        ([-1.4, 1.4], (-2, -1, 0, 1, 2)),
        ([0, 340], (0, 100, 200, 300, 400)),
        ([0.0001, 0.0004], (0.0001, 0.0002, 0.0003, 0.0004)),
    ],
)
def test_ticks_are_round_and_hold_all_values(values, ticks):
    found = axis(values)
    assert found.ticks == pytest.approx(ticks)
    assert found.low <= min(values)
    assert found.high >= max(values)


def test_whole_numbers_get_no_fractions():
    assert axis([1, 2], least=1).ticks == (1, 2)


def test_bounds_are_kept():
    found = axis([0.81, 1.0], bounds=(0, 1))
    assert found.high == 1
    assert axis([0.97, 0.999], bounds=(0, 1)).high == 1
    assert axis([0.0, 0.4], bounds=(0, 1)).low == 0


@pytest.mark.parametrize("values", [[], [None, math.nan, math.inf], [5.0], [0.0, 0.0], [1e300]])
def test_little_to_show_still_makes_an_axis(values):
    found = axis(values)
    assert found.low < found.high
    assert len(found.ticks) >= 2


def test_what_lies_beyond_the_axis_stays_at_its_end():
    line = Axis(0, 2)
    assert [line.share(v) for v in (-1, 0, 1, 3)] == [0, 0, 0.5, 1]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.25, "0.25"), (1000.0, "1,000"), (2.0, "2"), (-1.5, "-1.5"), (3e8, "3e+08")],
)
def test_numbers_are_written_short(value, text):
    assert written(value) == text
