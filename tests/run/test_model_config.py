"""Configs of Keras files that name what no network is made of, each in another place."""

import json
import zipfile

import numpy as np
import pytest

from made_models import SPEC, config_of, network
from miwake.errors import RunError
from miwake.run.model_config import foreign_parts, parts
from miwake.run.model_file import read_model
from miwake.runtime.keras_backend import keras

DENSE = {"units": 2, "activation": "softmax", "name": "d"}
LAMBDA = {
    "name": "l",
    "function": {"class_name": "function", "config": "relu", "module": "builtins"},
}


def part(module, class_name, config=None, **more):
    return {"module": module, "class_name": class_name, "config": config or {}} | more


def function(module, name, registered="function"):
    return part(module, "function", name, registered_name=registered)


def layer(module, name, config=None, **more):
    """A layer in place of the last one, in a sequence of layers."""
    return lambda config_: [*config_[:-1], part(module, name, config, **more)]


def one(name, config=None, **more):
    return layer("keras.layers", name, config, **more)


def dense(**config):
    return one("Dense", DENSE | config)


def node(*args, **kwargs):
    """The last layer of a functional model is called with these arguments."""
    return {"args": list(args), "kwargs": kwargs}


TENSOR = part(None, "__keras_tensor__", {"shape": [None, 4], "dtype": "float32",
                                         "keras_history": ["in", 0, 0]})  # fmt: skip
DOWNLOAD = function("keras", "datasets.imdb.load_data")


HIDDEN = part("keras", "layers.Lambda", LAMBDA)


def functional(*nodes, of=("keras.layers", "Dense", DENSE)):
    first = {"batch_shape": [None, 4], "dtype": "float32", "name": "in"}
    layers = [
        part("keras.layers", "InputLayer", first, name="in", inbound_nodes=[]),
        part(*of, name="d", inbound_nodes=list(nodes)),
    ]
    places = {"input_layers": [["in", 0, 0]], "output_layers": [["d", 0, 0]]}
    config = {"name": "f", "layers": layers} | places
    return part("keras.src.models.functional", "Functional", config, registered_name="Functional")


def sequence(*layers):
    return part("keras", "Sequential", {"name": "s", "layers": list(layers)})


IN_A_SEQUENCE = {
    "a dotted class": layer("keras", "layers.Lambda", LAMBDA),
    "a dotted class inside Keras": layer("keras.src.layers", "core.lambda_layer.Lambda", LAMBDA),
    "a class by its file inside Keras": layer(
        "keras.src.layers.core.lambda_layer", "Lambda", LAMBDA
    ),
    "a class without a module": layer(None, "Lambda", LAMBDA),
    "a dotted class without a module": layer(None, "layers.Lambda", LAMBDA),
    "a class in another form": one(["Lambda"], LAMBDA),
    "a module in another form": layer(["keras"], "layers.Lambda", LAMBDA),
    "a layer that calls JAX": one("JaxLayer", {"call_fn": DOWNLOAD}),
    "a network to be downloaded": layer("keras", "applications.VGG16"),
    "an editor of files": layer("keras", "saving.KerasFileEditor", {"filepath": "x.keras"}),
    "a callback": layer("keras.callbacks", "ModelCheckpoint", {"filepath": "x.keras"}),
    "a callback by another room": layer("keras.src.callbacks.csv_logger", "CSVLogger"),
    "a registered package": one("Dense", DENSE, registered_name="evil>Dense"),
    "a registered name that is another": one("Dense", DENSE, registered_name="Lambda"),
    "a neighbour's library": layer("keras_hub.layers", "Dense", DENSE),
    "a layer in time": one("TimeDistributed", {"layer": HIDDEN}),
    "a layer both ways": one("Bidirectional", {"layer": HIDDEN}),
    "the way back": one(
        "Bidirectional",
        {"layer": part("keras.layers", "LSTM", {"units": 1}), "backward_layer": HIDDEN},
    ),
    "a cell": one("RNN", {"cell": HIDDEN}),
    "a sequence in a sequence": lambda old: [*old, sequence(sequence(HIDDEN))],
    "a pipeline": one("Pipeline", {"layers": [HIDDEN]}),
    "an activation": dense(activation=DOWNLOAD),
    "an activation registered elsewhere": dense(
        activation=function("builtins", "relu", "evil>relu")
    ),
    "an activation by another name": dense(
        activation=function("keras.activations", "relu", "get_file")
    ),
    "an activation that reads configs": dense(
        activation=function("keras.activations", "deserialize")
    ),
    "an initialiser": dense(kernel_initializer=part("keras", "utils.get_file")),
    "a regulariser": dense(kernel_regularizer=part("keras", "utils.set_random_seed")),
    "a constraint": dense(bias_constraint=part("keras", "config.set_floatx")),
    "a type": dense(dtype=part("keras", "config.set_dtype_policy")),
    "a quantiser": dense(quantization_config=part("keras", "saving.load_model")),
    "a type of TensorFlow": dense(
        dtype=part("os", "__typespec__", ["float32"], spec_name="system")
    ),
    "shapes to build with": one(
        "Dense", DENSE, build_config={"input_shape": part("keras", "utils.get_file")}
    ),
    "an object to be shared": one(
        "Dense",
        DENSE | {"dtype": part("keras", "layers.Lambda", LAMBDA, shared_object_id=7)},
        shared_object_id=7,
    ),
    "a training inside": lambda old: [
        *old,
        part("keras", "Sequential", {"layers": []}, compile_config={"loss": DOWNLOAD}),
    ],
    "a loop of operations": layer(
        "keras.src.ops.core", "WhileLoop", {"cond": function("builtins", "relu")}
    ),
}

IN_A_CALL = {
    "an argument": functional(node(TENSOR, DOWNLOAD)),
    "an argument by name": functional(node(TENSOR, mask=DOWNLOAD)),
    "an argument in a list": functional(node(TENSOR, [[DOWNLOAD]])),
    "an argument in a slice": functional(
        node(TENSOR, part(None, "__slice__", {"start": DOWNLOAD, "stop": 1, "step": 1}))
    ),
    "the file to be written": functional(
        node(inputs="written.png"),
        of=("keras", "layers.Lambda", LAMBDA | {"function": function("keras", "utils.save_img")}),
    ),
    "a setting": functional(node("float16"), of=("keras", "config.set_floatx", {})),
    "a function in place of a layer": functional(
        node(TENSOR), of=("keras.utils", "function", "get_file")
    ),
    "the old form of calls": functional(
        [["in", 0, 0, {"mask": DOWNLOAD}]], of=("keras.layers", "Dense", DENSE)
    ),
}


@pytest.fixture
def refused(remade, monkeypatch, tmp_path):
    """Writes a config into a file, which must be refused before Keras reads any of it."""

    def check(config):
        path = remade(named={"config.json": json.dumps(config)})
        monkeypatch.setattr(keras().saving, "load_model", lambda *a, **b: pytest.fail("was opened"))
        with pytest.raises(RunError, match="it was not opened"):
            read_model(path)

    return check


@pytest.mark.parametrize("place", IN_A_SEQUENCE)
def test_what_is_no_part_of_a_network_is_refused_in_a_sequence(good, refused, place):
    config = config_of(good)
    config["config"]["layers"] = IN_A_SEQUENCE[place](config["config"]["layers"])
    refused(config)


@pytest.mark.parametrize("place", IN_A_CALL)
def test_what_is_no_part_of_a_network_is_refused_in_a_call(refused, place):
    refused(IN_A_CALL[place])


def test_a_functional_model_in_that_form_is_otherwise_read(remade):
    assert (
        read_model(remade(named={"config.json": json.dumps(functional(node(TENSOR)))}))[1] == SPEC
    )


def test_a_vocabulary_that_is_a_file_is_refused(good, refused):
    config = config_of(good)
    config["config"]["layers"].append(
        part("keras.layers", "StringLookup", {"vocabulary": "/x.txt"})
    )
    refused(config)


TRAINING = {
    "optimizer": part("keras", "utils.get_file"),
    "loss": function("keras", "datasets.imdb.load_data"),
    "metrics": [part("keras", "saving.KerasFileEditor", {"filepath": "x.keras"})],
    "loss_weights": {"a": HIDDEN},
}


@pytest.mark.parametrize("setting", TRAINING)
def test_a_training_by_what_is_no_part_of_keras_is_left_out(good, remade, setting):
    config = config_of(good)
    config["compile_config"][setting] = TRAINING[setting]
    model, _ = read_model(remade(named={"config.json": json.dumps(config)}))
    assert not model.compiled


def test_everything_that_networks_are_made_of_is_a_part():
    found = keras()
    names = ["keras.layers.Dense", "keras.DTypePolicy", "keras.Sequential", "keras.losses.Huber",
             "keras.optimizers.schedules.CosineDecay", "keras.src.ops.numpy.Add",
             "keras.activations.gelu", "keras.metrics.AUC", "keras.regularizers.L2"]  # fmt: skip
    assert set(names) <= parts()
    assert f"{found.Model.__module__}.Model" in parts()


@pytest.mark.parametrize(
    "name", ["keras.utils.get_file", "keras.layers.Lambda", "keras.layers.TFSMLayer", "keras.Input",
             "keras.ops.while_loop", "keras.activations.get", "keras.layers.deserialize",
             "keras.src.layers.core.lambda_layer.Lambda", "keras.src.ops.core.Map"]
)  # fmt: skip
def test_what_acts_is_no_part(name):
    assert name not in parts()


def test_a_class_of_the_users_may_be_registered_in_a_package_of_theirs():
    node = part("task", "Twice", registered_name="mine>Twice")
    assert not list(foreign_parts(node, {"Twice"}))
    assert list(foreign_parts(node, {"Thrice"})) == ["task.Twice"]
    assert list(foreign_parts(node | {"registered_name": "mine>system"}, {"Twice"}))


def every_part():
    """One of each layer, operation and activation that Keras can write, as it writes them."""
    found = keras()
    x = found.Input((4, 4, 1))
    y = found.ops.relu(x) + 1
    y = found.ops.image.resize(y * found.ops.nn.elu(y), (2, 2))[:, 0]
    y = found.layers.Dense(3, activation=found.activations.gelu)(found.ops.reshape(y, (-1, 2)))
    yield found.Model(x, found.ops.mean(y, axis=1, keepdims=True))
    mixed = found.layers.Dense(3, dtype="mixed_bfloat16", kernel_regularizer="l2",
                               kernel_initializer=found.initializers.Orthogonal(seed=1),
                               bias_constraint=found.constraints.MaxNorm(2))  # fmt: skip
    yield network(mixed, found.layers.PReLU(), found.layers.Dropout(0.1))


def test_what_keras_writes_is_never_foreign(tmp_path):
    for model in every_part():
        rate = keras().optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
        metrics = ["accuracy", keras().metrics.AUC(), keras().metrics.sparse_categorical_accuracy]
        model.compile(keras().optimizers.SGD(rate), keras().losses.Huber(), metrics=metrics)
        model.save(tmp_path / "x.keras")
        assert not list(foreign_parts(config_of(tmp_path / "x.keras"), ()))
        x = np.zeros((2, *model.input_shape[1:]), np.float32)
        read_model(tmp_path / "x.keras")[0].predict(x, verbose=0)


ZIPS = {
    "a path up": "assets/../../evil.txt",
    "a path up with the other slash": "assets\\..\\..\\evil.txt",
    "a path up inside": "assets/a\\..\\..\\evil.txt",
    "an absolute path": "/evil.txt",
    "an absolute path inside": "assets//evil.txt",
    "a folder of another name": "evil/",
    "a config of another case": "Config.json",
    "weights in another form": "model.weights.npz",
}


@pytest.mark.parametrize("kind", ZIPS)
def test_a_member_that_leaves_its_place_is_refused(remade, kind):
    with pytest.raises(RunError, match="no Keras file needs"):
        read_model(remade(named={ZIPS[kind]: b"x"}))


def test_an_encrypted_member_is_refused(good, tmp_path):
    raw = bytearray(good.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1  # the flag of an encrypted member, in the directory and before the member
    raw[raw.index(b"PK\x03\x04") + 6] |= 1
    (tmp_path / "locked.keras").write_bytes(raw)
    with pytest.raises(RunError, match="is no Keras file"):
        read_model(tmp_path / "locked.keras")


def test_a_member_under_another_name_in_the_directory_is_refused(good, tmp_path):
    raw = good.read_bytes()
    at = raw.rindex(b"config.json")
    swapped = raw[:at] + b"c0nfig.json" + raw[at + 11 :]
    (tmp_path / "other.keras").write_bytes(swapped)
    with pytest.raises(RunError, match=r"other\.keras"):
        read_model(tmp_path / "other.keras")


def test_a_size_that_is_not_true_is_refused(good, tmp_path):
    with zipfile.ZipFile(good) as archive:
        size = archive.getinfo("config.json").file_size
    raw = good.read_bytes().replace(size.to_bytes(4, "little"), (size - 9).to_bytes(4, "little"))
    (tmp_path / "short.keras").write_bytes(raw)
    with pytest.raises(RunError, match=r"short\.keras"):
        read_model(tmp_path / "short.keras")
