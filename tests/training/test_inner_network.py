"""The layers of a network between the scalings that its data gave it."""

import numpy as np
import pytest

from miwake import Dataset
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import keras
from miwake.training.build import build
from miwake.training.inference import predict_raw
from miwake.training.inner_network import inner_network


def dataset(rng, shape=(6,), classes=("a", "b"), scale=50.0, dtype=np.float32):
    x = (rng.random((40, *shape)) * scale).astype(dtype)
    y = np.arange(40, dtype=np.int32) % 2 if classes else (rng.random(40) * 300).astype(np.float32)
    return Dataset(x[:30], y[:30], x[30:], y[30:], classes, None if classes else "y")


@pytest.mark.parametrize("classes", [("a", "b"), ()])
@pytest.mark.parametrize("scale", [1.0, 50.0])
def test_inside_and_scalings_are_the_whole(rng, classes, scale):
    data = dataset(rng, classes=classes, scale=scale)
    network = build("dense", data)
    inner = inner_network(network)
    scaled = inner.scale(data)
    inside = inner.unscale(predict_raw(inner.model, scaled.x_test))
    assert np.allclose(inside, predict_raw(network, data.x_test), rtol=1e-4, atol=1e-3)
    assert inner.is_scale_free
    assert inner.model.trainable_variables[0] is network.trainable_variables[0]


def test_values_are_scaled_as_outputs_are(rng):
    data = dataset(rng, classes=())
    inner = inner_network(build("dense", data))
    scaled = inner.scale(data)
    assert abs(float(scaled.y_train.mean())) < 1e-5
    assert float(scaled.y_train.std()) == pytest.approx(1, rel=1e-5)
    assert np.allclose(inner.unscale(scaled.y_test), data.y_test, rtol=1e-5)


def test_what_changes_pictures_stays_inside(rng):
    data = dataset(rng, (12, 12), scale=255, dtype=np.uint8)
    network = build("conv", data, 0, TrainingPlan(augment=True))
    inner = inner_network(network)
    assert "augmentation" in [layer.name for layer in inner.model.layers]


def test_a_scaling_that_stays_inside_is_named(rng):
    layers = keras().layers
    network = keras().Sequential(
        [keras().Input((6,)), layers.Dense(4), layers.Rescaling(0.5), layers.Dense(2)]
    )
    network.compile("adam", "sparse_categorical_crossentropy")
    assert not inner_network(network).is_scale_free
