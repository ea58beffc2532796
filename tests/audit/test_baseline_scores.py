"""Trials: scores, corrected p-values, and that nothing is found where there is nothing."""

import numpy as np
import pytest

from miwake import load_task
from miwake.audit.baseline_scores import Split, associated, score_facts, score_features, tells
from miwake.dataset import Dataset
from miwake.stats.chance import chance_level


def split(data, fitted=None):
    places = np.arange(len(data.x_train))[:fitted], np.arange(len(data.x_test))
    chance = chance_level(data.y_test, len(data.classes), data.y_train)
    return Split(data, *places, chance)


def noise(train, test, length, seed, classes=("one", "other")):
    rng = np.random.default_rng(seed)
    x = rng.random((train + test, length), np.float32)
    y = rng.integers(0, len(classes), train + test).astype(np.int32)
    return Dataset(x[:train], y[:train], x[train:], y[train:], classes)


def facts(kind, seed=0):
    """A dataset whose inputs say nothing, with one fact that says all."""
    data = noise(400, 200, 8, seed)
    words = np.array(["JPEG", "PNG"], object)
    told = [words[y] if kind == "word" else y * 1.5 for y in (data.y_train, data.y_test)]
    return data, told


@pytest.fixture(scope="module")
def baker():
    return score_features(split(load_task("baker").make(train=20_000, test=10_000, seed=1)))


@pytest.mark.parametrize(
    ("view", "accuracy"),
    [
        ("pairs", 1.0),
        ("lag1_autocorrelation", 0.947),
        ("mean_absolute_difference", 0.899),
        ("turning_points", 0.888),
        ("lag2_autocorrelation", 0.681),
        ("variance", 0.532),
        ("first_value", 0.502),
    ],
)
def test_the_bakers_map_is_told_as_well_as_one_threshold_tells_it(baker, view, accuracy):
    found = {trial.view: trial for trial in baker}[view]
    assert found.accuracy == pytest.approx(accuracy, abs=0.012)
    assert found.low <= found.accuracy <= found.high
    assert found.hits.mean() == found.accuracy
    assert found.hits.dtype == bool
    assert (found.p < 0.05) == (view != "first_value")


def test_in_float32_the_last_bits_say_nothing(baker):
    assert {trial.view: trial.accuracy for trial in baker}["last_bits"] < 0.53


def test_the_best_of_all_views_finds_something_in_noise_in_few_of_many_cases():
    repeats = 200
    found = [score_features(split(noise(300, 600, 24, seed))) for seed in range(repeats)]
    fired = sum(any(map(tells, trials)) or associated(trials) is not None for trials in found)
    assert 0.02 * repeats <= fired <= 0.08 * repeats


@pytest.mark.parametrize("kind", ["word", "number"])
def test_facts_about_the_file_are_views_and_others_are_not(kind):
    data, told = facts(kind)
    known = {"file_format": told[0], "temperature": told[0]}
    tests = {"file_format": told[1], "temperature": told[1]}
    data = Dataset(
        data.x_train,
        data.y_train,
        data.x_test,
        data.y_test,
        data.classes,
        facts_train=known,
        facts_test=tests,
    )
    views = {trial.view: trial.accuracy for trial in score_features(split(data))}
    assert views["file_format"] == 1
    assert "temperature" not in views
    assert [(t.view, t.accuracy) for t in score_facts(split(data))] == [("fact:temperature", 1)]


def test_a_regression_is_scored_by_r2():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1500, 30)).astype(np.float32)
    y = x.mean(axis=1)
    data = Dataset(
        x[:1000],
        y[:1000],
        x[1000:],
        y[1000:],
        target="level",
        facts_train={"level": y[:1000]},
        facts_test={"level": y[1000:]},
    )
    found = {trial.view: trial for trial in score_features(split(data))}
    assert found["mean"].accuracy > 0.95
    assert found["mean"].low < found["mean"].accuracy < found["mean"].high
    assert found["mean"].p < 1e-6
    assert found["turning_points"].p > 0.05
    assert "r2" in found["mean"].as_json()
    assert score_facts(split(data)) == ()


def test_a_class_that_is_told_from_all_others_is_named():
    data = noise(900, 600, 12, 0, ("a", "b", "c"))
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        x[y == 1, 0] += 2
    found = {trial.view: trial for trial in score_features(split(data))}
    assert found["first_value"].sure == ("b",)
    assert found["last_value"].sure == ()


def test_where_all_examples_look_the_same_nothing_is_tried():
    x, y = np.zeros((20, 5), np.float32), np.arange(20, dtype=np.int32) % 2
    assert score_features(split(Dataset(x, y, x, y, ("a", "b")))) == ()


def test_where_a_class_is_rare_its_rank_shows_what_accuracy_does_not(rng):
    y = (rng.random(3000) < 0.1).astype(np.int32)
    x = rng.normal(size=(3000, 4)).astype(np.float32)
    x[:, 2] += 0.8 * y
    found = score_features(split(Dataset(x[:2000], y[:2000], x[2000:], y[2000:], ("a", "b"))))
    assert not any(tells(view) for view in found)
    best = associated(found)
    assert (best.view, best.label) == ("column_3", "a")
    assert 0.2 < best.association.value < 0.35
    assert best.association.p < 1e-6


def test_a_line_that_a_small_tree_misses_goes_along(rng):
    x = rng.normal(size=(100, 3)).astype(np.float32)
    y = (x[:, 0] + rng.normal(size=100)).astype(np.float32)
    found = score_features(split(Dataset(x[:60], y[:60], x[60:], y[60:])))
    told = [view for view in found if tells(view)] or [associated(found)]
    assert {view.view for view in told} <= {"column_1", "position_of_maximum"}


def test_in_noise_hardly_any_number_goes_along():
    sets = [noise(200, 100, 8, seed) for seed in range(60)]
    assert sum(associated(score_features(split(data))) is not None for data in sets) <= 7
