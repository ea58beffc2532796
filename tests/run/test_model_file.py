"""Keras files: whole, damaged, and from strangers."""

import json
import os
import subprocess
import zipfile

import numpy as np
import pytest

import miwake
from made_models import SPEC, config_of, network
from miwake.errors import RunError
from miwake.input_spec import InputSpec
from miwake.run.model_file import MEMBER, read_model, write_model
from miwake.runtime.keras_backend import jax, keras
from miwake.training.inference import predict_proba


def test_a_model_and_its_form_come_back(good):
    model, spec = read_model(good)
    assert spec == SPEC
    x = np.ones((3, 4), np.float32)
    np.testing.assert_array_equal(
        model.predict(x, verbose=0), read_model(good)[0].predict(x, verbose=0)
    )


def test_zeros_that_weights_replace_are_not_computed(good, monkeypatch):
    monkeypatch.delattr(jax().numpy, "zeros")
    assert read_model(good)[0].count_params()


def test_keras_opens_the_file_as_it_is(good):
    assert keras().saving.load_model(good).compiled


def test_a_file_of_keras_own_has_no_form(tmp_path):
    network().save(tmp_path / "plain.keras")
    assert read_model(tmp_path / "plain.keras")[1] is None


def test_it_may_be_trained_on(good):
    assert read_model(good)[0].compiled


DAMAGED = {
    "empty": lambda raw: b"",
    "text": lambda raw: b"hello",
    "cut": lambda raw: raw[: len(raw) // 2],
    "without its end": lambda raw: raw[:-30],
    "without its start": lambda raw: raw[100:],
    "weights changed": lambda raw: raw.replace(b"\x89HDF", b"\x89HDG"),
    "other things": lambda raw: b"\x80\x04\x95" + raw[:50],
}


@pytest.mark.parametrize("way", DAMAGED)
def test_a_damaged_file_is_refused(good, tmp_path, way):
    path = tmp_path / "damaged.keras"
    path.write_bytes(DAMAGED[way](good.read_bytes()))
    with pytest.raises(RunError, match=r"damaged\.keras"):
        read_model(path)


@pytest.mark.parametrize("place", range(0, 100, 7))
def test_a_changed_byte_is_noticed_or_does_no_harm(good, tmp_path, place):
    raw = bytearray(good.read_bytes())
    raw[len(raw) * place // 100] ^= 0xFF
    (tmp_path / "damaged.keras").write_bytes(bytes(raw))
    try:
        model, _ = read_model(tmp_path / "damaged.keras")
    except RunError:
        return
    for old, new in zip(read_model(good)[0].get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(RunError, match=r"no file .*nowhere"):
        read_model(tmp_path / "nowhere.keras")


def test_a_folder_is_no_model(tmp_path):
    (tmp_path / "x.keras").mkdir()
    with pytest.raises(RunError, match="no file"):
        read_model(tmp_path / "x.keras")


@pytest.mark.parametrize("name", ["config.json", "model.weights.h5"])
def test_a_file_that_lacks_a_member_is_refused(remade, name):
    with pytest.raises(RunError, match="lacks its config or its weights"):
        read_model(remade(named={name: None}))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b"3", b"[" * 100_000, b"\xff", b'{"shape": [4]}']
)
def test_a_damaged_form_is_refused(remade, content):
    with pytest.raises(RunError, match=r"remade\.keras"):
        read_model(remade(named={MEMBER: content}))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"{}"])
def test_a_damaged_config_is_refused(remade, content):
    with pytest.raises(RunError, match=r"remade\.keras"):
        read_model(remade(named={"config.json": content}))


@pytest.mark.parametrize(
    "spec", [InputSpec((5,), "float32", ("a", "b")), InputSpec((4,), "float32", ("a",))]
)
def test_a_spec_of_another_model_is_refused(remade, spec):
    with pytest.raises(RunError, match="says examples of shape"):
        read_model(remade(named={MEMBER: json.dumps(spec.as_json())}))


def open_input(*shape):
    found = keras()
    layers = [found.layers.GlobalAveragePooling1D(), found.layers.Dense(2)]
    return found.Sequential([found.Input(shape), *layers])


def never_called():
    found = keras()
    model = found.Sequential([found.layers.Dense(2)])
    model.build((None, 4))
    return model


def two_inputs():
    found = keras()
    a, b = found.Input((4,)), found.Input((4,))
    return found.Model([a, b], found.layers.Dense(2)(a + b))


@pytest.mark.parametrize("kind", [lambda: open_input(None, 4), two_inputs])
def test_a_model_of_no_fixed_input_is_refused_with_a_form(tmp_path, kind):
    write_model(kind(), SPEC, tmp_path / "x.keras")
    with pytest.raises(RunError, match="says examples of shape"):
        read_model(tmp_path / "x.keras")


def test_a_model_that_was_built_without_an_input_is_read_with_a_form(tmp_path):
    write_model(never_called(), SPEC, tmp_path / "x.keras")
    assert read_model(tmp_path / "x.keras")[1] == SPEC


@pytest.mark.parametrize(
    "name", ["evil.py", "data.pkl", "assets/evil.py", "assets/../../evil.txt", "/evil.txt", "x/"]
)
def test_members_that_keras_does_not_need_are_refused(remade, name):
    with pytest.raises(RunError, match="no Keras file needs"):
        read_model(remade(named={name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_member_twice_is_refused(good, tmp_path):
    path = tmp_path / "twice.keras"
    path.write_bytes(good.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("config.json", b"{}")
    with pytest.raises(RunError, match="a member twice"):
        read_model(path)


def test_a_file_that_unpacks_to_absurd_sizes_is_refused(remade):
    bomb = bytes(200 * 2**20)
    with pytest.raises(RunError, match="would unpack to"):
        read_model(remade(zipfile.ZIP_DEFLATED, named={"metadata.json": bomb}))


def test_a_packed_file_is_read(remade):
    assert read_model(remade(zipfile.ZIP_DEFLATED))[1] == SPEC


@pytest.fixture
def payload(tmp_path):
    """Code that would write a file, and the file."""
    return tmp_path / "ran", f"__import__('pathlib').Path({str(tmp_path / 'ran')!r}).touch()"


def lambda_layer(code):
    return keras().layers.Lambda(eval(f"lambda x: ({code}, x)[1]"), output_shape=(4,))


def saved_with(layer, path):
    network(layer).save(path)
    return path


def test_a_lambda_layer_is_refused_and_never_runs(tmp_path, payload):
    ran, code = payload
    path = saved_with(lambda_layer(code), tmp_path / "x.keras")
    ran.unlink(missing_ok=True)  # building it ran it
    with pytest.raises(RunError, match="Lambda layer, which is code"):
        read_model(path)
    assert not ran.exists()


def test_a_nested_lambda_layer_is_refused_and_never_runs(tmp_path, payload):
    ran, code = payload
    found = keras()
    inner = found.Sequential([found.Input((4,)), lambda_layer(code)])
    wrapped = found.Sequential([found.Input((2, 4)), found.layers.TimeDistributed(inner)])
    outer = found.Sequential(
        [found.Input((2, 4)), wrapped, found.layers.Flatten(), found.layers.Dense(2)]
    )
    outer.save(tmp_path / "x.keras")
    ran.unlink(missing_ok=True)
    with pytest.raises(RunError, match="Lambda layer, which is code"):
        read_model(tmp_path / "x.keras")
    assert not ran.exists()


def set_layer(config, **node):
    config["config"]["layers"][-1].update(node)
    return json.dumps(config)


STRANGE = {
    "a class of another module": {"module": "os", "class_name": "system"},
    "a class of a stranger": {"module": "evil", "class_name": "Evil"},
    "a module like Keras'": {"module": "kerasevil.layers", "class_name": "Dense"},
    "a part of Keras that is no layer": {"module": "keras.utils", "class_name": "get_file"},
    "a switch of Keras": {"module": "keras.config", "class_name": "enable_unsafe_deserialization"},
    "a hidden part of Keras": {"module": "keras.src.utils.file_utils", "class_name": "copy"},
    "a saved model elsewhere": {"module": "keras.layers", "class_name": "TFSMLayer"},
    "a pickle": {"module": "keras.layers", "class_name": "TorchModuleWrapper"},
}


@pytest.mark.parametrize("way", STRANGE)
def test_what_is_no_part_of_keras_networks_is_refused(good, remade, way):
    config = set_layer(config_of(good), **STRANGE[way])
    with pytest.raises(RunError, match="it was not opened"):
        read_model(remade(named={"config.json": config}))


@pytest.mark.parametrize(
    "function",
    [
        {"module": "builtins", "class_name": "__lambda__", "config": {"value": "x"}},
        {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"},
        {"module": "keras.utils", "class_name": "function", "config": "get_file"},
        {"module": "builtins", "class_name": "function", "config": "exec"},
    ],
)
def test_a_function_in_a_layer_is_refused(good, remade, function):
    config = config_of(good)
    config["config"]["layers"][-1]["config"]["activation"] = function
    with pytest.raises(RunError, match=r"remade\.keras"):
        read_model(remade(named={"config.json": json.dumps(config)}))


@pytest.mark.parametrize("depth", [100, 900, 50_000])
def test_a_config_that_is_very_deep_opens_or_is_refused(good, remade, depth):
    config = json.dumps(config_of(good))[:-1] + ', "x": ' + "[" * depth + "]" * depth + "}"
    path = remade(named={"config.json": config})
    try:
        model, _ = read_model(path)
    except RunError:
        return
    assert model.built


def test_a_loss_of_ones_own_is_left_out(tmp_path):
    def my_loss(y, found):
        return keras().ops.mean((y - found) ** 2)

    model = network(outputs=1)
    model.compile("adam", my_loss)
    write_model(model, InputSpec((4,), "float32", (), "value"), tmp_path / "x.keras")
    assert not read_model(tmp_path / "x.keras")[0].compiled


def test_layers_of_the_users_own_are_read(tmp_path):
    class Twice(keras().layers.Layer):
        def call(self, x):
            return 2 * x

    network(Twice()).save(tmp_path / "x.keras")
    model, _ = read_model(tmp_path / "x.keras", {"Twice": Twice})
    assert isinstance(model.layers[0], Twice)


def test_layers_of_a_stranger_are_refused(tmp_path):
    class Twice(keras().layers.Layer):
        def call(self, x):
            return 2 * x

    network(Twice()).save(tmp_path / "x.keras")
    with pytest.raises(RunError, match="Twice, which is no part of Keras"):
        read_model(tmp_path / "x.keras")


EVERY = {
    "image": lambda k: [k.layers.Reshape((4, 1, 1)), k.layers.Conv2D(2, 1), k.layers.Flatten()],
    "sequence": lambda k: [k.layers.Reshape((4, 1)), k.layers.Bidirectional(k.layers.LSTM(3))],
    "regularised": lambda k: [
        k.layers.Dense(3, kernel_regularizer="l2", kernel_constraint="max_norm")
    ],
    "dropout": lambda k: [k.layers.Dropout(0.5, seed=1), k.layers.BatchNormalization()],
    "activation": lambda k: [
        k.layers.Dense(3, activation=k.activations.gelu),
        k.layers.LeakyReLU(),
    ],
    "initialised": lambda k: [
        k.layers.Dense(3, kernel_initializer=k.initializers.HeNormal(seed=1))
    ],
    "nested": lambda k: [k.Sequential([k.layers.Dense(3), k.layers.Dense(4)])],
    "augmented": lambda k: [k.layers.Reshape((2, 2, 1)), k.layers.RandomFlip(), k.layers.Flatten()],
}


@pytest.mark.parametrize("kind", EVERY)
def test_the_layers_of_keras_are_read(tmp_path, kind):
    model = network(*EVERY[kind](keras()))
    model.compile(keras().optimizers.Adam(keras().optimizers.schedules.CosineDecay(0.1, 10)), "mse")
    write_model(model, SPEC, tmp_path / "x.keras")
    x = np.random.default_rng(0).random((3, 4), np.float32)
    found = read_model(tmp_path / "x.keras")[0].predict(x, verbose=0)
    np.testing.assert_allclose(found, model.predict(x, verbose=0), atol=1e-6)


def test_a_functional_model_with_operations_is_read(tmp_path):
    found = keras()
    x = found.Input((4,))
    y = found.ops.relu(found.layers.Dense(3)(x)) + 1
    found.Model(x, found.layers.Dense(2, activation="softmax")(y)).save(tmp_path / "x.keras")
    assert read_model(tmp_path / "x.keras")[0].output_shape == (None, 2)


TENSORFLOW = os.environ.get("MIWAKE_TEST_TENSORFLOW")
BY_TENSORFLOW = """
import sys
import numpy as np
from tensorflow import keras

model = keras.models.load_model(sys.argv[1])
np.save("y.npy", model.predict(np.load("x.npy"), verbose=0))
"""


@pytest.mark.skipif(not TENSORFLOW, reason="MIWAKE_TEST_TENSORFLOW names no Python with TensorFlow")
@pytest.mark.parametrize(("task", "network"), [("baker", "dense"), ("baker", "conv"),
                                               ("ising", None)])  # fmt: skip
def test_keras_on_tensorflow_opens_a_run_and_gives_the_same_probabilities(task, network, tmp_path):
    data = miwake.load_task(task).make(train=200, test=50)
    run = miwake.train(data, network, epochs=1, checks=False)
    path = run.save(tmp_path / "run") / "model.keras"
    np.save(tmp_path / "x.npy", data.x_test)
    environment = os.environ | {"KERAS_BACKEND": "tensorflow", "PYTHONPATH": ""}
    command = [TENSORFLOW, "-c", BY_TENSORFLOW, str(path)]
    subprocess.run(command, check=True, cwd=tmp_path, env=environment)
    ours = predict_proba(run.model, data.x_test, data.classes)
    np.testing.assert_allclose(np.load(tmp_path / "y.npy"), ours, atol=1e-5)
