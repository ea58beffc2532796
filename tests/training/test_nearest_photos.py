"""The photo for training that is most alike to another one."""

import numpy as np

from made_photos import photos
from miwake.runtime.keras_backend import keras
from miwake.training.nearest_photos import nearest_photos


def model_of(x):
    layers = keras().layers
    return keras().Sequential([keras().Input(x.shape[1:]), layers.Flatten(), layers.Dense(2)])


def test_by_pixels_where_no_network_knows_photos(rng):
    x, _ = photos(20, 48, "light")
    order = rng.permutation(20)
    lighter = np.clip(x[order].astype(int) + 12, 0, 255).astype(np.uint8)
    assert nearest_photos(model_of(x), lighter, x).tolist() == order.tolist()


def test_by_what_a_pretrained_network_sees(monkeypatch):
    x, _ = photos(4, 48, "tint")
    seen = {4: np.eye(4, 8), 2: np.eye(4, 8)[[3, 1]] * 5 + 0.1}
    monkeypatch.setattr(
        "miwake.training.nearest_photos.part_inputs", lambda _, part: seen[len(part)]
    )
    assert nearest_photos(None, x[:2], x).tolist() == [3, 1]


def test_one_that_is_excluded_is_not_the_nearest():
    x, _ = photos(4, 48, "light")
    nearest = nearest_photos(model_of(x), x[:1], x, np.array([[True, False, False, False]]))
    assert nearest[0] != 0
