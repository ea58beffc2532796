"""Errands: what a worker does with a task: open it, look at it, train on it, keep the run."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from miwake.audit.look import check_look, look
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.errors import Phrase
from miwake.findings import Finding
from miwake.input_spec import TableSpec, kind_of
from miwake.messages import languages, render_error_in_all, view_name
from miwake.plan import TrainingPlan
from miwake.render.findings import view_in_all
from miwake.runtime.timer import Stages
from miwake.studio.request import Order
from miwake.studio.worker.serialize import shown
from miwake.tasks.load import from_record, load_task
from miwake.tasks.protocol import Task
from miwake.training.networks import NETWORKS
from miwake.verdict.monitor import Epoch
from miwake.workflow.run_folder import run_directory, train_in_folder
from miwake.workflow.train import Hooks

Tell = Callable[..., None]
SAMPLES = 4  # examples of a class to show before anything is made
CLASSES = 12  # classes of which examples are shown
TOLD = 0.1  # seconds between two progress messages


@dataclass(frozen=True)
class Made:
    """The data that was made last, so that a training after a look need not make it again."""

    of: tuple[Any, ...]
    data: Dataset
    look: Look | None = None


_last: list[Made] = []


def open_task(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """What a task is: its words, classes, settings, defaults and a few examples."""
    order = Order.of(asked["order"])
    tell("stage", stage="open")
    task = _task(order)
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
        "epochs": task.default("epochs", 5),
        "counts": task.can_simulate,
        "reader": reader and {"form": reader.form, "options": reader.options},
        "examples": _few(task, order.seed),
    }


def look_at(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """A look at a task's data: figures, findings and drawn examples, in all languages."""
    order = Order.of(asked["order"])
    task = _task(order)
    data = _made(task, order, tell)
    tell("stage", stage="look")
    from miwake.render.look_figures import examples_figure
    from miwake.render.plots import svg

    found = _last[0].look or look(data)
    _last[0] = replace(_last[0], look=found)
    tell("stage", stage="draw")
    examples = {name: data.x_train[list(places)] for name, places in found.examples.items()}
    views = [
        trial.as_json() | {"name": {lang: view_name(trial.view, lang) for lang in languages()}}
        for trial in found.views
    ]
    return {
        **found.as_json(),
        "title": found.title,
        "kind": found.kind,
        "views": views,
        "warnings": [both(check) for check in found.warnings],
        "columns": _columns(data),
        "epochs": data.origin.defaults["epochs"] if data.origin else 5,
        "figure": {
            lang: svg(examples_figure(examples, found.kind, lang, found.columns))
            for lang in languages()
        },
    }


def train_on(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """A training from the task to the kept run."""
    order, out = Order.of(asked["order"]), Path(asked["out"])
    stages = Stages()
    with stages("total"):
        task = _task(order)
        with run_directory(out, task.name) as folder:
            tell("folder", folder=str(folder))
            with stages("data"):
                data = _made(task, order, tell)
            seen = _last[0].look
            looked = None if seen is None else lambda: check_look(seen, data)
            plan = replace(TrainingPlan(), **order.training)
            return _train(folder, data, plan, looked, stages, tell, asked["lang"])


def resume(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Going on with a training that was stopped."""
    from miwake.run.checkpoint import read_plan
    from miwake.runtime.file_lock import lock_folder

    folder, stages = Path(asked["run"]), Stages()
    with stages("total"), lock_folder(folder):
        record, plan = read_plan(folder)
        tell("folder", folder=str(folder))
        with stages("data"):
            data_plan = plan.data
            order = Order("", train=data_plan.train, test=data_plan.test, seed=data_plan.seed)
            task = from_record(record, stored=True)
            if data_plan.fresh:
                data = task.make(data_plan.train, data_plan.test, data_plan.seed, fresh=True)
            else:
                data = _made(task, order, tell)
        return _train(folder, data, plan, None, stages, tell, asked["lang"])


def warm(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:  # noqa: ARG001  all take both
    """Load Keras while nothing else is to be done."""
    from miwake.runtime.keras_backend import keras_for_commands

    keras = keras_for_commands()
    keras.utils.clear_session(free_memory=False)  # a stop may have broken off what it was doing
    return {}


def both(finding: Finding) -> dict[str, Any]:
    """A finding with its words in all languages."""
    return finding.as_json() | {"text": view_in_all(finding)["text"]}


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

    def show(epoch: Epoch) -> None:
        last = epoch.number == epoch.epochs
        tell("epoch", **asdict(epoch), at=time.time(), stage="judge" if last else "train")
        if last:
            show_repeat()

    done, total = count(1), plan.repeats

    def show_repeat(*_: float) -> None:
        tell("repeat", done=next(done), total=total)

    tell("repeat", done=0, total=total)
    hooks = Hooks(show, show_repeat, lambda: tell("keeping"), looked)
    saved = train_in_folder(folder, data, plan, hooks, stages)
    tell("stage", stage="report")
    with stages("report"):
        saved.run.write_report(lang)
    said = Phrase("{error}; kept in {path} for now", error=saved.error, path=saved.run.path)
    elsewhere = render_error_in_all(said) if saved.error else None
    return {"run": str(saved.run.path), "finished": saved.finished, "elsewhere": elsewhere}


def _task(order: Order) -> Task:
    return load_task(order.task, dict(order.settings), **dict(order.options))


def _made(task: Task, order: Order, tell: Tell) -> Dataset:
    """A task's data, made now or the last time."""
    of = (task.record()["sha256"], task.plan, order.train, order.test, order.seed)
    if _last and _last[0].of == of:
        data = _last[0].data
        assert data.origin is not None
        return replace(data, origin=replace(task.describe(), defaults=data.origin.defaults))
    tell("stage", stage="data")
    told = 0.0

    def show(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told > TOLD or done == total:
            told = now
            tell("progress", done=done, total=total)

    _last.clear()
    data = task.make(order.train, order.test, order.seed, progress=show)
    _last.append(Made(of, data))
    return data


def _few(task: Task, seed: int) -> list[dict[str, Any]]:
    """A few examples of each class, where they can be made at once."""
    if not task.can_simulate:
        return []
    made = []
    for name in task.classes[:CLASSES]:
        x = task.fresh(SAMPLES, seed, name).x
        made.append({"name": name, "kind": kind_of(x.shape[1:]), "examples": shown(x)})
    return made


def _columns(data: Dataset) -> dict[str, Any] | None:
    """What was understood of a table: its columns of numbers and of texts."""
    table = data.reading
    if not isinstance(table, TableSpec):
        return None
    return {
        "numbers": [number.name for number in table.numbers],
        "texts": {category.name: len(category.values) for category in table.categories},
    }
