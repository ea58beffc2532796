"""miwake.fit against Keras' own fit: the same weights to the last bit."""

import numpy as np
import pytest

from miwake import ArgumentError, NetworkError, fitting
from miwake._backend import jax, keras
from miwake.fitting import epoch_order, fit

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


@pytest.mark.parametrize(
    ("n", "batch_size"),
    [(96, 32), (100, 32), (20, 32), (33, 1), (1000, 7)],
    ids=["whole batches", "a short last batch", "one short batch", "batches of one", "two blocks"],
)
def test_weights_equal_keras_fit_to_the_last_bit(n, batch_size, monkeypatch):
    monkeypatch.setattr(fitting, "BLOCK_STEPS", 100)
    x, y = examples(n)
    ours, theirs = network(), network()
    fit(ours, x, y, batch_size, epochs=2, seed=SEED, verbose=0)
    fit_by_keras(theirs, x, y, batch_size, epochs=2)
    for mine, keras_own in zip(everything(ours), everything(theirs), strict=True):
        np.testing.assert_array_equal(mine, keras_own)


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
        monkeypatch.setattr(fitting, "BLOCK_STEPS", steps)
        model = network()
        fit(model, x, y, 16, epochs=1, seed=SEED, verbose=0)
        weights.append(everything(model))
    for other in weights[1:]:
        for first, second in zip(weights[0], other, strict=True):
            np.testing.assert_array_equal(first, second)


def test_one_program_serves_any_number_of_examples():
    """Another number of whole batches must not compile again."""
    x, y = examples(640)
    model = network()
    fitting.build_variables(model, x, y)
    program = fitting._program(model)
    state = fitting.read_state(model)
    for n in (64, 320, 640):
        for block in fitting.blocks(x, y, np.arange(n), 32):
            state = program(state, *block)
    assert program._cache_size() == 1


def test_blocks_hold_every_example_once_in_order():
    x, y = examples(103)
    order = epoch_order(103, 0, 0)
    seen = [y_block[:count].ravel() for _, y_block, count in fitting.blocks(x, y, order, 10)]
    np.testing.assert_array_equal(np.concatenate(seen), y[order])


def test_the_private_name_of_keras_still_builds_everything():
    """`_symbolic_build` is the one private name used; this fails when Keras changes it."""
    x, y = examples(8)
    model = network()
    fitting.build_variables(model, x, y)
    assert model.optimizer.built
    assert {v.name for v in model.metrics_variables} >= {"total", "count"}


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
    for mine, expected in zip(everything(model), everything(whole), strict=True):
        np.testing.assert_array_equal(mine, expected)


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
        (8, 7, 32, 1, "8 examples and y 7"),
        (8, 8, 0, 1, "batch_size = 0"),
        (8, 8, 32, 0, "epochs = 0"),
        (0, 0, 32, 1, "examples = 0"),
    ],
)
def test_what_cannot_be_fitted_is_refused(n, labels, batch_size, epochs, told):
    x, y = examples(10)
    with pytest.raises(ArgumentError, match=told):
        fit(network(), x[:n], y[:labels], batch_size, epochs)


def test_the_program_stays_on_this_backend():
    assert keras().backend.backend() == "jax"
    assert jax().config.jax_compilation_cache_dir
