"""Drawings: how they lie on a plain background."""

import numpy as np
import pytest

from miwake.input_spec import Background
from miwake.readers.drawings import bounding_box, measure_background, measure_max_value


def dots(n=50, size=20, level=0, ink=255):
    """Pictures of one square of 10 x 10 each."""
    x = np.full((n, size, size), level, np.uint8)
    x[:, 4:14, 5:15] = ink
    return x


@pytest.mark.parametrize(("level", "ink"), [(0, 255), (255, 0)])
def test_plain_backgrounds_are_measured(level, ink):
    paper = measure_background(dots(level=level, ink=ink), 255.0)
    assert paper == Background(level=level / 255, extent=0.5, spread=0.0)


def test_pictures_with_channels_have_a_background_too():
    assert measure_background(np.repeat(dots()[..., None], 3, axis=3), 255.0) == Background(
        0.0, 0.5, 0.0
    )


@pytest.mark.parametrize(
    "x",
    [
        np.random.default_rng(0).integers(0, 256, (50, 9, 9), np.uint8),
        np.full((5, 9, 9), 128, np.uint8),
        np.zeros((5, 9, 9), np.uint8),
    ],
    ids=["noise", "grey", "empty"],
)
def test_where_there_is_no_drawing_there_is_no_background(x):
    assert measure_background(x, 255.0) is None


def test_drawings_of_many_sizes_have_a_spread():
    x = np.zeros((60, 30, 30), np.float32)
    for i, picture in enumerate(x):
        picture[2 : 5 + i % 24, 10:12] = 1
    assert measure_background(x, 1.0).spread > 0.3


@pytest.mark.parametrize(
    ("x", "white"),
    [
        (np.array([0, 255], np.uint8), 255.0),
        (np.array([0, 1], np.uint8), 1.0),
        (np.array([0.0, 0.9]), 1.0),
        (np.array([0.0, 254.5]), 255.0),
        (np.array([0, 40_000], np.uint16), 65_535.0),
        (np.array([0.0, 1e6]), 1e6),
    ],
)
def test_white_is_told_by_the_largest_number(x, white):
    assert measure_max_value(x) == white


def test_the_box_holds_all_that_stands_out():
    picture = np.zeros((9, 9))
    picture[2:5, 3] = picture[4, 3:8] = 1
    assert bounding_box(picture, 0.0) == (2, 5, 3, 8)


def test_an_empty_picture_has_no_box():
    assert bounding_box(np.full((4, 4), 0.1), 0.0) is None
