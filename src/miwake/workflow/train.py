"""Train: the function of Python, whose words become a plan."""

import contextlib
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, Unpack

from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.plan import TrainingOptions, TrainingPlan
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.file_lock import lock_folder
from miwake.runtime.signals import handle_sigint
from miwake.tasks.load import from_record
from miwake.tasks.protocol import Task
from miwake.verdict.monitor import Epoch
from miwake.workflow.resolve_plan import resolve_plan
from miwake.workflow.run_api import Run
from miwake.workflow.train_plan import Hooks, train_plan


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C after at least one epoch; `run` holds what was finished."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


def train(  # noqa: PLR0913  each may be left out
    data: Dataset | Task,
    network: Any = None,
    epochs: int | None = None,
    batch_size: int = 32,
    seed: int | None = None,
    *,
    fresh: bool = False,
    repeats: int = 1,
    checks: bool = True,
    folder: Path | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
    on_repeat: Callable[[int, float], None] | None = None,
    looked: Callable[[], Look] | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    **options: Unpack[TrainingOptions],
) -> Run:
    """Train a network on a dataset and test it.

    Args:
        data: the examples; or a task, which then makes its usual numbers of them.
        network: a name, or a compiled Keras model; by default the task's own, else "dense".
        epochs: how often all examples are gone through; by default the task's own number, else 5,
            or up to 100 for less than 60,000 examples that a user brought.
        batch_size: examples a step.
        seed: decides the first weights and the orders; by default the data's.
        fresh: whether each epoch gets new examples, as many, made by the data's task while the
            training runs.
        repeats: how many trainings, from `seed`, `seed` + 1 and so on, on the same data; the run
            is that of the first, and has the figures of all.
        checks: whether to look at the data and to judge the result.
        folder: where to keep a checkpoint after each epoch; the training goes on from one that
            is there, and ends with the same weights as if it had never stopped.
        on_epoch: called after each epoch.
        on_repeat: called after each repeat with its seed and its accuracy (R2).
        looked: gives what `look` saw in the data, where somebody has it looked at already.
        executor: any concurrent.futures.Executor, whose workers do the repeats after the first; by
            default threads here.
        workers: how many processes of this machine do them, where there is no executor.
        **options: what else a `TrainingPlan` says of a training.

    Raises:
        ArgumentError: a number can't be used, or the data can't travel to others.
        NetworkError: there is no such network, or it does not fit the data.
        RunError: the checkpoint can't be read or written, or another process trains in the folder.
        TrainingInterrupted: Ctrl-C came after the first epoch; its `run` is what was finished.
        WorkerError: those who did the repeats are lost.
    """
    data = _dataset(data, fresh)
    name, model = (network, None) if isinstance(network, str | None) else (None, network)
    plan = TrainingPlan(data.plan, name, epochs, batch_size, seed, repeats, checks, **options)
    plan = resolve_plan(plan, data, model)
    tell = _without_figure(on_repeat) if on_repeat else None
    hooks = Hooks(on_epoch, tell, look=looked, workers=WorkerConfig(executor, workers))
    with handle_sigint(), lock_folder(folder) if folder is not None else contextlib.nullcontext():
        outcome = train_plan(plan, data, model, folder, hooks)
    if not outcome.finished:
        raise TrainingInterrupted(outcome.run)
    return outcome.run


def _without_figure(
    on_repeat: Callable[[int, float], None],
) -> Callable[[int, float, str], None]:
    """Give a hook that knows what the score is called as users of Python give it."""
    return lambda seed, score, _: on_repeat(seed, score)


def _dataset(data: Dataset | Task, fresh: bool) -> Dataset:
    """The dataset to train on."""
    if isinstance(data, Task):
        return data.make(fresh=fresh)
    if not fresh or data.fresh:
        return data
    if data.origin is None:
        raise ArgumentError("fresh = True, but this data has no task to make examples; give a task")
    maker = data.origin.simulator or from_record(data.origin.record, stored=True)
    return maker.make(data.train, len(data.y_test), data.seed, fresh=True)
