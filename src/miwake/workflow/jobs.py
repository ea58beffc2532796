"""Jobs: trainings that need nothing of each other, as plain data that can travel."""

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.plan import DataPlan, TrainingPlan
from miwake.run.record import versions
from miwake.runtime.plain_data import plain
from miwake.tasks.load import from_record
from miwake.tasks.protocol import Task
from miwake.training.build import build
from miwake.training.fit_dataset import answers_of_seeds, fit_dataset
from miwake.training.inference import predict_proba
from miwake.workflow.cross_validation import Answers, answer_folds
from miwake.workflow.resolve_plan import choose_open_epochs


@dataclass(frozen=True)
class Job:
    """A training from one seed or several that follow one another.

    Attributes:
        task: as a run's record keeps it.
        plan: the training; of its data, the numbers alone.
    """

    task: Mapping[str, Any]
    plan: TrainingPlan

    def split(self) -> "list[Job]":
        """Make a job of each seed."""
        plans = [replace(self.plan, seed=seed, repeats=1) for seed in self.plan.seeds]
        return [replace(self, plan=plan) for plan in plans]

    def __hash__(self) -> int:
        return hash(self.plan)

    def key(self) -> str:
        """Name what the results follow from."""
        task = {name: value for name, value in self.task.items() if name != "jit"}  # same bits
        return self.plan.key(task=plain(task), versions=versions())


def answer_job(job: Job) -> Answers:
    """Make a job's data from its task and train from its one seed, wherever this runs.

    Returns:
        what the network answers to the test examples.

    Raises:
        MiwakeError: as `Task.make` and `train` do.
    """
    if job.plan.folds > 1:
        return answer_folds(job.plan, data_of(job)).answers
    ((_, answers),) = train_seeds(job.plan, data_of(job), [job.plan.first_seed])
    return answers


def train_seeds(
    plan: TrainingPlan, data: Dataset, seeds: Sequence[int]
) -> Iterator[tuple[int, Answers]]:
    """Train from each seed, and yield it with the answers to the test examples."""
    plan = replace(plan, seed=seeds[0])
    model = build(plan.network, data, seeds[0], plan)
    plan = choose_open_epochs(plan, data, model)
    trained = fit_dataset(model, data, plan)
    yield seeds[0], predict_proba(trained.model, data.x_test, data.classes)
    if seeds[1:]:
        yield from answers_of_seeds(trained, seeds[1:])


def portable_record(data: Dataset) -> dict[str, Any]:
    """The task of a dataset as plain data that other processes read it from.

    Raises:
        ArgumentError: it was made in this process, of arrays or functions.
    """
    record = data.task_record
    if not is_portable(record):
        raise ArgumentError(
            "{name} was made in this process and does not travel to others; give a task file, data "
            "on disk or a dataset that miwake make wrote, or train without workers",
            name=record["name"],
        )
    return {**record, "data": record["data"] and str(Path(record["data"]).resolve())}


def is_portable(task: Mapping[str, Any]) -> bool:
    """Whether a task's record says all that its examples follow from: text or files."""
    return bool(task.get("text")) or task.get("options") is not None


def data_of(job: Job) -> Dataset:
    """The job's examples: those that `miwake train` would train on."""
    text = json.dumps(plain(dict(job.task)), ensure_ascii=False)
    return _make_data(text, job.plan.data.numbers())


def forget_data() -> None:
    """Let go of the examples that are kept for the next job."""
    _make_data.cache_clear()
    _read_task.cache_clear()


@functools.lru_cache(maxsize=1)  # jobs on the same examples follow one another
def _make_data(record: str, plan: DataPlan) -> Dataset:
    return _read_task(record).make(plan.train, plan.test, plan.seed, fresh=plan.fresh)


@functools.lru_cache(maxsize=1)  # one that reads its data keeps it for the next job
def _read_task(record: str) -> Task:
    return from_record(json.loads(record), stored=True)
