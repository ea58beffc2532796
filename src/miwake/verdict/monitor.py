"""Watch: what is seen of a training while it runs."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.runtime.keras_backend import keras
from miwake.stats.per_example import losses_of, scores_of
from miwake.training.compiled_step import State, read_state, train_variables
from miwake.training.predict import answers_of

TESTED = 2_000  # test examples after each epoch, at most: enough for a curve, soon done


@dataclass(frozen=True)
class Epoch:
    """A finished epoch.

    Attributes:
        number: from 1.
        epochs: how many were asked for.
        steps: batches an epoch.
        seconds: that it took.
        logs: the loss and the metrics.
        tested: val_loss and val_accuracy (val_r2), with checks.
    """

    number: int
    epochs: int
    steps: int
    seconds: float
    logs: Mapping[str, float]
    tested: Mapping[str, float] = field(default_factory=dict)


class Watch:
    """Keeps the history of a training, tests it after each epoch, and tells of it.

    Args:
        data: what is trained on.
        epochs: how many were asked for.
        batch_size: examples a step.
        checks: whether to test after each epoch, and to keep the first state.
        on_epoch: called after each epoch.

    Attributes:
        history: the loss and the metrics of each epoch; with checks also val_loss and
            val_accuracy (val_r2), on some of the test examples.
        places: those test examples.
        test_losses: the loss of each of them after each epoch.
        first: the state that the training began with.
        seconds: that each epoch took, its test left out.
        test_seconds: that each test took.
        keep: called after each epoch, before on_epoch.
    """

    def __init__(
        self,
        data: Dataset,
        epochs: int,
        batch_size: int,
        checks: bool,
        on_epoch: Callable[[Epoch], None] | None,
    ) -> None:
        self.data, self.epochs, self.checks, self.on_epoch = data, epochs, checks, on_epoch
        self.steps = -(-data.train // batch_size)
        self.history: list[dict[str, float]] = []
        self.places = places_to_test(data)
        self.test_losses: list[NDArray[Any]] = []
        self.first: State | None = None
        self.seconds: list[float] = []
        self.test_seconds: list[float] = []
        self.keep: Callable[[], None] | None = None
        self._started = 0.0

    def callback(self) -> Any:
        """The Keras callback that calls this."""
        watch = self

        class _Calls(keras().callbacks.Callback):  # type: ignore[misc]
            def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002  Keras passes it
                if watch.checks and watch.first is None:
                    watch.first = read_state(train_variables(self.model))

            def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
                watch._started = time.perf_counter()

            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                watch.end(self.model, epoch, logs)

        return _Calls()

    def end(self, model: Any, epoch: int, logs: dict[str, float]) -> None:
        """Take note of a finished epoch."""
        self.seconds.append(time.perf_counter() - self._started)
        logs = {"loss": logs["loss"], **logs}  # Keras sorts them by name
        tested = self._test(model) if self.checks else {}
        self.history.append({"epoch": epoch + 1, **logs, **tested})
        if self.keep:
            self.keep()
        if self.on_epoch:
            told = Epoch(epoch + 1, self.epochs, self.steps, self.seconds[-1], logs, tested)
            self.on_epoch(told)

    def _test(self, model: Any) -> dict[str, float]:
        started, classes = time.perf_counter(), self.data.classes
        y = self.data.y_test[self.places]
        answers = answers_of(model, self.data.x_test[self.places], classes)
        self.test_losses.append(losses_of(answers, y, classes))
        self.test_seconds.append(time.perf_counter() - started)
        score = float(scores_of(answers, y, classes).mean())
        return {
            "val_loss": float(self.test_losses[-1].mean()),
            "val_accuracy" if classes else "val_r2": score,
        }


def places_to_test(data: Dataset) -> NDArray[np.int64]:
    """The test examples for quick tests: drawn with the data's seed, in order."""
    n = len(data.y_test)
    return np.sort(np.random.default_rng(data.seed).choice(n, min(n, TESTED), replace=False))
