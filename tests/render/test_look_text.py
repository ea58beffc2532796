"""The lines of a look, in both languages."""

import unicodedata

import numpy as np
import pytest

import miwake
from miwake.audit.look import look
from miwake.dataset import Dataset
from miwake.messages import view_name
from miwake.render.look_text import data_line, look_lines, statistics_lines, view_lines


@pytest.fixture(scope="module")
def found():
    rng = np.random.default_rng(0)
    x, y = rng.random((600, 20)), rng.integers(0, 2, 600).astype(np.int32)
    x[y == 1] += np.sort(rng.random((int(y.sum()), 20)), axis=1)
    return look(Dataset(x[:400], y[:400], x[400:], y[400:], ("平", "slope")))


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_tables_are_aligned(found, lang):
    head, *rows = statistics_lines(found, lang)
    assert len({width(row) for row in (head, *rows)}) == 1
    _, *rows = view_lines(found, lang)
    assert len({width(row[: row.index("p ")]) for row in rows}) == 1


def test_every_part_is_there(found):
    text = "\n".join(look_lines(found))
    assert "2 classes, 400 + 200 examples of shape (20,), seed 0" in text
    assert "lag-1 autocorrelation" in text
    assert all(check.text() in text for check in found.warnings)


def test_every_part_is_there_in_japanese(found):
    text = "\n".join(look_lines(found, "ja"))
    assert "ラグ1の自己相関" in text
    assert all(check.text("ja") in text for check in found.warnings)


def test_a_regression():
    x = np.random.default_rng(0).random((200, 9))
    data = Dataset(x[:150], x[:150, 0], x[150:], x[150:, 0], target="level")
    lines = list(look_lines(look(data), "ja"))
    assert "levelの回帰" in lines[0]
    assert any(line.startswith("  全体") for line in lines)


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("lag1_autocorrelation", ("lag-1 autocorrelation", "ラグ1の自己相関")),
        ("column_3", ("column 3", "3列目")),
        ("fact:temperature", ("fact temperature", "付随する値temperature")),
        ("file_dpi", ("dpi of the file", "ファイルのdpi")),
        ("column:petal width", ("column petal width", "「petal width」列")),
        ("missing:age", ("missing age", "「age」の欠け")),
        ("something", ("something", "something")),
    ],
)
def test_views_are_called_by_name(view, names):
    assert (view_name(view, "en"), view_name(view, "ja")) == names


def test_a_dataset_is_a_line():
    data = miwake.load_task("baker", {"LENGTH": "6"}).make(train=1000, test=100, seed=3)
    assert data_line(data) == (
        "Random numbers or the baker's map?   2 classes, 1,000 + 100 examples of shape (6,), seed 3"
    )
