"""Pictures that are changed while a network is trained, and never afterwards."""

import numpy as np
import pytest

import miwake
from miwake.dataset import Dataset
from miwake.errors import NetworkError
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import keras
from miwake.training.augmentation import augmentation_of
from miwake.training.build import build


def pictures(rng, shape, n=16, dtype=np.uint8):
    x = rng.integers(0, 256, (n, *shape)).astype(dtype)
    y = np.arange(n, dtype=np.int32) % 2
    return Dataset(x, y, x, y, ("a", "b"))


def names(data):
    return [type(layer).__name__ for layer in augmentation_of(data).layers]


def test_photos_are_mirrored_and_digits_are_not(rng):
    assert "RandomFlip" in names(pictures(rng, (64, 48, 3)))
    assert "RandomBrightness" in names(pictures(rng, (64, 48, 3)))
    for shape in ((28, 28), (28, 28, 1), (20, 20, 3)):
        assert "RandomFlip" not in names(pictures(rng, shape))


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (64, 48, 3)])
def test_pictures_are_changed_in_training_alone(rng, shape):
    data = pictures(rng, shape)
    change = augmentation_of(data)
    x = data.x_train.astype(np.float32)
    np.testing.assert_array_equal(change(x, training=False), x)
    changed = np.asarray(change(x, training=True))
    assert changed.shape == x.shape
    assert changed.min() >= 0
    assert changed.max() <= 255
    assert not np.array_equal(changed, x)


def test_only_pictures_can_be_changed(rng):
    with pytest.raises(NetworkError, match=r"--augment changes pictures.*drop it"):
        augmentation_of(pictures(rng, (100,), dtype=np.float32))


def test_a_network_is_trained_with_it_kept_and_asked_without_chance(rng, tmp_path):
    data = pictures(rng, (16, 16))
    run = miwake.train(data, "dense", epochs=2, augment=True, repeats=2, checks=False)
    assert run.record.plan.augment
    path = run.save(tmp_path / "run")
    again = miwake.load_run(path)
    first, second = ([p.probability for p in again.predict(data.x_test)] for _ in range(2))
    assert first == second
    model = keras().saving.load_model(path / "model.keras")
    np.testing.assert_allclose(model.predict(data.x_test, verbose=0), run.answers, atol=1e-5)


def test_a_pretrained_network_has_no_place_for_it(rng):
    plan = TrainingPlan(network="photo", augment=True)
    with pytest.raises(NetworkError, match="so --augment has no place there"):
        build("photo", pictures(rng, (64, 64, 3)), plan=plan)
