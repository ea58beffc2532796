"""The built-in networks, their scaling, and what does not fit."""

import numpy as np
import pytest

from miwake import Dataset, NetworkError, TaskError, load_task
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import keras
from miwake.tasks.load import task_of
from miwake.tasks.task_file import read_task_file
from miwake.training import networks
from miwake.training.build import build
from miwake.training.preprocessing import scaling_of

RATE = {"learning_rate": 0.0002}


def dataset(shape, classes=3, dtype=np.float32, high=1.0, task=None, target=None):
    rng = np.random.default_rng(0)
    x = (rng.random((40, *shape)) * high).astype(dtype)
    y = rng.integers(0, classes, 40).astype(np.int32) if not target else rng.random(40)
    names = () if target else tuple(f"class{i}" for i in range(classes))
    return Dataset(x, y, x, y, names, target, origin=task and task.describe())


def kinds(model):
    return [type(layer).__name__ for layer in model.layers]


def test_dense_is_the_articles_for_images():
    model = build("dense", dataset((28, 28), 10, np.uint8, 255))
    assert kinds(model) == ["Rescaling", "Flatten", "Dense", "Dense"]
    assert model.count_params() == 784 * 128 + 128 + 128 * 10 + 10
    assert [layer.activation.__name__ for layer in model.layers[2:]] == ["relu", "softmax"]


def test_dense_is_the_articles_for_sequences():
    model = build("dense", dataset((100,), 2))
    assert kinds(model) == ["Dense", "Dense", "Dense"]
    assert [layer.units for layer in model.layers] == [100, 32, 2]
    assert [layer.activation.__name__ for layer in model.layers] == ["linear", "relu", "softmax"]


@pytest.mark.parametrize("network", ["dense", "conv"])
@pytest.mark.parametrize(
    "shape", [(4,), (100,), (50, 3), (28, 28), (8, 9, 3), (40, 33, 1)], ids=str
)
def test_built_in_networks_fit_every_sequence_and_image(network, shape):
    data = dataset(shape)
    model = build(network, data)
    answers = np.asarray(model(data.x_train[:5]))
    assert answers.shape == (5, 3)
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("shape", [(1,), (3, 4, 5, 6)], ids=str)
def test_dense_takes_any_other_shape(shape):
    assert build("dense", dataset(shape)).output_shape == (None, 3)


@pytest.mark.parametrize("shape", [(1,), (3,), (7, 30), (4, 4, 4, 4)], ids=str)
def test_conv_refuses_what_it_cannot_look_at(shape):
    with pytest.raises(NetworkError, match="--network dense"):
        build("conv", dataset(shape))


def test_a_regression_ends_in_one_value():
    model = build("dense", dataset((10,), target="temperature"))
    assert model.output_shape == (None, 1)
    assert model.loss == "mean_squared_error"


@pytest.mark.parametrize(
    ("dtype", "high", "shape", "scale"),
    [
        (np.uint8, 255, (28, 28), 1 / 255),
        (np.uint16, 65535, (28, 28), 1 / 65535),
    ],
    ids=["8 bits", "16 bits"],
)
def test_images_of_whole_numbers_are_scaled_to_one(dtype, high, shape, scale):
    layer = scaling_of(dataset(shape, dtype=dtype, high=high).x_train, is_image=True)
    assert layer.scale == pytest.approx(scale)


@pytest.mark.parametrize("high", [1.0, 0.5])
def test_what_lies_near_one_is_left_alone(high):
    assert scaling_of(dataset((100,), high=high).x_train, is_image=False) is None


@pytest.mark.parametrize("high", [1e-6, 40.0, 1e6])
def test_other_inputs_get_mean_zero_and_variance_one(high):
    x = dataset((100,), high=high).x_train
    scaled = np.asarray(scaling_of(x, is_image=False)(x))
    assert scaled.mean() == pytest.approx(0, abs=1e-3)
    assert scaled.std() == pytest.approx(1, abs=1e-3)


def test_a_constant_input_is_scaled_without_dividing_by_zero():
    x = np.full((10, 5), 7.0, np.float32)
    assert np.isfinite(np.asarray(scaling_of(x, is_image=False)(x))).all()


def test_the_same_seed_gives_the_same_first_weights():
    data = dataset((10,))
    models = [build("dense", data, seed) for seed in (1, 1, 2)]
    first, second, other = (np.asarray(model.layers[0].kernel.value) for model in models)
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()


OWN = """
import keras

def a(rng):
    return rng.random(10)

def b(rng):
    return rng.random(10)

def small(input_shape, outputs):
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense({outputs})])

def broken(input_shape, outputs):
    raise ValueError("no such luck")

def nothing(input_shape, outputs):
    pass
"""


def own(outputs="outputs, activation='softmax'"):
    keras()
    return task_of(read_task_file(OWN.replace("{outputs}", outputs), "own.py"))


def test_a_network_of_the_task_file_is_built_scaled_and_compiled():
    data = dataset((10,), 2, high=100.0, task=own())
    model = build("small", data)
    assert kinds(model) == ["Rescaling", "Dense"]
    assert model.compiled


@pytest.mark.parametrize(
    ("network", "told"),
    [
        ("smal", "did you mean small"),
        ("xyz", "there are dense, conv, small, broken, nothing"),
        ("broken", "no such luck"),
        ("nothing", "return a Keras model"),
    ],
)
def test_a_network_that_cannot_be_had_is_explained(network, told):
    with pytest.raises((NetworkError, TaskError), match=told):
        build(network, dataset((10,), 2, task=own()))


def test_a_network_of_fixed_batches_is_explained():
    inputs = keras().Input(batch_shape=(8, 10))
    model = keras().Sequential([inputs, keras().layers.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(NetworkError, match="takes batches of 8 examples alone"):
        build(model, dataset((10,), 2))


def test_a_network_with_the_wrong_outputs_is_explained():
    with pytest.raises(NetworkError, match=r"gives outputs of shape \(7,\), but there are 2"):
        build("small", dataset((10,), 2, task=own("7")))


def test_a_network_that_could_not_be_loaded_again_is_refused_before_training():
    layers = keras().layers
    inner = keras().Sequential([keras().Input((10,)), layers.Lambda(lambda x: x * 2)])
    model = keras().Sequential([keras().Input((10,)), inner, layers.Dense(3)])
    with pytest.raises(NetworkError, match="Lambda layer"):
        build(model, dataset((10,)))


def test_a_model_for_another_shape_is_explained():
    layers = keras().layers
    model = keras().Sequential([keras().Input((5,)), layers.Dense(3)])
    with pytest.raises(NetworkError, match=r"takes inputs of shape \(5,\)"):
        build(model, dataset((10,)))


def test_a_compiled_model_is_taken_as_it_is():
    layers = keras().layers
    model = keras().Sequential([keras().Input((10,)), layers.Dense(3, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    assert build(model, dataset((10,))) is model


def test_a_thing_that_is_no_model_is_explained():
    with pytest.raises(NetworkError, match="give a name or a compiled Keras model"):
        build(3, dataset((10,)))


def test_names_hold_the_built_in_networks_and_the_tasks_own():
    assert networks.names_for(dataset((10,), 2, task=own())) == [
        "dense",
        "conv",
        "small",
        "broken",
        "nothing",
    ]
    assert networks.names_for(load_task("baker").make(10, 10)) == ["dense", "conv"]


def test_a_further_network_is_one_entry(monkeypatch):
    def refusal(data):
        return None if data.classes else NetworkError("it takes classes alone")

    spec = networks.NetworkSpec(networks.dense, refusal, pretrained=True)
    monkeypatch.setattr(networks, "NETWORKS", networks.NETWORKS | {"further": spec})
    data, values = dataset((10,), 2, high=9.0), dataset((10,), target="t")
    assert [networks.fitting(one)[-1] for one in (data, values)] == ["further", "conv"]
    assert [networks.names_for(one)[-1] for one in (data, values)] == ["further", "conv"]
    assert kinds(build("further", data)) == ["Dense", "Dense", "Dense"]  # scales its input itself
    with pytest.raises(NetworkError, match="it takes classes alone"):
        build("further", values)


def test_the_learning_rate_is_adams():
    data = dataset((10,), 2)
    usual, slow = (build("dense", data, 0, TrainingPlan.of(**o)) for o in ({}, RATE))
    assert float(usual.optimizer.learning_rate) == pytest.approx(0.001)
    assert float(slow.optimizer.learning_rate) == pytest.approx(0.0002)
    value = build("dense", dataset((10,), target="t"), 0, TrainingPlan.of(**RATE))
    assert float(value.optimizer.learning_rate) == pytest.approx(0.0002)


def test_an_optimizer_of_its_own_has_its_own_learning_rate():
    model = build("dense", dataset((10,), 2))
    plan = TrainingPlan.of(**RATE)
    with pytest.raises(NetworkError, match="optimizer of its own; set the learning rate there"):
        build(model, dataset((10,), 2), 0, plan)
