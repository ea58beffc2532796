"""Figures held against known values and against Keras'."""

import math

import numpy as np
import pytest

from miwake.runtime.keras_backend import keras
from miwake.stats.evaluation import Classification, Regression, evaluate_outputs

OUTPUTS = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.5, 0.3, 0.2], [0.2, 0.3, 0.5]], np.float32)


def test_each_class_is_counted_alone():
    found = evaluate_outputs(OUTPUTS, np.array([0, 1, 1, 1]), ("a", "b", "c"))
    counts = {name: (part.n, part.accuracy) for name, part in found.per_class.items()}
    assert counts["a"] == (1, 1.0)
    assert counts["b"] == (3, pytest.approx(1 / 3))
    assert counts["c"][0] == 0


def test_chance_is_the_most_frequent_class():
    assert evaluate_outputs(OUTPUTS, np.array([0, 1, 1, 1]), ("a", "b", "c")).chance == 0.75


def test_accuracy_counts_right_answers():
    found = evaluate_outputs(OUTPUTS, np.array([0, 1, 1, 1]), ("a", "b", "c"))
    assert (found.accuracy.n, found.accuracy.accuracy) == (4, 0.5)


def test_the_loss_is_the_mean_cross_entropy():
    found = evaluate_outputs(OUTPUTS, np.array([0, 1, 1, 1]), ("a", "b", "c"))
    assert found.loss == pytest.approx(-np.log([0.7, 0.8, 0.3, 0.3]).mean(), rel=1e-6)


def test_a_certain_wrong_answer_costs_as_much_as_in_keras():
    found = evaluate_outputs(np.array([[0.0, 1.0]], np.float32), np.array([0]), ("a", "b"))
    entropy = keras().losses.sparse_categorical_crossentropy
    expected = float(entropy(np.array([0]), np.array([[0.0, 1.0]], np.float32))[0])
    assert found.loss == pytest.approx(expected, rel=1e-5)


def test_a_network_gone_astray_has_no_loss():
    found = evaluate_outputs(np.full((2, 2), np.nan, np.float32), np.array([0, 1]), ("a", "b"))
    assert math.isnan(found.loss)


def test_values_are_judged_by_their_errors():
    found = evaluate_outputs(np.array([[1.0], [2.0], [5.0]]), np.array([1.0, 3.0, 5.0]), ())
    assert isinstance(found, Regression)
    assert (found.mae, found.rmse) == pytest.approx((1 / 3, (1 / 3) ** 0.5))
    assert found.r2 == pytest.approx(1 - (1 / 3) / (8 / 3))


def test_r2_of_equal_values_is_unknown():
    assert math.isnan(evaluate_outputs(np.ones((2, 1)), np.ones(2), ()).r2)


def test_figures_are_named_as_the_command_line_promises():
    found = evaluate_outputs(OUTPUTS, np.array([0, 1, 1, 1]), ("a", "b", "c")).as_json()
    assert {"test_loss", "test_accuracy", "per_class"} <= found.keys()
    assert found["per_class"]["b"].keys() == {"n", "accuracy", "low", "high"}


def test_figures_of_values_are_named_as_the_command_line_promises():
    found = evaluate_outputs(np.ones((2, 1)), np.array([1.0, 2.0]), ()).as_json()
    assert {"test_mae", "test_rmse", "test_r2"} <= found.keys()


def test_the_figures_of_a_run_are_those_of_keras(baker_run):
    data = baker_run.data
    loss, accuracy = baker_run.model.evaluate(data.x_test, data.y_test, verbose=0)
    assert isinstance(baker_run.result, Classification)
    assert baker_run.result.loss == pytest.approx(loss, abs=1e-5)
    assert baker_run.result.accuracy.accuracy == pytest.approx(accuracy, abs=1e-6)


@pytest.mark.parametrize("noise", ["normal", "uniform"])
def test_intervals_of_a_regression_cover_what_they_promise(noise):
    rng = np.random.default_rng(0)
    covered = np.zeros(3)
    truth = {"normal": (0.5 * (2 / np.pi) ** 0.5, 0.5), "uniform": (0.5, 1 / 3**0.5)}[noise]
    truth = (*truth, 1 - truth[1] ** 2 / 4)
    rounds = 2000
    for _ in range(rounds):
        y = 2 * rng.standard_normal(300)
        error = 0.5 * rng.standard_normal(300) if noise == "normal" else rng.uniform(-1, 1, 300)
        found = evaluate_outputs((y + error)[:, None], y, ())
        pairs = ("mae_low", "mae_high"), ("rmse_low", "rmse_high"), ("r2_low", "r2_high")
        for i, (low, high) in enumerate(pairs):
            covered[i] += getattr(found, low) <= truth[i] <= getattr(found, high)
    assert (covered / rounds > 0.93).all()
    assert (covered / rounds < 0.98).all()


def test_a_regression_that_is_exact_or_constant_has_intervals_too():
    exact = evaluate_outputs(np.arange(5.0)[:, None], np.arange(5.0), ())
    assert (exact.mae_low, exact.mae_high, exact.r2_low) == (0, 0, 1)
    constant = evaluate_outputs(np.zeros((5, 1)), np.ones(5), ())
    assert np.isnan(constant.r2)
    assert (constant.mae_low, constant.mae_high) == (1, 1)
