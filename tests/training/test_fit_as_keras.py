"""Every argument and kind of model that Keras' own fit takes, to the same bits."""

import warnings

import numpy as np
import pytest

from miwake import ArgumentError, fit
from miwake.runtime.keras_backend import keras
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import batch_order, batches_of

pytestmark = pytest.mark.slow

N, SHAPE, CLASSES = 100, (6,), 3


def examples(n=N, shape=SHAPE, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, *shape)).astype(np.float32), rng.integers(0, CLASSES, n)


def sequential(*layers, shape=SHAPE, loss="sparse_categorical_crossentropy", **options):
    """A function that builds and compiles a network of these layers, always the same."""

    def build():
        keras().utils.set_random_seed(1)
        end = keras().layers.Dense(CLASSES, activation="softmax")
        model = keras().Sequential([keras().Input(shape), *(layer() for layer in layers), end])
        model.compile("adam", loss, **options)
        return model

    return build


def layer(name, *args, **options):
    return lambda: getattr(keras().layers, name)(*args, **options)


def both(build, x, y=None, data=tuple, **options):
    """The same training by miwake and by Keras, in the order of the arrays: models, histories."""
    options = {"shuffle": False, "verbose": 0, "epochs": 2, "batch_size": 32} | options
    trained = []
    for by_miwake in (True, False):
        model = build()
        train = fit if by_miwake else type(model).fit
        values = options | dict(data())
        trained.append((model, train(model, x, y, **values).history))
    return trained


def assert_same_training(trained):
    (ours, our_history), (theirs, their_history) = trained
    for kind in ("variables", "optimizer"):
        mine, expected = (getattr(model, kind) for model in (ours, theirs))
        if kind == "optimizer":
            mine, expected = mine.variables, expected.variables
        for one, other in zip(mine, expected, strict=True):
            np.testing.assert_array_equal(np.asarray(one.value), np.asarray(other.value))
    assert list(our_history) == list(their_history)
    for name, values in our_history.items():
        np.testing.assert_array_equal(values, their_history[name])


ARGUMENTS = [
    {"validation_split": 0.2},
    {"validation_split": 0.2, "sample_weight": np.linspace(0, 2, N)},
    {"validation_split": 0.2, "class_weight": {0: 3.0}, "validation_freq": 2},
    {"batch_size": None},
    {"batch_size": None, "steps_per_epoch": 5},
    {"steps_per_epoch": 4},
    {"validation_data": examples(50, seed=1), "validation_steps": 2},
    {"validation_data": examples(50, seed=1), "validation_batch_size": 7},
    {"validation_data": [*examples(50, seed=1)]},
    {"class_weight": {0: 3.0, 2: 0.25}},
    {"sample_weight": np.linspace(0, 2, N)},
    {"initial_epoch": 1},
    {"callbacks": None},
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=" ".join)
def test_arguments_of_one_program(arguments):
    build = sequential(layer("Dense", 8, activation="relu"), metrics=["accuracy"])
    assert_same_training(both(build, *examples(), **arguments))


def test_one_callback_stands_for_a_list():
    def stopping():
        return {"callbacks": keras().callbacks.EarlyStopping("loss", patience=0, min_delta=9)}

    trained = both(sequential(), *examples(), stopping, epochs=5)
    assert_same_training(trained)
    assert len(trained[0][1]["loss"]) == 2


def test_a_list_of_callbacks_of_keras_is_taken():
    calls = keras().callbacks.CallbackList([keras().callbacks.EarlyStopping("loss")])
    history = fit(sequential()(), *examples(), epochs=2, callbacks=calls, verbose=0).history
    assert len(history["loss"]) == 2


def multi_label():
    x, y = examples()
    return x, np.eye(CLASSES, dtype=np.float32)[y]


@pytest.mark.parametrize("metric", ["f1_score", "FBetaScore", "R2Score"])
def test_metrics_with_a_value_for_each_class(metric):
    def build():
        own = {"FBetaScore": {"beta": 2.0}, "R2Score": {"class_aggregation": None}}
        kind = getattr(keras().metrics, metric, None)
        metrics = [metric if kind is None else kind(**own[metric])]
        return sequential(loss="categorical_crossentropy", metrics=metrics)()

    trained = both(build, *multi_label(), validation_split=0.2)
    assert_same_training(trained)
    name = next(name for name in trained[0][1] if name.startswith(("f1", "fbeta", "r2")))
    assert np.shape(trained[0][1][name]) == (2, CLASSES)


def test_a_metric_of_classes_is_printed_a_number_each(capsys):
    model = sequential(loss="categorical_crossentropy", metrics=["f1_score"])()
    fit(model, *multi_label())
    assert "f1_score_0: 0." in capsys.readouterr().out


def fixed(*layers, size=32):
    def build():
        keras().utils.set_random_seed(1)
        end = keras().layers.Dense(CLASSES, activation="softmax")
        inputs = keras().Input(batch_shape=(size, 7, 2))
        model = keras().Sequential([inputs, *(one() for one in layers), end])
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model

    return build


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "SimpleRNN"])
def test_stateful_layers_and_fixed_batches(kind):
    build = fixed(layer(kind, 5, stateful=True))
    assert_same_training(both(build, *examples(96, (7, 2))))


def test_a_layer_that_reads_the_size_of_a_batch():
    build = fixed(layer("Reshape", (14,)), size=16)
    valid = examples(48, (7, 2), seed=1)
    assert_same_training(both(build, *examples(96, (7, 2)), batch_size=16, validation_data=valid))


@pytest.mark.parametrize("n", [32, N], ids=["one batch", "a short last batch"])
@pytest.mark.parametrize("shape", [SHAPE, (8, 8, 1)], ids=str)
def test_a_layer_that_works_on_the_input_alone(n, shape):
    build = sequential(layer("PReLU"), layer("Flatten"), shape=shape)
    assert_same_training(both(build, *examples(n, shape)))


def two_outputs():
    keras().utils.set_random_seed(1)
    inputs, layers = keras().Input(SHAPE), keras().layers
    label = layers.Dense(CLASSES, activation="softmax", name="label")(inputs)
    value = layers.Dense(1, name="value")(inputs)
    model = keras().Model(inputs, {"label": label, "value": value})
    model.compile("adam", {"label": "sparse_categorical_crossentropy", "value": "mse"})
    return model


WEIGHT = np.linspace(0, 2, N)


@pytest.mark.parametrize(
    "weight", [WEIGHT, {"label": WEIGHT, "value": WEIGHT[::-1]}], ids=["one", "each"]
)
def test_two_outputs_with_weights(weight):
    x, y = examples()
    labels = {"label": y, "value": x.sum(axis=1, keepdims=True)}
    assert_same_training(both(two_outputs, x, labels, sample_weight=weight))


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        ({"steps_per_epoch": 2}, {}),
        ({"validation_data": examples(50, seed=1), "validation_steps": 1}, {}),
        ({}, {"jit_compile": False}),
    ],
    ids=["fewer steps", "a shorter validation", "not compiled"],
)
def test_what_keras_does_is_said_and_the_same(arguments, options):
    build = sequential(**options)
    with pytest.warns(UserWarning, match="so Keras' own fit does this training") as said:
        trained = both(build, *examples(), **arguments)
    assert len([one for one in said if "Keras' own fit" in str(one.message)]) == 1
    assert_same_training(trained)


class Slices:
    """Batches by number, as a PyDataset gives them."""

    def __len__(self):
        return 4

    def __getitem__(self, i):
        x, y = examples()
        return x[i * 25 : (i + 1) * 25], y[i * 25 : (i + 1) * 25]


def dataset():
    class Data(Slices, keras().utils.PyDataset):
        pass

    return Data()


def generator():
    slices = Slices()
    while True:
        for i in range(len(slices)):
            yield slices[i]


@pytest.mark.parametrize(
    ("source", "kind"), [(dataset, "Data"), (generator, "generator")], ids=["PyDataset", "yields"]
)
def test_batches_that_come_from_python_are_left_to_keras(source, kind):
    def data():
        return {"x": source(), "validation_data": source(), "validation_steps": 2}

    trained = []
    for train in (fit, keras().Model.fit):
        model = sequential()()
        options = {"epochs": 2, "steps_per_epoch": 4, "shuffle": False, "verbose": 0}
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            trained.append((model, train(model, **data(), **options).history))
        texts = [str(one.message) for one in said if "Keras' own fit" in str(one.message)]
        assert len(texts) == (train is fit)
        assert all(f"x is of the type {kind}" in text for text in texts)
    assert_same_training(trained)


def test_validation_data_that_come_from_python_are_left_to_keras():
    with pytest.warns(UserWarning, match="validation_data is of the type Data"):
        history = fit(sequential()(), *examples(), validation_data=dataset(), verbose=0).history
    assert set(history) == {"loss", "val_loss"}


def test_a_model_that_overrides_fit_keeps_its_own():
    class Model(keras().Sequential):
        def fit(self, *args, **options):
            return super().fit(*args, **options | {"epochs": 3})

    model = Model([keras().Input(SHAPE), keras().layers.Dense(CLASSES, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.warns(UserWarning, match="the model has a method fit of its own"):
        assert len(fit(model, *examples(), verbose=0).history["loss"]) == 3


def test_a_layer_that_cannot_be_compiled_is_left_to_keras():
    class Branch(keras().layers.Layer):
        def __init__(self):
            super().__init__(name="branch")
            self.supports_jit = False

        def call(self, x):
            return x * 2

    build = sequential(Branch)
    with pytest.warns(UserWarning, match="the layer branch has supports_jit = False"):
        trained = both(build, *examples())
    assert_same_training(trained)


@pytest.mark.parametrize("kind", ["RandomRotation", "RandomZoom", "RandomTranslation"])
def test_layers_that_keras_does_not_compile_agree_to_rounding(kind):
    """Keras runs these models operation by operation; here they are compiled, many times faster."""
    factors = (0.1, 0.1) if kind == "RandomTranslation" else (0.1,)
    build = sequential(layer(kind, *factors), layer("Flatten"), shape=(8, 8, 1))
    x, y = examples(40, (8, 8, 1))
    (ours, _), (theirs, _) = both(build, x, y, batch_size=8)
    for mine, expected in zip(ours.trainable_variables, theirs.trainable_variables, strict=True):
        np.testing.assert_allclose(np.asarray(mine.value), np.asarray(expected.value), atol=1e-6)


def test_batches_are_mixed_inside_alone():
    order = batch_order(10, 4, seed=3, epoch=0)
    parts = [order[:4], order[4:8], order[8:]]
    assert [sorted(part.tolist()) for part in parts] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert (order != batch_order(10, 4, seed=3, epoch=1)).any()
    np.testing.assert_array_equal(order, batch_order(10, 4, seed=3, epoch=0))


def test_shuffle_by_batch_trains_in_that_order():
    x, y = examples()
    order = batch_order(N, 32, 5, 0)
    ours, theirs = sequential()(), sequential()()
    fit(ours, x, y, shuffle="batch", seed=5, verbose=0)
    theirs.fit(x[order], y[order], shuffle=False, verbose=0)
    assert_same_training([(ours, {}), (theirs, {})])


def test_the_last_batch_of_a_loader_by_batch_is_whole():
    x, y = examples(33)
    loader = ArrayLoader(batches_of(x, y, 32), 0, "batch")
    (blocks,) = loader.epochs(0, 1)
    assert [count for _, count in blocks] == [1, 1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"validation_split": 1.5}, "a share between 0 and 1"),
        ({"validation_split": 0.999}, "leaves none on one side"),
        ({"initial_epochs": 3}, "fit has no argument initial_epochs; did you mean"),
        ({"nonsense": 3}, "fit has no argument nonsense; it has validation_split"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(arguments, told):
    with pytest.raises(ArgumentError, match=told):
        fit(sequential()(), *examples(), verbose=0, **arguments)
