"""What a network answers, held against Keras' own predict."""

import gc
import weakref

import numpy as np
import pytest

from miwake.runtime.keras_backend import keras
from miwake.training.inference import BATCH, predict_proba, predict_raw


@pytest.fixture(scope="module")
def x():
    return np.random.default_rng(1).random((2 * BATCH + 37, 8), np.float32)


@pytest.mark.parametrize("n", [1, 2, BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 37])
def test_outputs_are_those_of_keras(baker_run, x, n):
    expected = baker_run.model.predict(x[:n], verbose=0)
    np.testing.assert_allclose(predict_raw(baker_run.model, x[:n]), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("n", [1, 3, BATCH, BATCH + 5])
def test_an_answer_does_not_depend_on_how_many_are_asked_for(baker_run, x, n):
    whole = predict_raw(baker_run.model, x)
    np.testing.assert_array_equal(predict_raw(baker_run.model, x[:n]), whole[:n])


def test_no_examples_have_no_outputs(baker_run, x):
    assert predict_raw(baker_run.model, x[:0]).shape == (0, 2)


def test_whole_numbers_are_taken_as_keras_takes_them(baker_run):
    x = np.random.default_rng(2).integers(0, 255, (5, 8), np.uint8)
    expected = baker_run.model.predict(x, verbose=0)
    np.testing.assert_allclose(predict_raw(baker_run.model, x), expected, rtol=0, atol=1e-6)


def network(*layers):
    found = keras()
    found.utils.set_random_seed(0)
    return found.Sequential([found.Input((8,)), *layers])


def test_dropout_and_normalisation_answer_as_in_use(x):
    layers = keras().layers
    model = network(layers.Dropout(0.5), layers.BatchNormalization(), layers.Dense(3))
    expected = model.predict(x[:40], verbose=0)
    np.testing.assert_allclose(predict_raw(model, x[:40]), expected, rtol=0, atol=1e-6)


def test_asking_changes_nothing_in_the_model(baker_run, x):
    before = baker_run.model.get_weights()
    predict_raw(baker_run.model, x)
    for old, new in zip(before, baker_run.model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_scores_become_probabilities(x):
    model = network(keras().layers.Dense(3))
    found = predict_proba(model, x[:20], ("a", "b", "c"))
    expected = keras().ops.softmax(model.predict(x[:20], verbose=0))
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_large_scores_become_probabilities(x):
    model = network(keras().layers.Dense(3), keras().layers.Rescaling(1e4))
    found = predict_proba(model, x[:20], ("a", "b", "c"))
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-6)


def test_probabilities_stay_as_they_are(baker_run, x):
    found = predict_proba(baker_run.model, x, ("random", "baker"))
    np.testing.assert_array_equal(found, predict_raw(baker_run.model, x))


def test_values_stay_as_they_are(x):
    model = network(keras().layers.Dense(1))
    np.testing.assert_array_equal(predict_proba(model, x, ()), predict_raw(model, x))


def test_a_model_that_was_asked_can_be_forgotten(x):
    model = network(keras().layers.Dense(2))
    predict_raw(model, x[:3])
    gone = weakref.ref(model)
    keras().backend.clear_session()
    del model
    gc.collect()
    assert gone() is None
