"""What belongs to the input lives inside the model, in layers that any Keras opens."""

import os
import subprocess

import numpy as np
import pytest

import miwake
from made_photos import photos
from miwake.input_spec import Category, Number, TableSpec
from miwake.training.build import build
from miwake.training.preprocessing import output_layer, scaling_of, table_model

TENSORFLOW = os.environ.get("MIWAKE_TEST_TENSORFLOW")


def numbers_and_codes(values=3):
    names = tuple(f"v{i}" for i in range(values))
    table = TableSpec(
        (Number("n", "plain", gaps=True), Number("m", "plain")), (Category("c", names),)
    )
    rng = np.random.default_rng(0)
    x = np.zeros((50, 4), np.float32)
    x[:, 0], x[:, 2] = rng.normal(50, 7, 50), rng.integers(0, 2, 50)
    x[:, 3] = rng.integers(0, values + 1, 50)
    return table, x


def test_numbers_are_scaled_gaps_kept_and_codes_become_inputs_of_their_own():
    table, x = numbers_and_codes()
    found = np.asarray(table_model(table, x)(x))
    assert found.shape == (50, 2 + 1 + 4)
    np.testing.assert_allclose(found[:, 0].mean(), 0, atol=1e-4)
    np.testing.assert_allclose(found[:, 0].std(), 1, rtol=1e-4)
    np.testing.assert_array_equal(found[:, 1], 0)
    np.testing.assert_array_equal(found[:, 2], x[:, 2])
    np.testing.assert_array_equal(found[:, 3:].argmax(axis=1), x[:, 3])


def test_very_many_codes_become_a_few_learned_numbers():
    table, x = numbers_and_codes(600)
    assert np.asarray(table_model(table, x)(x)).shape == (50, 2 + 1 + 8)


@pytest.mark.parametrize(("side", "cue"), [(64, "light"), (96, "place")])
def test_photos_train_in_dense(side, cue):
    """With 1 / 255 alone, one neuron after the other dies: 0.335 and 0.55, for ever."""
    x, y = photos(400, side, cue)
    data = miwake.Dataset(x[:300], y[:300], x[300:], y[300:], ("a", "b", "c"))
    model = build("dense", data)
    model.fit(data.x_train, data.y_train, epochs=8, verbose=0)
    _, accuracy = model.evaluate(data.x_test, data.y_test, verbose=0)
    assert accuracy > 0.85


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_large_pictures_get_mean_zero(dtype):
    x = np.random.default_rng(0).integers(100, 250, (40, 40, 40), np.uint8)
    if dtype == "float32":
        x = (x / 255).astype(dtype)
    scaled = np.asarray(
        scaling_of(x.astype(dtype), is_image=True, fully_connected=True)(x.astype(dtype))
    )
    assert scaled.mean() == pytest.approx(0, abs=1e-3)
    assert scaled.std() == pytest.approx(1, abs=1e-3)


def test_fully_connected_layers_get_smaller_numbers_the_more_there_are():
    x = photos(10, 64, "light")[0]
    scaled = np.asarray(scaling_of(x, is_image=True, fully_connected=True)(x))
    assert scaled.std() == pytest.approx(1 / 4, rel=1e-3)


@pytest.mark.parametrize("shape", [(28, 28), (32, 32), (16, 16, 3)], ids=str)
def test_small_pictures_are_divided_by_white_alone(shape):
    x = np.random.default_rng(0).integers(100, 256, (20, *shape), np.uint8)
    layer = scaling_of(x, is_image=True, fully_connected=True)
    assert (layer.scale, layer.offset) == (1 / 255, 0)


@pytest.mark.parametrize("low", [-1.0, -0.5])
def test_large_pictures_that_are_scaled_already_are_left_alone(low):
    x = np.random.default_rng(0).uniform(low, 1, (20, 64, 64, 3)).astype(np.float32)
    assert scaling_of(x, is_image=True, fully_connected=True) is None


@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e5])
def test_a_value_is_learned_whatever_its_unit(scale, tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2000, 4)).astype(np.float32)
    np.savez(tmp_path / "d.npz", x=x, y=(x[:, 0] - 2 * x[:, 1] + 10) * scale)
    run = miwake.train(miwake.load_task(tmp_path / "d.npz").make(), epochs=5)
    assert run.result.r2 > 0.95


def test_values_near_one_are_left_alone():
    y = np.random.default_rng(0).normal(0, 0.5, 100).astype(np.float32)
    x = np.zeros((100, 2), np.float32)
    assert output_layer(miwake.Dataset(x, y, x, y, target="t")) is None


@pytest.mark.skipif(TENSORFLOW is None, reason="MIWAKE_TEST_TENSORFLOW names no Python with it")
def test_keras_on_tensorflow_opens_a_table(tmp_path):
    rows = [f"{i},{'' if i % 7 == 0 else 'xy'[i % 2]},{'ab'[i % 2]}" for i in range(140)]
    (tmp_path / "t.csv").write_text("n,s,k\n" + "\n".join(rows), "utf-8")
    run = miwake.train(miwake.load_task(tmp_path / "t.csv").make(), epochs=2)
    run.save(tmp_path / "run")
    x = run.data.x_test
    np.save(tmp_path / "x.npy", x)
    code = (
        "import keras, numpy as np; m = keras.saving.load_model('run/model.keras'); "
        "np.save('y.npy', m.predict(np.load('x.npy'), verbose=0))"
    )
    environment = os.environ | {"KERAS_BACKEND": "tensorflow", "PYTHONPATH": ""}
    subprocess.run([TENSORFLOW, "-c", code], check=True, cwd=tmp_path, env=environment)
    found = [one.prediction for one in run.predict(x)]
    assert found == [run.spec.classes[n] for n in np.load(tmp_path / "y.npy").argmax(axis=1)]
