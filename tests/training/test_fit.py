"""miwake.fit against Keras' own fit: the same weights to the last bit."""

import numpy as np
import pytest

from miwake import ArgumentError, NetworkError, fit
from miwake.runtime.keras_backend import jax, keras
from miwake.training import batches
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import batches_of, epoch_order
from miwake.training.training_loop import TrainingLoop

pytestmark = pytest.mark.slow

SHAPE, CLASSES, SEED = (6,), 3, 5


def examples(n, seed=0):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, *SHAPE)).astype(np.float32)
    return x, rng.integers(0, CLASSES, n).astype(np.int32)


def network(seed=1):
    keras().utils.set_random_seed(seed)
    layers = keras().layers
    model = keras().Sequential(
        [
            keras().Input(SHAPE),
            layers.Dense(16, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def fit_by_keras(model, x, y, batch_size, epochs):
    """Keras' own fit in the order of `epoch_order`."""
    history = []
    for epoch in range(epochs):
        order = epoch_order(len(x), SEED, epoch)
        shown = model.fit(
            x[order], y[order], batch_size=batch_size, epochs=1, shuffle=False, verbose=0
        )
        history.append({name: values[0] for name, values in shown.history.items()})
    return history


def everything(model):
    kinds = (model.trainable_variables, model.non_trainable_variables, model.optimizer.variables)
    return [np.asarray(variable.value) for variables in kinds for variable in variables]


def assert_equal(ours, theirs):
    for mine, expected in zip(everything(ours), everything(theirs), strict=True):
        np.testing.assert_array_equal(mine, expected)


@pytest.mark.parametrize(
    ("n", "batch_size"),
    [(96, 32), (100, 32), (20, 32), (33, 1), (1000, 7)],
    ids=["whole batches", "a short last batch", "one short batch", "batches of one", "two blocks"],
)
def test_weights_equal_keras_fit_to_the_last_bit(n, batch_size, monkeypatch):
    monkeypatch.setattr(batches, "BLOCK_STEPS", 100)
    x, y = examples(n)
    ours, theirs = network(), network()
    fit(ours, x, y, batch_size, epochs=2, seed=SEED, verbose=0)
    fit_by_keras(theirs, x, y, batch_size, epochs=2)
    assert_equal(ours, theirs)


def test_history_equals_that_of_keras_fit():
    x, y = examples(100)
    ours, theirs = network(), network()
    history = fit(ours, x, y, epochs=3, seed=SEED, verbose=0).history
    expected = fit_by_keras(theirs, x, y, 32, 3)
    for name in ("loss", "accuracy"):
        assert history[name] == [epoch[name] for epoch in expected]


def test_the_size_of_blocks_changes_nothing(monkeypatch):
    x, y = examples(500)
    weights = []
    for steps in (1, 3, 256):
        monkeypatch.setattr(batches, "BLOCK_STEPS", steps)
        model = network()
        fit(model, x, y, 16, epochs=1, seed=SEED, verbose=0)
        weights.append(everything(model))
    for other in weights[1:]:
        for first, second in zip(weights[0], other, strict=True):
            np.testing.assert_array_equal(first, second)


def test_the_order_is_new_every_epoch_and_the_same_for_the_same_seed():
    first, second = epoch_order(1000, SEED, 0), epoch_order(1000, SEED, 1)
    assert sorted(first) == list(range(1000))
    assert (first != second).any()
    np.testing.assert_array_equal(first, epoch_order(1000, SEED, 0))


def test_without_a_seed_the_global_generator_decides():
    x, y = examples(100)
    weights = []
    for _ in range(2):
        model = network(seed=3)
        fit(model, x, y, epochs=2, verbose=0)
        weights.append(everything(model))
    for first, second in zip(*weights, strict=True):
        np.testing.assert_array_equal(first, second)


def test_training_goes_on_where_an_earlier_fit_ended():
    x, y = examples(100)
    model = network()
    fit(model, x, y, epochs=1, seed=0, verbose=0)
    fit(model, x, y, epochs=1, seed=0, verbose=0)
    assert int(model.optimizer.iterations.value) == 8


def test_a_second_fit_needs_no_tracing_until_the_model_is_compiled_again():
    class Traced(keras().Sequential):
        times = 0

        def train_step(self, state, data):
            Traced.times += 1
            return super().train_step(state, data)

    x, y = examples(64)
    model, traced = Traced([keras().Input(SHAPE), keras().layers.Dense(CLASSES)]), []
    for optimizer in ("sgd", None, "adam"):
        if optimizer:
            model.compile(optimizer, "sparse_categorical_crossentropy")
        before = Traced.times
        fit(model, x, y, epochs=1, verbose=0)
        traced.append(Traced.times > before)
    assert traced == [True, False, True]


def seconds(model, x, y, epochs):
    loop = TrainingLoop(model, ArrayLoader(batches_of(x, y), 0))
    loop.run([], 0, epochs)
    return loop.seconds


def test_a_second_fit_counts_its_own_seconds_of_compiling():
    x, y = examples(64)
    model = network()
    spent = [seconds(model, x, y, 1)["compile"] for _ in range(2)]
    assert spent[0] > 0
    assert spent[1] == 0


def test_frozen_layers_stay_after_compiling_again_as_in_keras_fit():
    x, y = examples(100)
    ours, theirs = network(), network()
    for model, train in ((ours, fit), (theirs, None)):
        for frozen in (False, True):
            model.layers[0].trainable = not frozen
            model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
            if train:
                fit(model, x, y, epochs=1, seed=SEED, verbose=0)
            else:
                fit_by_keras(model, x, y, 32, 1)
    assert_equal(ours, theirs)


def test_callbacks_are_called_at_the_ends_of_epochs_and_can_stop():
    seen = []

    class Stop(keras().callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            seen.append((epoch, sorted(logs)))
            self.model.stop_training = epoch == 1

    x, y = examples(64)
    fit(network(), x, y, epochs=9, callbacks=[Stop()], verbose=0)
    assert seen == [(0, ["accuracy", "loss"]), (1, ["accuracy", "loss"])]


def test_an_interruption_leaves_the_last_finished_epoch():
    x, y = examples(64)
    model, whole = network(), network()

    class Interrupt(keras().callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fit(model, x, y, epochs=3, seed=SEED, callbacks=[Interrupt()], verbose=0)
    fit(whole, x, y, epochs=1, seed=SEED, verbose=0)
    assert_equal(model, whole)


def test_a_model_with_its_own_train_step_trains_by_it():
    class Counting(keras().Sequential):
        steps = 0

        def train_step(self, state, data):
            Counting.steps += 1
            return super().train_step(state, data)

    model = Counting([keras().Input(SHAPE), keras().layers.Dense(CLASSES, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    x, y = examples(64)
    fit(model, x, y, verbose=0)
    assert Counting.steps >= 1


def test_a_line_an_epoch_is_printed_unless_asked_not_to(capsys):
    x, y = examples(32)
    fit(network(), x, y, epochs=2, seed=0)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [["Epoch", "1/2"], ["Epoch", "2/2"]]
    fit(network(), x, y, epochs=2, seed=0, verbose=0)
    assert capsys.readouterr().out == ""


def test_a_model_that_is_not_compiled_is_refused():
    model = keras().Sequential([keras().Input(SHAPE), keras().layers.Dense(CLASSES)])
    with pytest.raises(NetworkError, match="not compiled"):
        fit(model, *examples(8))


@pytest.mark.parametrize(
    ("n", "labels", "batch_size", "epochs", "told"),
    [
        (8, 7, 32, 1, "have 8, 7 entries"),
        (8, 8, 0, 1, "batch_size = 0"),
        (8, 8, 32, 0, "epochs = 0"),
        (0, 0, 32, 1, "there are no examples"),
    ],
)
def test_what_cannot_be_fitted_is_refused(n, labels, batch_size, epochs, told):
    x, y = examples(10)
    with pytest.raises(ArgumentError, match=told):
        fit(network(), x[:n], y[:labels], batch_size, epochs)


def test_the_program_stays_on_this_backend():
    assert keras().backend.backend() == "jax"
    assert jax().config.jax_compilation_cache_dir


def both(build, x, y, callbacks=list, epochs=3, **options):
    """The same training by miwake and by Keras, in the order of the arrays: models, histories."""
    found = []
    for by_miwake in (True, False):
        model = build()
        options |= {"shuffle": False, "verbose": 0, "epochs": epochs, "callbacks": callbacks()}
        train = fit if by_miwake else type(model).fit
        found.append((model, train(model, x, y, batch_size=8, **options).history))
    return found


def assert_same_training(found):
    (ours, our_history), (theirs, their_history) = found
    assert_equal(ours, theirs)
    assert our_history == their_history


def with_validation():
    return {"validation_data": examples(50, seed=1)}


@pytest.mark.parametrize(
    "options",
    [
        with_validation(),
        with_validation() | {"validation_freq": 2, "validation_batch_size": 7},
        with_validation() | {"validation_freq": [1, 3]},
        {"validation_data": (*examples(50, seed=1), np.linspace(0, 1, 50))},
        {"class_weight": {0: 3.0, 2: 0.25}},
        {"sample_weight": np.linspace(0, 2, 100)},
        {"initial_epoch": 1},
    ],
    ids=["validation", "every second", "listed", "weighted validation", "classes", "samples",
         "later start"],
)  # fmt: skip
def test_options_of_fit_do_what_they_do_in_keras(options):
    assert_same_training(both(network, *examples(100), **options))


def schedule():
    keras().utils.set_random_seed(1)
    model = network()
    rate = keras().optimizers.schedules.ExponentialDecay(0.01, 5, 0.5)
    model.compile(keras().optimizers.SGD(rate, momentum=0.9), "sparse_categorical_crossentropy")
    return model


def regularised():
    keras().utils.set_random_seed(1)
    layers = keras().layers
    model = keras().Sequential(
        [
            keras().Input(SHAPE),
            layers.Dense(8, activation="relu", kernel_regularizer="l2"),
            layers.ActivityRegularization(l1=1e-3),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.compile(
        "adam",
        "sparse_categorical_crossentropy",
        metrics=["accuracy", "sparse_top_k_categorical_accuracy"],
        weighted_metrics=["sparse_categorical_crossentropy"],
    )
    return model


def averaged():
    model = network()
    optimizer = keras().optimizers.AdamW(use_ema=True, ema_overwrite_frequency=3, clipnorm=0.5)
    model.compile(optimizer, "sparse_categorical_crossentropy")
    return model


def recurrent():
    keras().utils.set_random_seed(1)
    layers = keras().layers
    model = keras().Sequential(
        [
            keras().Input(SHAPE),
            layers.Reshape((*SHAPE, 1)),
            layers.GaussianNoise(0.1),
            layers.GRU(4),
            layers.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.compile("rmsprop", "sparse_categorical_crossentropy")
    return model


@pytest.mark.parametrize("build", [schedule, regularised, averaged, recurrent])
def test_models_of_many_kinds_train_as_in_keras(build):
    assert_same_training(both(build, *examples(100), **with_validation()))


@pytest.mark.parametrize("policy", ["mixed_bfloat16", "mixed_float16"])
def test_mixed_precision_trains_as_in_keras(policy):
    keras().config.set_dtype_policy(policy)
    try:
        assert_same_training(both(network, *examples(100)))
    finally:
        keras().config.set_dtype_policy("float32")


def test_several_inputs_and_outputs_train_as_in_keras():
    def build():
        keras().utils.set_random_seed(1)
        layers = keras().layers
        one, two = keras().Input((6,), name="one"), keras().Input((2,), name="two")
        joined = layers.Concatenate()([one, two])
        label = layers.Dense(CLASSES, activation="softmax", name="label")(joined)
        value = layers.Dense(1, name="value")(joined)
        model = keras().Model({"one": one, "two": two}, {"label": label, "value": value})
        losses = {"label": "sparse_categorical_crossentropy", "value": "mse"}
        model.compile("adam", losses)
        return model

    x, y = examples(100)
    inputs = {"one": x, "two": x[:, :2].astype(np.float64)}
    labels = {"label": y, "value": x.sum(axis=1, keepdims=True)}
    assert_same_training(both(build, inputs, labels))


def test_a_model_with_its_own_step_logs_what_that_returns():
    class Logging(keras().Sequential):
        def train_step(self, state, data):
            logs, state = super().train_step(state, data)
            return {"ten_losses": logs["loss"] * 10}, state

    def build():
        keras().utils.set_random_seed(1)
        model = Logging([keras().Input(SHAPE), keras().layers.Dense(CLASSES)])
        model.compile("sgd", keras().losses.SparseCategoricalCrossentropy(from_logits=True))
        return model

    found = both(build, *examples(100))
    assert_same_training(found)
    assert list(found[0][1]) == ["ten_losses"]


def test_callbacks_of_keras_do_what_they_do_there(tmp_path):
    def callbacks():
        calls, folder = keras().callbacks, tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return [
            calls.EarlyStopping("val_loss", patience=1, restore_best_weights=True, min_delta=0.05),
            calls.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=0.2),
            calls.CSVLogger(str(folder / "log.csv")),
            calls.ModelCheckpoint(str(folder / "{epoch}.keras"), save_best_only=True),
            calls.LearningRateScheduler(lambda epoch, rate: rate * 0.9),
        ]

    found = both(network, *examples(100), callbacks, epochs=20, **with_validation())
    assert_same_training(found)
    assert len(found[0][1]["loss"]) < 20
    ours, theirs = (sorted(p.name for p in (tmp_path / n).iterdir()) for n in "01")
    assert ours == theirs
    logs = [(tmp_path / n / "log.csv").read_text() for n in "01"]
    assert logs[0] == logs[1]


def by_batch():
    return keras().callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: None)


@pytest.mark.parametrize(
    ("callbacks", "eagerly", "told"),
    [
        (lambda: [by_batch()], False, "LambdaCallback is called at every batch"),
        (lambda: [keras().callbacks.TerminateOnNaN()], False, "TerminateOnNaN is called"),
        (list, True, "run_eagerly=True"),
    ],
)
def test_what_no_program_can_do_is_said_and_left_to_keras(callbacks, eagerly, told):
    x, y = examples(16)
    model = network()
    model.compile("adam", "sparse_categorical_crossentropy", run_eagerly=eagerly)
    with pytest.warns(UserWarning, match=told):
        history = fit(model, x, y, epochs=1, callbacks=callbacks(), verbose=0)
    assert len(history.history["loss"]) == 1


def test_both_kinds_of_weights_are_refused():
    x, y = examples(8)
    with pytest.raises(ArgumentError, match="give one of them"):
        fit(network(), x, y, class_weight={0: 1.0}, sample_weight=np.ones(8))


def test_seconds_of_compiling_and_training_are_told():
    spent = seconds(network(), *examples(64), 2)
    assert set(spent) == {"compile", "fit"}
    assert min(spent.values()) > 0
