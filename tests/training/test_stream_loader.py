"""Feeds: what comes piece by piece trains as arrays in memory do, to the last bit."""

import threading

import numpy as np
import pytest

from miwake import fit
from miwake.errors import DataError
from miwake.runtime.keras_backend import keras
from miwake.training import batches
from miwake.training import stream_loader as feed
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import batches_of
from miwake.training.stream_loader import StreamLoader
from miwake.training.training_loop import TrainingLoop

N = 100


class Pieces:
    """A stream of arrays, in pieces of the lengths named, epoch after epoch."""

    fresh = False

    def __init__(self, x, y, lengths, reads_ahead=True, fails=None):
        self.x, self.y, self.lengths, self.fails = x, y, lengths, fails
        self.count, self.reads_ahead = len(y), reads_ahead
        self.first = x[:1], y[:1]
        self.stopped = False

    def pieces(self, first, last, seed):
        for epoch in range(first, last):
            ends = np.cumsum(self.lengths)
            for start, end in zip(ends - self.lengths, ends, strict=True):
                if self.fails == (epoch, start):
                    raise DataError("chunk 7 is damaged")
                yield self.x[start:end], self.y[start:end]

    def stop(self):
        self.stopped = True

    def trained_examples(self):
        return self.x, self.y


def examples(n=N):
    rng = np.random.default_rng(3)
    return rng.normal(size=(n, 5)).astype(np.float32), rng.integers(0, 2, n).astype(np.int32)


def network(**options):
    keras().utils.set_random_seed(2)
    layers = keras().layers
    model = keras().Sequential([keras().Input((5,)), layers.Dense(6), layers.Dense(2)])
    loss = keras().losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"], **options)
    return model


def weights(model):
    return [np.asarray(v.value) for v in [*model.variables, *model.optimizer.variables]]


def assert_equal(one, other):
    for mine, expected in zip(weights(one), weights(other), strict=True):
        np.testing.assert_array_equal(mine, expected)


@pytest.mark.parametrize("reads_ahead", [True, False], ids=["in a thread", "here"])
@pytest.mark.parametrize(
    ("lengths", "size", "block"),
    [
        ([100], 32, 256),
        ([1, 31, 32, 33, 3], 32, 256),
        ([50, 50], 7, 3),
        ([97, 3], 25, 2),
        ([10] * 10, 200, 4),
    ],
)
def test_pieces_train_as_arrays_in_memory_do(lengths, size, block, reads_ahead, monkeypatch):
    monkeypatch.setattr(batches, "BLOCK_STEPS", block)
    x, y = examples()
    ours, theirs = network(), network()
    history = fit(ours, Pieces(x, y, lengths, reads_ahead), batch_size=size, epochs=3, verbose=0)
    expected = fit(theirs, x, y, size, epochs=3, shuffle=False, verbose=0)
    assert_equal(ours, theirs)
    assert history.history == expected.history


def seconds(feed):
    loop = TrainingLoop(network(), feed)
    loop.run([], 0, 2)
    return loop.seconds


def test_the_time_that_a_training_waits_is_told():
    x, y = examples()
    told = seconds(StreamLoader(Pieces(x, y, [N]), 32, 0))
    assert 0 < told["wait"] <= told["fit"] + told["compile"]
    assert "wait" not in seconds(ArrayLoader(batches_of(x, y), 0))


def test_an_error_while_reading_ahead_is_the_trainings():
    before = threading.active_count()
    with pytest.raises(DataError, match="chunk 7"):
        fit(network(), Pieces(*examples(), [60, 40], fails=(1, 60)), epochs=3, verbose=0)
    assert threading.active_count() == before


def test_an_interrupted_training_leaves_no_thread(monkeypatch):
    monkeypatch.setattr(batches, "BLOCK_STEPS", 1)
    monkeypatch.setattr(feed, "READY_BYTES", 0)
    before = threading.active_count()

    class Interrupt(keras().callbacks.Callback):
        def on_epoch_end(self, epoch, logs=None):
            raise KeyboardInterrupt

    stream = Pieces(*examples(), [60, 40])
    with pytest.raises(KeyboardInterrupt):
        fit(network(), stream, epochs=9, callbacks=[Interrupt()], verbose=0)
    assert stream.stopped
    assert threading.active_count() == before


def test_only_so_many_blocks_are_made_ahead(monkeypatch):
    monkeypatch.setattr(batches, "BLOCK_STEPS", 1)
    monkeypatch.setattr(feed, "READY_BYTES", 0)
    x, y = examples()
    stream = Pieces(x, y, [10] * 10)
    taken = []

    def counted(first, last, seed, pieces=stream.pieces):
        for piece in pieces(first, last, seed):
            taken.append(len(piece[1]))
            yield piece

    stream.pieces = counted
    made = StreamLoader(stream, 10, 0).epochs(0, 3)
    next(next(made))
    made.close()
    assert len(taken) <= 5  # one in use, two ready, one that waits, one being read


def test_what_cannot_go_into_one_program_is_left_to_keras_batch_by_batch():
    x, y = examples()
    ours, theirs = network(run_eagerly=True), network()
    with pytest.warns(UserWarning, match="Keras' own fit"):
        fit(ours, Pieces(x, y, [60, 40]), epochs=2, verbose=0)
    fit(theirs, x, y, epochs=2, shuffle=False, verbose=0)
    for mine, expected in zip(weights(ours), weights(theirs), strict=True):
        np.testing.assert_allclose(mine, expected, rtol=1e-4, atol=1e-6)
