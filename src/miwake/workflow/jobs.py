"""Jobs: trainings that need nothing of each other, as plain data that can travel."""

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.run.record import plain, versions
from miwake.runtime.executors import WorkerConfig
from miwake.tasks.load import from_record
from miwake.tasks.task import Task
from miwake.training.fit import fit
from miwake.training.networks import build
from miwake.training.predict import answers_of
from miwake.workflow.replication import Again

Answers = NDArray[np.float32]


@dataclass(frozen=True)
class Job:
    """One network on one amount of data, from one or more seeds.

    Attributes:
        task: the task, as a run's record keeps it.
        network: its name.
        train, test: how many examples; None: as many as the task has by default.
        data_seed: of the examples.
        seeds: of the trainings: first weights and orders.
        epochs: how often all examples are gone through; None: the task's default.
        batch_size: examples a step.
        fresh: whether each epoch has examples of its own.
    """

    task: Mapping[str, Any]
    network: str
    train: int | None
    test: int | None
    data_seed: int
    seeds: tuple[int, ...]
    epochs: int | None
    batch_size: int
    fresh: bool = False

    def alone(self) -> "Iterator[Job]":
        """The same job for each of its seeds."""
        for seed in self.seeds:
            yield replace(self, seeds=(seed,))

    def __hash__(self) -> int:
        return hash(self.key())

    def key(self) -> str:
        """What the results follow from, as a short name."""
        task = {name: value for name, value in self.task.items() if name != "jit"}  # same bits
        known = plain(asdict(self) | {"task": task, "versions": versions()})
        text = json.dumps(known, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def answer_job(job: Job) -> Answers:
    """Make a job's data from its task and train from its one seed, wherever this runs.

    Returns:
        what the network answers to the test examples.

    Raises:
        MiwakeError: as `Task.make` and `train` do.
    """
    ((_, answers),) = train_job(job, data_of(job))
    return answers


def train_job(job: Job, data: Dataset) -> Iterator[tuple[int, Answers]]:
    """Train from each seed, and yield it with the answers to the test examples.

    Args:
        job: what to train.
        data: its examples.
    """
    first, *others = job.seeds
    epochs = job.epochs or usual_epochs(data)
    model = build(job.network, data, first)
    x, y = (data.stream, None) if data.stream else (data.x_train, data.y_train)
    history = fit(model, x, y, job.batch_size, epochs, verbose=0, seed=first)
    yield first, answers_of(model, data.x_test, data.classes)
    if others:
        program = getattr(history, "program", None)
        again = Again(data, job.network, model, program, epochs, job.batch_size)
        yield from again.answers(others)


def answers_again(
    again: Again, seeds: Sequence[int], config: WorkerConfig
) -> Iterator[tuple[int, Answers]]:
    """Each seed with what its network answers to the test examples, as they are trained.

    Args:
        again: the training that was done.
        seeds: of the others.
        config: who does them; by default threads here, which share the compiled program.

    Raises:
        WorkerError: those who did the work are lost.
    """
    if not config.leaves_process:
        yield from again.answers(seeds)
        return
    data = again.data
    counts = data.train, len(data.y_test), data.seed
    plan = again.epochs, again.batch_size, data.fresh
    jobs = [Job(travelling(data), again.network, *counts, (seed,), *plan) for seed in seeds]
    for job, answers in config.map(answer_job, jobs):
        yield job.seeds[0], answers


def usual_epochs(data: Dataset) -> int:
    """How often a training goes through a dataset where nobody says."""
    return int(data.origin.defaults["epochs"]) if data.origin else 5


def travelling(data: Dataset) -> dict[str, Any]:
    """The task of a dataset as plain data that other processes read it from.

    Raises:
        ArgumentError: it was made in this process, of arrays or functions.
    """
    known = data.task_record
    if not can_travel(known):
        raise ArgumentError(
            "{name} was made in this process and does not travel to others; give a task file, data "
            "on disk or a dataset that miwake make wrote, or train without workers",
            name=known["name"],
        )
    return {**known, "data": known["data"] and str(Path(known["data"]).resolve())}


def can_travel(task: Mapping[str, Any]) -> bool:
    """Whether a task's record says all that its examples follow from: text or files."""
    return bool(task.get("text")) or task.get("options") is not None


def data_of(job: Job) -> Dataset:
    """The job's examples: those that `miwake train` would train on."""
    text = json.dumps(plain(dict(job.task)), ensure_ascii=False)
    return _made(text, job.train, job.test, job.data_seed, job.fresh)


def forget_data() -> None:
    """Let go of the examples that are kept for the next job."""
    _made.cache_clear()
    _task.cache_clear()


@functools.lru_cache(maxsize=1)  # jobs on the same examples follow one another
def _made(task: str, train: int | None, test: int | None, seed: int, fresh: bool) -> Dataset:
    return _task(task).make(train, test, seed, fresh=fresh)


@functools.lru_cache(maxsize=1)  # one that reads its data keeps it for the next job
def _task(record: str) -> Task:
    return from_record(json.loads(record), stored=True)
