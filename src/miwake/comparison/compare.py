"""Comparing: every network on every amount of data, from several seeds."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from miwake.comparison.comparison import Comparison, Place, contrasts_of, rows_of
from miwake.comparison.result_cache import Kept
from miwake.dataset import Dataset
from miwake.errors import ArgumentError, NetworkError
from miwake.readers.split import keep
from miwake.runtime.executors import WorkerConfig
from miwake.stats.chance import chance_level
from miwake.stats.per_example import Scores, scores_of
from miwake.tasks.load import from_record
from miwake.tasks.task import Task
from miwake.training.networks import fitting, names_for
from miwake.workflow.jobs import (
    Answers,
    Job,
    answer_job,
    can_travel,
    data_of,
    forget_data,
    train_job,
    travelling,
)

Told = Callable[[str, int, int, float], None]


def compare(  # noqa: PLR0913  each may be left out
    data: "Task | Dataset",
    networks: Sequence[str] | None = None,
    sizes: Sequence[int] | None = None,
    repeats: int = 3,
    *,
    test: int | None = None,
    seed: int = 0,
    epochs: int | None = None,
    batch_size: int = 32,
    folder: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    on_result: Told | None = None,
) -> Comparison:
    """Train every network on every amount of data, from several seeds, and hold them together.

    Each training is the one that `train` does with the same seed on the same task with that many
    examples; all are tested on the same examples.

    Args:
        data: a task, or a dataset of arrays.
        networks: names of networks; by default dense, and conv where it takes the examples.
        sizes: amounts of training data; by default what the task has.
        repeats: how many seeds: `seed`, `seed` + 1 and so on. The data are those of `seed`.
        test: how many examples to test on; by default what the task has.
        seed: the first.
        epochs: how often each goes through its examples; by default the task's own number.
        batch_size: examples a step.
        folder: where to keep results; those that are there already are not made again.
        executor: any concurrent.futures.Executor to train on, its workers on any machines that
            have miwake; by default here.
        workers: how many processes of this machine to train in, where there is no executor; by
            default this one, whose threads share each compiled program.
        on_result: called with network, examples, seed and accuracy (R2) of each training.

    Raises:
        ArgumentError: something can't be compared.
        NetworkError: there is no such network, or it does not fit the data.
        WorkerError: those who did the work are lost.
    """
    sizes, given = sorted({*(sizes or ())}), None if networks is None else [*networks]
    if given == [] or repeats < 1 or any(size < 1 for size in sizes):
        raise ArgumentError(
            "networks = {given}, sizes = {sizes}, repeats = {repeats}; give at least one "
            "network, sizes of at least 1, and at least 1 repeat",
            given=given,
            sizes=sizes,
            repeats=repeats,
        )
    arrays = data if isinstance(data, Dataset) and data.origin is None else None
    counts: list[int | None] = [*sizes] or [None if arrays is None else len(arrays.y_train)]
    first = _first(data, counts[-1], test, seed)
    names = list(dict.fromkeys(given or fitting(first)))
    _check_networks(names, first)
    seeds = tuple(range(seed, seed + repeats))
    config = WorkerConfig(executor, workers)
    known = travelling(first) if config.leaves_process or can_travel(first.task_record) else {}
    jobs = [
        Job(known, network, count, len(first.y_test), first.seed, seeds, epochs, batch_size)
        for count in counts
        for network in names
    ]
    kept = Kept(Path(folder)) if folder is not None and known else None
    most = first.train
    done = _done(jobs, kept, first, config, on_result)
    places = {(job.network, job.train or most): found for job, found in done}
    ordered = {(n, c or most): places[n, c or most] for n in names for c in counts}
    forget_data()
    return _comparison(first, ordered, seeds, epochs)


def _first(data: Task | Dataset, train: int | None, test: int | None, seed: int) -> Dataset:
    """The largest amount of data, so that what can't be had is known before anything is done."""
    if isinstance(data, Task):
        return data.make(train, test, seed)
    if data.origin is None:
        return keep(data, train, test)
    maker = data.origin.simulator or from_record(data.origin.record, stored=True)
    return maker.make(train, test, seed, fresh=False)


def _check_networks(networks: Sequence[str], data: Dataset) -> None:
    unknown = [name for name in networks if name not in names_for(data)]
    if unknown:
        raise NetworkError(
            "there is no network {unknown}; there are {names}",
            unknown=unknown[0],
            names=", ".join(names_for(data)),
        )


def _done(
    jobs: Sequence[Job],
    kept: Kept | None,
    first: Dataset,
    config: WorkerConfig,
    on_result: Told | None,
) -> Iterator[tuple[Job, Any]]:
    """Each job with its scores, shape (seeds, examples)."""
    every = [one for job in jobs for one in job.alone()]
    found: dict[str, Scores] = {}
    for one in every if kept else ():
        scores = kept.read(one.key()) if kept else None
        if scores is not None:
            found[_name(one)] = scores
    left = [one for one in every if _name(one) not in found]
    trained = _here(jobs, left, first)
    if config.leaves_process:
        trained = config.map(answer_job, left)
    for one, answers in trained:
        scores = found[_name(one)] = scores_of(answers, first.y_test, first.classes)
        if kept:
            kept.write(one.key(), scores)
        if on_result:
            on_result(one.network, one.train or first.train, one.seeds[0], float(scores.mean()))
    for job in jobs:
        yield job, np.stack([found[_name(one)] for one in job.alone()])


def _name(job: Job) -> str:
    return f"{job.network} {job.train} {job.seeds}"


def _here(
    jobs: Sequence[Job], left: Sequence[Job], first: Dataset
) -> Iterator[tuple[Job, Answers]]:
    """Train in this process; the seeds of one job share a compiled program."""
    for job in jobs:
        seeds = tuple(one.seeds[0] for one in left if one == replace(job, seeds=one.seeds))
        if seeds:
            data = data_of(job) if job.task else keep(first, job.train, job.test)
            for seed, answers in train_job(replace(job, seeds=seeds), data):
                yield replace(job, seeds=(seed,)), answers


def _comparison(
    data: Dataset, scores: dict[Place, Any], seeds: Sequence[int], epochs: int | None
) -> Comparison:
    between, more = contrasts_of(scores)
    classes = len(data.classes)
    return Comparison(
        title=data.origin.title if data.origin else "Data",
        origin=data.plan.task,
        test=len(data.y_test),
        epochs=epochs,
        rows=tuple(rows_of(scores, seeds, "test_accuracy" if data.classes else "test_r2")),
        between=between,
        more=more,
        can_make=data.origin is not None and data.origin.can_make,
        chance=chance_level(data.y_test, classes, data.y_train) if classes else None,
    )
