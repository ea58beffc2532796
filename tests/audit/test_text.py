"""The lines of a look, in both languages."""

import unicodedata

import numpy as np
import pytest

from miwake.audit.look import look
from miwake.audit.text import check_lines, look_lines, statistics_lines, view_lines
from miwake.dataset import Dataset
from miwake.findings import SIGNS, Action, Finding
from miwake.messages import catalogue, view_name
from miwake.plan import TrainingPlan


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


@pytest.mark.parametrize("status", SIGNS)
def test_a_finding_has_its_mark_and_the_next_step_below(status):
    action = Action("train", TrainingPlan.of(task="it"))
    check = Finding("views", status, "nothing_found", {"count": 7}, next=action)
    assert list(check_lines(check)) == [
        f"{SIGNS[status]} nothing found among these 7 views",
        "  → miwake train it",
    ]


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


def test_every_view_has_a_name():
    from miwake.audit.features import views_of

    shapes = [(30,), (9, 9, 3), (4,), (3, 3, 3, 3)]
    views = {v.name for s in shapes for v in views_of(np.random.default_rng(0).random((9, *s)))}
    assert {v for v in views if not v.startswith("column_")} <= catalogue("en").view.keys()
