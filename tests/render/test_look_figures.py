"""The figures of a look: every kind of example, in both languages."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import BaselineScore
from miwake.input_spec import kind_of
from miwake.render.look_figures import MOST_CLASSES, PICTURES, examples_figure, views_figure
from miwake.render.plots import svg


def examples(rng, shape, classes=2, n=20, dtype=np.float32):
    return {f"組{i}": (rng.random((n, *shape)) * 200).astype(dtype) for i in range(classes)}


@pytest.mark.parametrize(
    "shape",
    [(), (1,), (4,), (30,), (30, 3), (3, 30), (2000,), (9, 9), (9, 20, 3), (9, 9, 4), (3, 3, 3, 3)],
    ids=str,
)
def test_examples_of_every_kind_are_drawn(rng, shape):
    text = svg(examples_figure(examples(rng, shape, n=8), kind_of(shape)))
    assert "組0" in text
    assert "組1" in text


@pytest.mark.parametrize(("shape", "label"), [((20,), "系列の中の位置"), ((3,), "3列目")])
def test_labels_are_in_the_language_asked_for(rng, shape, label):
    shown = examples(rng, shape, n=5, dtype=np.uint8)
    assert label in svg(examples_figure(shown, kind_of(shape), "ja"))


def test_images_that_show_nothing_are_drawn():
    blank = {"a": np.zeros((3, 5, 5)), "b": np.full((1, 5, 5), np.nan), "c": np.zeros((0, 5, 5))}
    text = svg(examples_figure(blank, "image"))
    assert ">a<" in text
    assert ">c<" not in text


def test_numbers_that_are_none_are_drawn():
    column = np.array([[np.nan], [np.inf], [1.0]])
    assert svg(examples_figure({"a": column, "b": column * np.nan}, "vector"))


def test_no_examples_are_an_empty_figure():
    assert svg(examples_figure({}, "image"))


def test_there_is_room_for_so_many_classes_only(rng):
    figure = examples_figure(examples(rng, (6, 6), classes=MOST_CLASSES + 5), "image")
    assert len(figure.axes) == MOST_CLASSES


def test_a_row_has_so_many_images(rng):
    figure = examples_figure(examples(rng, (6, 6), n=50), "image")
    strip = figure.axes[0].images[0].get_array()
    assert strip.shape == (6, PICTURES * 7 - 1, 4)


def trials(*scores):
    return [BaselineScore("lag1_autocorrelation", 1, s, s - 0.05, s + 0.05, 0.01) for s in scores]


@pytest.mark.parametrize(("lang", "name"), [("en", "lag-1 auto"), ("ja", "ラグ1の自己相関")])
def test_views_are_bars_with_their_scores_and_the_line_of_chance(lang, name):
    text = svg(views_figure(trials(0.9, 0.6), 0.5, lang))
    assert text.count(name) == 2
    assert "0.900" in text
    assert "0.500" in text


def test_r2_below_zero_is_drawn_at_zero():
    figure = views_figure(trials(-3.0), 0.0, regression=True)
    assert figure.axes[0].patches[0].get_width() == 0
