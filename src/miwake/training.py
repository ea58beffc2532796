"""Training: a Dataset and a network become a Run."""

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from miwake._backend import keras
from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.evaluation import evaluate_outputs
from miwake.fitting import fit
from miwake.form import form_of
from miwake.networks import build
from miwake.outputs import answers_of
from miwake.record import Record
from miwake.run import Run
from miwake.stages import Stages

PARTS = ("miwake", "keras", "jax", "numpy")


@dataclass(frozen=True)
class Epoch:
    """A finished epoch.

    Attributes:
        number: from 1.
        epochs: how many were asked for.
        steps: batches an epoch.
        seconds: that it took.
        logs: the loss and the metrics.
    """

    number: int
    epochs: int
    steps: int
    seconds: float
    logs: Mapping[str, float]


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C after at least one epoch; `run` holds what was finished."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


def train(
    data: Dataset,
    network: Any = None,
    epochs: int | None = None,
    batch_size: int = 32,
    seed: int | None = None,
    *,
    on_epoch: Callable[[Epoch], None] | None = None,
) -> Run:
    """Train a network on a dataset and test it.

    Args:
        data: the examples.
        network: a name, or a compiled Keras model; by default the task's own, else "dense".
        epochs: how often all examples are gone through; by default the task's own number, else 5.
        batch_size: examples a step.
        seed: decides the first weights and the orders; by default the data's.
        on_epoch: called after each epoch.

    Raises:
        ArgumentError: a number can't be used.
        NetworkError: there is no such network, or it does not fit the data.
        TrainingInterrupted: Ctrl-C came after the first epoch; its `run` is what was finished.
    """
    task = data.task
    network = network or (task.default("network") if task else None) or "dense"
    epochs = (task.default("epochs", 5) if task else 5) if epochs is None else epochs
    seed = data.seed if seed is None else seed
    if epochs < 1 or batch_size < 1:
        raise ArgumentError(
            f"epochs = {epochs}, batch_size = {batch_size}; give at least 1 of each"
        )
    watch = _Watch(epochs, -(-len(data.x_train) // batch_size), on_epoch)
    stages = Stages()
    with stages("build"):
        model = build(network, data, seed)
    interrupted = False
    try:
        with stages("fit"):
            history = fit(
                model,
                data.x_train,
                data.y_train,
                batch_size,
                epochs,
                verbose=0,
                callbacks=[watch.callback()],
                seed=seed,
            )
        stages.seconds |= getattr(history, "seconds", {})
    except KeyboardInterrupt:
        if not watch.history:
            raise
        interrupted = True
    with stages("evaluate"):
        answers = answers_of(model, data.x_test, data.classes)
        result = evaluate_outputs(answers, data.y_test, data.classes)
    record = Record(
        task=_task_record(data),
        network=network if isinstance(network, str) else model.name,
        classes=data.classes,
        target=data.target,
        train=len(data.x_train),
        test=len(data.x_test),
        seed=seed,
        epochs=len(watch.history),
        epochs_asked=epochs,
        batch_size=batch_size,
        results=result.as_json(),
        history=watch.history,
        versions={part: version(part) for part in PARTS} | {"python": platform.python_version()},
        seconds=stages.seconds,
    )
    run = Run(model, form_of(data), record, data, result=result)
    if interrupted:
        raise TrainingInterrupted(run)
    return run


class _Watch:
    """Keeps the history of a training, and tells of each epoch."""

    def __init__(self, epochs: int, steps: int, on_epoch: Callable[[Epoch], None] | None) -> None:
        self.epochs, self.steps, self.on_epoch = epochs, steps, on_epoch
        self.history: list[dict[str, float]] = []
        self.started = time.perf_counter()

    def callback(self) -> Any:
        """The Keras callback that calls this."""

        def begin(epoch: int, logs: Any = None) -> None:  # noqa: ARG001  Keras passes both
            self.started = time.perf_counter()

        return keras().callbacks.LambdaCallback(on_epoch_begin=begin, on_epoch_end=self.end)

    def end(self, epoch: int, logs: dict[str, float]) -> None:
        logs = {"loss": logs["loss"], **logs}  # Keras sorts them by name
        self.history.append({"epoch": epoch + 1, **logs})
        if self.on_epoch:
            seconds = time.perf_counter() - self.started
            self.on_epoch(Epoch(epoch + 1, self.epochs, self.steps, seconds, logs))


def _task_record(data: Dataset) -> dict[str, Any]:
    task = data.task
    if task is None:
        return {"name": "data", "title": "arrays", "origin": None, "text": None}
    file = task.file
    return {
        "name": task.name,
        "title": task.title,
        "origin": task.origin,
        "file": file.name,
        "folder": file.folder,
        "text": file.text or None,
        "sha256": file.sha256,
        "settings": dict(file.settings),
        "changed": dict(file.changed),
        "data": task.data,
    }
