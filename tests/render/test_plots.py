"""Figures as SVG and PNG."""

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from matplotlib.figure import Figure

from miwake.render.plots import COLOURS, colour_of, png, style, svg


def figure(text="見分け"):
    with style():
        drawn = Figure(figsize=(2, 1), layout="constrained")
        drawn.add_subplot().set_title(text)
    return drawn


def test_svg_is_one_element_with_its_text_as_text():
    text = svg(figure())
    assert ET.fromstring(text).tag.endswith("svg")
    assert "見分け" in text


def test_the_same_figure_is_the_same_bytes():
    assert svg(figure()) == svg(figure())
    assert png(figure()) == png(figure())


def test_png_is_a_png():
    assert png(figure()).startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["$x$", "$\\frac$", "^_{", "\U0001f600", "ا", "<&>", "\x01"])
def test_any_label_can_be_drawn(text):
    assert svg(figure(text)).startswith("<svg")
    assert png(figure(text))


def test_no_font_for_japanese_is_no_trouble(monkeypatch):
    monkeypatch.setattr("miwake.render.plots._japanese_fonts", tuple)
    assert "見分け" in svg(figure())
    assert png(figure())


def test_colours_repeat_after_the_last():
    assert colour_of(0) == colour_of(len(COLOURS))
    assert len(set(COLOURS)) == len(COLOURS)


def test_no_window_system_is_asked_for():
    code = "import sys, miwake.render.look_figures; print('matplotlib.pyplot' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
