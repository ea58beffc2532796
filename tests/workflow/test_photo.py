"""A folder of photos: the pretrained network is chosen, learns from few, and is kept whole."""

import socket
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_sample_images

import miwake
from made_evidence import evidence
from miwake import NetworkError
from miwake.readers import image_findings
from miwake.runtime.keras_backend import keras
from miwake.training import frozen
from miwake.training.efficientnet import build_efficientnet, read_weights
from miwake.verdict.checks.overfitting import Overfitting
from miwake.verdict.checks.training import Training
from miwake.verdict.collect import untried
from miwake.workflow import mistakes

SIDE, COUNT = 120, 14


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Places cut out of two real photos: a temple, and a flower before leaves."""
    root = tmp_path_factory.mktemp("photos")
    rng = np.random.default_rng(0)
    for name, photo in zip(("temple", "flower"), load_sample_images().images, strict=True):
        (root / name).mkdir()
        for i in range(COUNT):
            top, left = (int(rng.integers(0, n - SIDE)) for n in photo.shape[:2])
            part = Image.fromarray(photo[top : top + SIDE, left : left + SIDE])
            part.save(root / name / f"{i}.png")
    return root


@pytest.fixture(scope="module")
def run(folder):
    return miwake.train(miwake.load_task(folder).make(), epochs=30, repeats=2)


def test_photos_are_for_the_network_that_knows_photos(folder, run):
    data = miwake.load_task(folder).make()
    assert [note.sentence for note in data.notes][:1] == ["data.photos"]
    assert run.record.plan.network == "photo"
    assert run.record.results["test_accuracy"] == 1.0
    assert run.record.repeats["n"] == 2


def test_the_time_that_many_photos_take_is_told(folder, monkeypatch):
    monkeypatch.setattr(image_findings, "MANY", 2 * COUNT)
    monkeypatch.setattr(image_findings, "SECONDS", 10)
    notes = {note.sentence: note.values for note in miwake.load_task(folder).make().notes}
    assert notes["data.photos.many"] == {"n": 2 * COUNT, "minutes": 5}


def test_features_are_computed_once(folder, run, tmp_path, monkeypatch):
    monkeypatch.setattr(frozen, "_compute", lambda *_: pytest.fail("computed again"))
    again = miwake.train(miwake.load_task(folder).make(), epochs=30, folder=tmp_path)
    assert again.record.results["test_accuracy"] == run.record.results["test_accuracy"]
    np.testing.assert_array_equal(again.answers, run.answers)


def test_the_features_of_a_single_photo_are_computed_and_not_kept(run, folder, monkeypatch):
    x = miwake.load_task(folder).make().x_test[:2]
    several = frozen.part_inputs(run.model, x)
    monkeypatch.setattr(frozen, "_cache_of", lambda _: pytest.fail("looked up"))
    np.testing.assert_allclose(frozen.part_inputs(run.model, x[:1]), several[:1], atol=1e-4)


def test_a_mistake_has_a_nearest_photo_in_a_report_that_is_made_later(run, tmp_path, monkeypatch):
    monkeypatch.setattr(mistakes, "surest_mistakes", lambda *_: np.array([1]))
    now = run.tested_examples().nearest
    later = miwake.load_run(run.save(tmp_path / "run")).tested_examples().nearest
    np.testing.assert_array_equal(later[1][0], now[1][0])


def test_with_folds_it_is_not_the_photo_itself(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(mistakes, "surest_mistakes", lambda *_: np.arange(2))
    run = miwake.train(miwake.load_task(folder).make(), epochs=2, folds=3, checks=False)
    for each in (run, miwake.load_run(run.save(tmp_path / "run"))):
        tested = each.tested_examples()
        assert all((photo != tested.x[i]).any() for i, (photo, _) in tested.nearest.items())
        assert len(tested.nearest) == 2


def test_another_network_of_the_same_weights_has_features_of_its_own(run, tmp_path):
    run.model.save(tmp_path / "model.keras")
    loaded = keras().saving.load_model(tmp_path / "model.keras").layers[0]
    ours = frozen._cache_of(run.model.layers[0]).path
    assert frozen._cache_of(loaded).path == ours
    changed = keras().models.clone_model(loaded)
    changed.set_weights(loaded.get_weights())
    next(layer for layer in changed.layers if hasattr(layer, "max_value")).max_value = 5.0
    assert frozen._cache_of(changed).path != ours


def test_nothing_is_fetched(folder, monkeypatch):
    """Neither the weights, which are read anew, nor anything else."""

    def refuse(*address):
        pytest.fail(f"asks the network for {address}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    read_weights.cache_clear()
    build_efficientnet.cache_clear()
    data = miwake.load_task(folder).make()
    run = miwake.train(data, epochs=1)
    assert run.record.plan.network == "photo"


@pytest.mark.slow  # plain Keras compiles it without the form that is fast on a CPU
def test_the_saved_network_takes_photos_without_miwake(run, tmp_path):
    path = run.save(tmp_path / "run")
    model = keras().saving.load_model(path / "model.keras")
    x = run.data.x_test
    np.testing.assert_allclose(model.predict(x, verbose=0), run.answers, atol=1e-5)
    one = miwake.load_run(path).predict(x[0])
    assert one[0].prediction == run.data.classes[run.answers[0].argmax()]


def test_it_is_the_next_network_for_photos_alone(folder):
    data = miwake.load_task(folder).make()
    assert untried(data, "dense") == ("photo", "conv")
    assert untried(data, "photo") == ("conv",)
    assert untried(data, "conv") == ()  # advice ends there
    assert untried(replace(data, x_train=data.x_train / 255, x_test=data.x_test), "conv") == ()


def test_networks_that_die_or_learn_by_heart_name_it(folder):
    (dead,) = Training().run(evidence(answers=np.ones((500, 2)), networks=("conv", "photo")))
    (learned,) = Overfitting().run(evidence(0.6, 1.0, networks=("photo",)))
    assert [finding.next.plan.network for finding in (dead, learned)] == ["photo", "photo"]


def test_grey_and_small_pictures_are_refused(tmp_path):
    rng = np.random.default_rng(0)
    for shape in ((8, 28, 28), (8, 20, 20, 3)):
        x = rng.integers(0, 256, shape, dtype=np.uint8)
        y = np.arange(8, dtype=np.int32) % 2
        with pytest.raises(NetworkError, match="the network photo takes pictures in colour"):
            miwake.train(miwake.Dataset(x, y, x, y, ("a", "b")), "photo")


def test_pictures_in_fractions_are_refused():
    x = np.random.default_rng(0).random((8, 64, 64, 3)).astype(np.float32)
    y = np.arange(8, dtype=np.int32) % 2
    with pytest.raises(NetworkError, match="of 8 bits"):
        miwake.train(miwake.Dataset(x, y, x, y, ("a", "b")), "photo")
