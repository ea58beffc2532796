"""Comparing: every network on every amount of data, from several seeds."""

import json
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from miwake.comparison.comparison import Cell, Comparison, contrasts_of, rows_of
from miwake.comparison.result_cache import ResultCache
from miwake.dataset import Dataset
from miwake.errors import ArgumentError, NetworkError
from miwake.plan import ComparisonPlan, DataPlan, TrainingPlan
from miwake.readers.split import keep
from miwake.render.html.comparison import comparison_html
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.plain_data import plain
from miwake.stats.chance import chance_of
from miwake.stats.per_example import Scores, scores_of
from miwake.tasks.load import from_record
from miwake.tasks.protocol import Task
from miwake.training.networks import fitting, names_for
from miwake.workflow.cross_validation import Answers
from miwake.workflow.jobs import (
    Job,
    answer_job,
    data_of,
    forget_data,
    is_portable,
    portable_record,
    train_seeds,
)

OnResult = Callable[[str, int, int, float], None]


def compare(  # noqa: PLR0913  each may be left out
    data: Task | Dataset,
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
    on_result: OnResult | None = None,
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
    plan = ComparisonPlan(
        DataPlan(test=test, seed=seed),
        epochs=epochs,
        batch_size=batch_size,
        repeats=repeats,
        networks=tuple(networks or ()),
        sizes=tuple(sizes or ()),
    )
    if networks is not None and not plan.networks:
        raise _nothing_to_compare(plan)
    where = None if folder is None else Path(folder)
    return compare_plan(plan, data, where, WorkerConfig(executor, workers), on_result)


def compare_plan(
    plan: ComparisonPlan,
    data: Task | Dataset,
    folder: Path | None = None,
    workers: WorkerConfig = WorkerConfig(),  # noqa: B008  it is frozen
    on_result: OnResult | None = None,
) -> Comparison:
    """Train as a plan says, and hold the results together.

    Args:
        plan: networks, sizes and all that the trainings have in common.
        data: a task, or a dataset of arrays.
        folder: where to keep results; those that are there already are not made again.
        workers: who trains; by default this process, whose threads share each compiled program.
        on_result: called with network, examples, seed and accuracy (R2) of each training.
    """
    if plan.repeats < 1 or any(size < 1 for size in plan.sizes):
        raise _nothing_to_compare(plan)
    sizes = sorted(set(plan.sizes))
    arrays = data if isinstance(data, Dataset) and data.origin is None else None
    counts: list[int | None] = [*sizes] or [None if arrays is None else len(arrays.y_train)]
    first = _first(data, counts[-1], plan.data)
    networks = tuple(dict.fromkeys(plan.networks or fitting(first)))
    _check_networks(networks, first)
    portable = workers.leaves_process or is_portable(first.task_record)
    record = portable_record(first) if portable else {}
    numbers = DataPlan(test=len(first.y_test), seed=first.seed)
    shared = replace(plan.training(), data=numbers, seed=plan.data.seed, repeats=plan.repeats)
    jobs = [Job(record, shared.with_(train=n, network=net)) for n in counts for net in networks]
    cache = ResultCache(folder) if folder is not None and record else None
    cells = {
        (str(job.plan.network), job.plan.data.train or first.train): scores
        for job, scores in _score(jobs, cache, first, workers, on_result)
    }
    forget_data()
    scores = {
        (net, n or first.train): cells[net, n or first.train] for net in networks for n in counts
    }
    origin = first.origin.plan if first.origin else DataPlan()
    data_plan = replace(origin, test=plan.data.test, seed=plan.data.seed)
    return _comparison(first, scores, replace(plan, data=data_plan, networks=networks))


def write_comparison(comparison: Comparison, folder: Path, lang: str = "en") -> Path:
    """Write a comparison's table and report into its folder; the report's path is returned.

    Raises:
        RunError: the disk does not take them.
    """
    table = json.dumps(plain(comparison.as_json()), ensure_ascii=False, indent=1)
    return ResultCache(folder).write_result(table, comparison_html(comparison, lang))


def _nothing_to_compare(plan: ComparisonPlan) -> ArgumentError:
    return ArgumentError(
        "networks = {given}, sizes = {sizes}, repeats = {repeats}; give at least one "
        "network, sizes of at least 1, and at least 1 repeat",
        given=list(plan.networks) or None,
        sizes=sorted(set(plan.sizes)),
        repeats=plan.repeats,
    )


def _first(data: Task | Dataset, train: int | None, plan: DataPlan) -> Dataset:
    """The largest amount of data, so that what can't be had is known before anything is done."""
    if isinstance(data, Task):
        return data.make(train, plan.test, plan.seed)
    if data.origin is None:
        return keep(data, train, plan.test)
    maker = data.origin.simulator or from_record(data.origin.record, stored=True)
    return maker.make(train, plan.test, plan.seed, fresh=False)


def _check_networks(networks: Sequence[str], data: Dataset) -> None:
    unknown = [name for name in networks if name not in names_for(data)]
    if unknown:
        raise NetworkError(
            "there is no network {unknown}; there are {names}",
            unknown=unknown[0],
            names=", ".join(names_for(data)),
        )


def _score(
    jobs: Sequence[Job],
    cache: ResultCache | None,
    first: Dataset,
    workers: WorkerConfig,
    on_result: OnResult | None,
) -> Iterator[tuple[Job, Any]]:
    """Yield each job with its scores, shape (seeds, examples)."""
    single = [one for job in jobs for one in job.split()]
    scores: dict[TrainingPlan, Scores] = {}
    for one in single if cache else ():
        stored = cache.read(one.key()) if cache else None
        if stored is not None:
            scores[one.plan] = stored
    missing = [one for one in single if one.plan not in scores]
    trained = _train_here(jobs, missing, first)
    if workers.leaves_process:
        trained = workers.map(answer_job, missing)
    for one, answers in trained:
        plan = one.plan
        scores[plan] = scores_of(answers, first.y_test, first.classes)
        if cache:
            cache.write(one.key(), scores[plan])
        if on_result:
            count, mean = plan.data.train or first.train, float(scores[plan].mean())
            on_result(str(plan.network), count, plan.first_seed, mean)
    for job in jobs:
        yield job, np.stack([scores[one.plan] for one in job.split()])


def _train_here(
    jobs: Sequence[Job], missing: Sequence[Job], first: Dataset
) -> Iterator[tuple[Job, Answers]]:
    """Train in this process; the seeds of one job share a compiled program."""
    for job in jobs:
        singles = {one.plan.first_seed: one for one in job.split() if one in missing}
        if singles:
            counts = job.plan.data
            data = data_of(job) if job.task else keep(first, counts.train, counts.test)
            for seed, answers in train_seeds(job.plan, data, list(singles)):
                yield singles[seed], answers


def _comparison(data: Dataset, scores: dict[Cell, Any], plan: ComparisonPlan) -> Comparison:
    groups = data.groups_test
    between, more = contrasts_of(scores, groups)
    return Comparison(
        title=data.origin.title if data.origin else "Data",
        plan=plan,
        test=len(data.y_test),
        rows=tuple(
            rows_of(scores, plan.seeds, "test_accuracy" if data.classes else "test_r2", groups)
        ),
        between=between,
        more=more,
        can_make=data.origin is not None and data.origin.can_make,
        chance=chance_of(data) if data.classes else None,
    )
