"""Jobs: trainings that need nothing of each other, as plain data that can travel."""

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from typing import Any

from miwake.again import Again
from miwake.dataset import Dataset
from miwake.measures.scores import Scores, scores_of
from miwake.reading import kept_task
from miwake.record import plain
from miwake.training import PARTS, train


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
    """

    task: Mapping[str, Any]
    network: str
    train: int | None
    test: int | None
    data_seed: int
    seeds: tuple[int, ...]
    epochs: int | None
    batch_size: int

    def alone(self) -> "Iterator[Job]":
        """The same job for each of its seeds."""
        for seed in self.seeds:
            yield replace(self, seeds=(seed,))

    def key(self) -> str:
        """What the results follow from, as a short name."""
        task = {name: value for name, value in self.task.items() if name != "jit"}  # same bits
        known = asdict(self) | {"task": task, "versions": {part: version(part) for part in PARTS}}
        text = json.dumps(plain(known), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def run_job(job: Job) -> Scores:
    """Make the job's data from its task and train from its one seed, wherever this runs.

    Raises:
        MiwakeError: as `Task.make` and `train` do.
    """
    ((_, scores),) = train_job(job, data_of(job))
    return scores


def train_job(job: Job, data: Dataset) -> Iterator[tuple[int, Scores]]:
    """Train from each seed, and yield it with the scores of the test examples.

    Args:
        job: what to train.
        data: its examples.
    """
    first, *others = job.seeds
    run = train(data, job.network, job.epochs, job.batch_size, first, checks=False)
    assert run.answers is not None
    assert run.record is not None
    yield first, scores_of(run.answers, data.y_test, data.classes)
    program = getattr(run.model.history, "program", None)
    again = Again(data, job.network, run.model, program, run.record.epochs, job.batch_size)
    for seed, answers in again.answers(others) if others else ():
        yield seed, scores_of(answers, data.y_test, data.classes)


def data_of(job: Job) -> Dataset:
    """The job's examples: those that `miwake train` would train on."""
    text = json.dumps(plain(dict(job.task)), ensure_ascii=False)
    return _made(text, job.train, job.test, job.data_seed)


def forget_data() -> None:
    """Let go of the examples that are kept for the next job."""
    _made.cache_clear()
    _whole.cache_clear()


@functools.lru_cache(maxsize=1)  # jobs on the same examples follow one another
def _made(task: str, train: int | None, test: int | None, seed: int) -> Dataset:
    known = kept_task(json.loads(task))
    if known.file.load_data is None:
        return known.make(train, test, seed)
    whole = _whole(task, seed)
    assert whole.task is not None
    return whole.task.part(whole, train, test)


@functools.lru_cache(maxsize=1)
def _whole(task: str, seed: int) -> Dataset:
    return kept_task(json.loads(task)).make(seed=seed)
