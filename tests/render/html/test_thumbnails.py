"""Examples as small pictures."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from miwake.input_spec import Category, Number, TableSpec
from miwake.render.html.thumbnails import MAX_PIXELS, thumbnails


def pixels(markup):
    data = re.search(r"base64,([^\"]+)", markup)[1]
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(data))))


def one(x, text="what it is"):
    (found,) = thumbnails(np.asarray(x)[None], [text])
    return found


@pytest.mark.parametrize(
    ("level", "shown"), [(np.uint8(255), 255), (np.float32(1.0), 255), (np.uint16(65_535), 255)]
)
def test_white_is_white(level, shown):
    x = np.zeros((6, 5), np.asarray(level).dtype)
    x[1, 2] = level
    assert pixels(one(x)).tolist()[1] == [0, 0, shown, 0, 0]


def test_numbers_below_zero_are_dark():
    x = np.array([[-1.0, 1.0]] * 5 + [[0.0, 0.0]]).repeat(3, axis=1)
    assert pixels(one(x))[0].tolist() == [0, 0, 0, 255, 255, 255]


@pytest.mark.parametrize("channels", [1, 3, 4])
def test_channels_become_colours(channels):
    shape = (6, 6) if channels == 1 else (6, 6, channels)
    assert pixels(one(np.ones((6, 6, channels), np.float32))).shape == shape


def test_large_pictures_are_made_small():
    assert max(pixels(one(np.zeros((500, 300), np.uint8))).shape) == MAX_PIXELS


def test_what_is_no_number_does_not_matter():
    assert pixels(one(np.full((5, 5), np.nan))).max() == 0


def test_a_sequence_is_drawn():
    assert one(np.arange(9.0)).startswith("<svg")
    assert one(np.full(9, np.nan)).startswith("<svg")
    assert one(np.zeros((50, 2))).count("dots") == 2
    assert one(np.zeros((2, 50))).count("dots") == 2


def test_all_sequences_are_on_one_scale():
    flat, steep = thumbnails(np.array([[0.0, 1.0, 0.0], [0.0, 100.0, 0.0]]), ["", ""])
    assert flat != steep


@pytest.mark.parametrize("shape", [(1,), (5, 6, 7)])
def test_other_examples_have_no_picture(shape):
    assert one(np.zeros(shape)) == ""


def test_there_may_be_none():
    assert thumbnails(np.zeros((0, 8, 8)), []) == []
    assert thumbnails(np.zeros((0, 8)), []) == []


@pytest.mark.parametrize("x", [np.zeros((5, 5)), np.zeros(9)])
def test_descriptions_are_escaped(x):
    assert "<script>" not in one(x, '"><script>')


def test_rows_of_a_table_are_written_with_their_columns():
    numbers = (Number("size", "plain", 100.0, 10.0, gaps=True), Number("day", "%d.%m.%Y"))
    table = TableSpec(numbers, (Category("kind", ("<x>", "y")),))
    rows = np.array([[1.5, 365, 0, 1], [0, 0, 1, 0]], np.float32)
    first, second = thumbnails(rows, ["", ""], table)
    cells = [re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", text) for text in (first, second)]
    assert cells[0] == [("size", "115"), ("day", "1971-01-01"), ("kind", "&lt;x&gt;")]
    assert cells[1] == [("size", "–"), ("day", "1970-01-01"), ("kind", "–")]


def test_of_many_columns_some_are_written():
    table = TableSpec(tuple(Number(f"n{i}", "plain") for i in range(20)), ())
    (only,) = thumbnails(np.zeros((1, 20), np.float32), [""], table)
    assert (only.count("<dt>"), only.count("…")) == (8, 1)
