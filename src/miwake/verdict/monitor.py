"""Monitor: what is recorded of a training while it runs."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import keras
from miwake.stats.per_example import losses_of, scores_of
from miwake.training.frozen import part_inputs
from miwake.training.inference import predict_proba
from miwake.training.model_state import Logs, State, read_state, scalar_logs, train_variables

MAX_TESTED = 2_000  # test examples after each epoch: enough for a curve, soon done


@dataclass(frozen=True)
class Epoch:
    """A finished epoch.

    Attributes:
        number: from 1.
        epochs: how many were asked for.
        steps: batches an epoch.
        seconds: that it took by the clock, with its test.
        logs: the loss and the metrics.
        tested: val_loss and val_accuracy (val_r2), with checks.
    """

    number: int
    epochs: int
    steps: int
    seconds: float
    logs: Mapping[str, float]
    tested: Mapping[str, float] = field(default_factory=dict)


class Monitor:
    """Records a training, tests it after each epoch, and reports to a callback.

    Args:
        data: what is trained on.
        plan: how; with checks, each epoch is tested and the first state is kept.
        on_epoch: called after each epoch.

    Attributes:
        history: the loss and the metrics of each epoch; with checks also val_loss and
            val_accuracy (val_r2), on some of the test examples.
        indices: those test examples.
        x: what the network gets for them.
        test_losses: the loss of each of them after each epoch.
        first: the state that the training began with.
        seconds: that each epoch took, its test left out.
        test_seconds: that each test took.
        save: called after each epoch, before on_epoch.
    """

    def __init__(
        self,
        data: Dataset,
        plan: TrainingPlan,
        on_epoch: Callable[[Epoch], None] | None = None,
    ) -> None:
        self.data, self.plan, self.on_epoch = data, plan, on_epoch
        self.history: list[dict[str, float]] = []
        self.indices = draw_tested(data)
        self.x = data.x_test[:0]
        self.test_losses: list[NDArray[Any]] = []
        self.first: State | None = None
        self.seconds: list[float] = []
        self.test_seconds: list[float] = []
        self.save: Callable[[], None] | None = None
        self._started = 0.0

    def callback(self) -> Any:
        """Make the Keras callback that calls this."""
        monitor = self

        class _Calls(keras().callbacks.Callback):  # type: ignore[misc]
            def on_train_begin(self, logs: Any = None) -> None:  # noqa: ARG002  Keras passes it
                monitor.x = part_inputs(self.model, monitor.data.x_test[monitor.indices])
                if monitor.plan.checks and monitor.first is None:
                    monitor.first = read_state(train_variables(self.model))

            def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:  # noqa: ARG002
                monitor._started = time.perf_counter()

            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                monitor.end_epoch(self.model, epoch, logs)

        return _Calls()

    def end_epoch(self, model: Any, epoch: int, logs: Logs) -> None:
        """Record a finished epoch, test it and report it."""
        self.seconds.append(time.perf_counter() - self._started)
        logs = scalar_logs({"loss": logs["loss"], **logs})  # Keras sorts them by name
        tested = self._test(model) if self.plan.checks else {}
        self.history.append({"epoch": epoch + 1, **logs, **tested})
        if self.save:
            self.save()
        if self.on_epoch:
            epochs, steps = self.plan.epochs or 0, -(-self.data.train // self.plan.batch_size)
            seconds = time.perf_counter() - self._started
            self.on_epoch(Epoch(epoch + 1, epochs, steps, seconds, logs, tested))

    def _test(self, model: Any) -> dict[str, float]:
        started, classes = time.perf_counter(), self.data.classes
        y = self.data.y_test[self.indices]
        answers = predict_proba(model, self.x, classes)
        self.test_losses.append(losses_of(answers, y, classes))
        self.test_seconds.append(time.perf_counter() - started)
        score = float(scores_of(answers, y, classes).mean())
        return {
            "val_loss": float(self.test_losses[-1].mean()),
            "val_accuracy" if classes else "val_r2": score,
        }


def draw_tested(data: Dataset) -> NDArray[np.int64]:
    """Draw the indices of the examples for quick tests, with the data's seed, in order."""
    n = len(data.y_test)
    return np.sort(np.random.default_rng(data.seed).choice(n, min(n, MAX_TESTED), replace=False))
