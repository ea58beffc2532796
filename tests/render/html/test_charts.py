"""Charts are well-formed SVG that says what it shows and takes its colours from the page."""

import math
from xml.etree import ElementTree as ET

import pytest

from miwake.render.html.axes import Axis, axis
from miwake.render.html.charts import DOTS, Series, columns, curves, dots, interval, scatter

X, Y = axis([1, 5], "epoch", least=1), axis([0.0, 1.0])
LINE = Series([1, 2, 3], [0.2, 0.4, 0.8], low=[0.1, 0.3, 0.7], high=[0.3, 0.5, 0.9])
GUIDE = Series([1, 5], [0, 1], "guide")
CHARTS = {
    "curves": curves([GUIDE, LINE], X, Y, "two lines"),
    "scatter": scatter([LINE, GUIDE], X, Y, "points"),
    "columns": columns([1, 0, 3], axis([-1, 1]), axis([0, 3]), "counts"),
    "interval": interval(0.8, 0.7, 0.9, Axis(0, 1), 0.5),
    "dots": dots([[0.0, 1.0, 0.5]], Axis(0, 1), "a sequence"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_well_formed_without_colours_of_its_own(name):
    root = ET.fromstring(CHARTS[name])
    assert root.tag == "svg"
    assert not {"fill", "stroke", "style"} & {key for node in root.iter() for key in node.keys()}  # noqa: SIM118  an element's


@pytest.mark.parametrize("name", sorted(CHARTS.keys() - {"interval"}))
def test_a_chart_says_what_it_is(name):
    root = ET.fromstring(CHARTS[name])
    assert root.get("role") == "img"
    assert root.get("aria-label")


def test_an_interval_is_read_from_the_numbers_beside_it():
    assert ET.fromstring(CHARTS["interval"]).get("aria-hidden") == "true"


def test_higher_is_further_up():
    points = ET.fromstring(CHARTS["curves"]).findall("polyline")[1].get("points").split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights, reverse=True)


def test_a_guide_outside_the_line_is_left_out():
    assert "guide" not in interval(0.98, 0.97, 0.99, Axis(0.9, 1), 0.5)


def test_an_interval_is_as_long_as_it_is():
    span = ET.fromstring(CHARTS["interval"]).find("rect[@class='span']")
    assert (float(span.get("x")), float(span.get("width"))) == (70, 20)


@pytest.mark.parametrize("draw", [curves, scatter])
def test_what_is_no_number_is_left_out(draw):
    holes = Series([1, 2, None, 4], [0.5, math.nan, 0.1, None])
    text = draw([holes], X, Y, "holes")
    assert "nan" not in text
    ET.fromstring(text)


def test_labels_are_escaped():
    text = curves([LINE], axis([1, 5], "<b>&"), Y, '"><script>')
    ET.fromstring(text)
    assert "<b>" not in text
    assert "<script>" not in text


def test_a_long_sequence_is_cut():
    text = dots([[0.5] * (10 * DOTS)], Axis(0, 1), "long")
    assert text.count("h0") == DOTS


def test_a_sequence_without_numbers_is_empty():
    assert "path" not in dots([[math.nan, math.inf]], Axis(0, 1), "none")
    assert "path" not in dots([], Axis(0, 1), "none")


def test_each_channel_has_its_colour():
    text = dots([[0, 1], [1, 0]], Axis(0, 1), "two")
    assert 'class="first dots"' in text
    assert 'class="second dots"' in text
