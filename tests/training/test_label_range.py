"""Labels that a loss can't learn are said."""

import numpy as np
import pytest

from miwake import fit
from miwake.runtime.keras_backend import keras
from miwake.training.label_range import check_labels

SPARSE = "sparse_categorical_crossentropy"


def model(loss, outputs=3, activation="softmax"):
    network = keras().Sequential(
        [keras().Input((4,)), keras().layers.Dense(outputs, activation=activation)]
    )
    network.compile("sgd", loss)
    return network


def said(network, *labels):
    return [str(phrase) for phrase in check_labels(network, *labels)]


@pytest.mark.parametrize("labels", [[1, 2, 3], [-1, 0, 1], [0.0, 5.0]])
def test_labels_outside_of_the_outputs(labels):
    (text,) = said(model(SPARSE), np.array(labels))
    assert f"go from {min(labels):g} to {max(labels):g}" in text
    assert "3 outputs learns 0 to 2" in text
    assert f"1 of {len(labels)}" in text


@pytest.mark.parametrize("labels", [[0, 1, 2], [[0], [1], [2]], [0, 0], []])
def test_labels_inside_are_not_mentioned(labels):
    assert said(model(SPARSE), np.array(labels)) == []


def test_a_class_to_be_ignored_is_none():
    loss = keras().losses.SparseCategoricalCrossentropy(ignore_class=255)
    assert said(model(loss), np.array([0, 1, 255])) == []
    assert len(said(model(loss), np.array([0, 1, 254]))) == 1


@pytest.mark.parametrize("loss", ["binary_crossentropy", "BinaryCrossentropy"])
def test_two_classes_are_0_and_1(loss):
    network = model(loss, 1, "sigmoid")
    assert said(network, np.array([0, 1, 1])) == []
    (text,) = said(network, np.array([1, 2, 1]))
    assert "go from 1 to 2" in text
    assert "takes 0 to 1" in text


def test_other_losses_take_any_number():
    assert said(model("mse", 1, None), np.array([-5.0, 7.0])) == []
    assert said(model(lambda y, p: keras().ops.mean(p), 1, None), np.array([9])) == []


def test_each_output_has_its_own_range():
    inputs, dense = keras().Input((4,)), keras().layers.Dense
    outputs = {"a": dense(2, name="a")(inputs), "b": dense(3, name="b")(inputs)}
    network = keras().Model(inputs, outputs)
    network.compile("sgd", {"a": SPARSE, "b": SPARSE})
    (text,) = said(network, {"a": np.array([0, 2]), "b": np.array([0, 2])})
    assert "2 outputs" in text
    listed = keras().Model(inputs, list(outputs.values()))
    listed.compile("sgd", [SPARSE, "mse"])
    (text,) = said(listed, [np.array([0, 2]), np.array([9, 9])])
    assert "2 outputs" in text


def test_fit_says_it_of_both_parts():
    x, y = np.zeros((6, 4), np.float32), np.array([1, 2, 3, 1, 2, 3])
    with pytest.warns(UserWarning, match="labels go from") as heard:
        fit(model(SPARSE), x, y, verbose=0, validation_data=(x, np.arange(6)))
    parts = "go from 1 to 3", "go from 0 to 5"
    assert all(part in str(one.message) for part, one in zip(parts, heard, strict=True))
