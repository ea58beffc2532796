"""What a worker does with a task: open it, look at its data, train on it, keep the run."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from miwake.audit.look import check_look, look
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.errors import Phrase
from miwake.input_spec import TableSpec, kind_of
from miwake.messages import languages, render_error_in_all, view_name
from miwake.plan import DataPlan, TrainingPlan
from miwake.render.findings import view_in_all
from miwake.render.look_text import table_rows
from miwake.run.checkpoint import read_plan
from miwake.runtime.file_lock import lock_folder
from miwake.runtime.keras_backend import keras_for_commands
from miwake.runtime.timer import Stages
from miwake.studio.plan_form import read_form
from miwake.studio.worker.serialize import serialize_examples
from miwake.tasks.load import from_record, load_task
from miwake.tasks.protocol import Task
from miwake.training.networks import NETWORKS
from miwake.verdict.monitor import Epoch
from miwake.workflow.train_in_folder import run_directory, train_in_folder, write_report
from miwake.workflow.train_plan import Hooks

Tell = Callable[..., None]
SAMPLES = 4  # examples of a class to show before anything is made
MAX_CLASSES = 12  # of which examples are shown
PROGRESS_SECONDS = 0.1  # between two progress messages


@dataclass(frozen=True)
class CachedData:
    """The data that was made last, so that a training after a look need not make it again."""

    key: tuple[Any, ...]
    data: Dataset
    look: Look | None = None


_cache: list[CachedData] = []


def open_task(command: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Describe a task: its texts, classes, settings, defaults and a few examples."""
    plan = read_form(command["order"])
    tell("stage", stage="open")
    task = load_task(plan.data)
    reader = task.reader
    return {
        "name": task.name,
        "title": task.title,
        "description": task.description,
        "classes": task.classes,
        "target": task.target,
        "settings": {name: repr(value) for name, value in task.file.settings.items()},
        "networks": [*NETWORKS, *task.file.networks],
        "network": task.default("network", "dense"),
        "train": task.default("train"),
        "test": task.default("test"),
        "epochs": None if task.reader else task.default("epochs", 5),
        "counts": task.can_simulate,
        "reader": reader and {"form": reader.form, "options": reader.options},
        "examples": _sample_classes(task, plan.data.seed),
    }


def look_at(command: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Look at a task's data: figures, findings and drawn examples, in all languages."""
    plan = read_form(command["order"]).data
    data = _make_data(load_task(plan), plan, tell)
    tell("stage", stage="look")
    from miwake.render import look_figures, plots  # they load matplotlib

    seen = _cache[0].look or look(data)
    _cache[0] = replace(_cache[0], look=seen)
    tell("stage", stage="draw")
    examples = {name: data.x_train[list(places)] for name, places in seen.examples.items()}
    views = [
        view.as_json() | {"name": {lang: view_name(view.view, lang) for lang in languages()}}
        for view in seen.views
    ]
    return {
        **seen.as_json(),
        "title": seen.title,
        "kind": seen.kind,
        "views": views,
        "warnings": [view_in_all(finding) for finding in seen.warnings],
        "columns": _columns(data),
        "table": _table(seen),
        "epochs": _named_epochs(data),
        "figure": {
            lang: plots.svg(look_figures.examples_figure(examples, seen.kind, lang, seen.columns))
            for lang in languages()
        },
    }


def _named_epochs(data: Dataset) -> int | None:
    """The usual number of epochs; None where it is chosen when the training begins."""
    if data.origin is None:
        return 5
    return None if data.origin.chooses_epochs else int(data.origin.defaults["epochs"])


def train(command: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Train, from the task to the kept run."""
    plan, stages = read_form(command["order"]), Stages()
    with stages("total"):
        task = load_task(plan.data)
        with run_directory(Path(command["out"]), task.name) as folder:
            tell("folder", folder=str(folder))
            with stages("data"):
                data = _make_data(task, plan.data, tell)
            seen = _cache[0].look if _cache else None  # fresh data is not cached
            looked = None if seen is None else lambda: check_look(seen, data)
            return _train(folder, data, plan, looked, stages, tell, command["lang"])


def resume(command: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Go on with a training that was stopped."""
    folder, stages = Path(command["run"]), Stages()
    with stages("total"), lock_folder(folder):
        record, plan = read_plan(folder)
        tell("folder", folder=str(folder))
        with stages("data"):
            data = _make_data(from_record(record, stored=True), plan.data, tell)
        return _train(folder, data, plan, None, stages, tell, command["lang"])


def warm(command: Mapping[str, Any], tell: Tell) -> dict[str, Any]:  # noqa: ARG001  all take both
    """Load Keras while nothing else is to be done."""
    keras = keras_for_commands()
    keras.utils.clear_session(free_memory=False)  # a stop may have broken off what it was doing
    return {}


def _train(
    folder: Path,
    data: Dataset,
    plan: TrainingPlan,
    looked: Callable[[], Look] | None,
    stages: Stages,
    tell: Tell,
    lang: str,
) -> dict[str, Any]:
    tell("stage", stage="prepare")
    warm({}, tell)
    repeats = count(1)

    def tell_repeat(*_: float | str) -> None:
        tell("repeat", done=next(repeats), total=plan.repeats)

    def tell_epoch(epoch: Epoch) -> None:
        last = epoch.number == epoch.epochs
        tell("epoch", **asdict(epoch), at=time.time(), stage="judge" if last else "train")
        if last:
            tell_repeat()

    @contextlib.contextmanager
    def tell_features() -> Iterator[Callable[[int, int], None]]:
        tell("stage", stage="features")
        yield _progress_of(tell)

    tell("repeat", done=0, total=plan.repeats)
    hooks = Hooks(tell_epoch, tell_repeat, lambda: tell("keeping"), tell_features, looked)
    saved = train_in_folder(folder, data, plan, hooks, stages)
    tell("stage", stage="report")
    with contextlib.suppress(KeyboardInterrupt), stages("report"):  # it is written when asked for
        write_report(saved.run, lang)
    elsewhere = None
    if saved.error:
        phrase = Phrase("{error}; kept in {path} for now", error=saved.error, path=saved.run.path)
        elsewhere = render_error_in_all(phrase)
    return {"run": str(saved.run.path), "finished": saved.finished, "elsewhere": elsewhere}


def _make_data(task: Task, plan: DataPlan, tell: Tell) -> Dataset:
    """Make a task's data, or take that of the last time."""
    key = (task.record()["sha256"], task.plan, plan.train, plan.test, plan.seed)
    if _cache and _cache[0].key == key and not plan.fresh:
        data = _cache[0].data
        assert data.origin is not None
        return replace(data, origin=replace(task.describe(), defaults=data.origin.defaults))
    tell("stage", stage="data")
    _cache.clear()
    progress = _progress_of(tell)
    data = task.make(plan.train, plan.test, plan.seed, progress=progress, fresh=plan.fresh)
    if not plan.fresh:
        _cache.append(CachedData(key, data))
    return data


def _progress_of(tell: Tell) -> Callable[[int, int], None]:
    """Tell how far something is, a few times a second."""
    last = 0.0

    def tell_progress(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > PROGRESS_SECONDS or done == total:
            last = now
            tell("progress", done=done, total=total)

    return tell_progress


def _sample_classes(task: Task, seed: int) -> list[dict[str, Any]]:
    """Make a few examples of each class, where that can be done at once."""
    if not task.can_simulate:
        return []
    samples = {name: task.fresh(SAMPLES, seed, name).x for name in task.classes[:MAX_CLASSES]}
    return [
        {"name": name, "kind": kind_of(x.shape[1:]), "examples": serialize_examples(x)}
        for name, x in samples.items()
    ]


def _table(seen: Look) -> list[dict[str, Any]]:
    """What each column of a table holds, in all languages: its cells after the name."""
    rows = {lang: table_rows(seen, lang)[1:] for lang in languages()}
    return [
        {
            "name": column.name,
            "cells": [
                {lang: rows[lang][place][cell] for lang in languages()} for cell in range(1, 5)
            ],
        }
        for place, column in enumerate(seen.table)
    ]


def _columns(data: Dataset) -> dict[str, Any] | None:
    """List what was understood of a table: its columns of numbers and of texts."""
    table = data.reading
    if not isinstance(table, TableSpec):
        return None
    return {
        "numbers": [number.name for number in table.numbers],
        "texts": {category.name: len(category.values) for category in table.categories},
    }
