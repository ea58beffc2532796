"""Reading a Task from whatever the user names, or from what a run kept."""

import tokenize
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from miwake.errors import Phrase, RunError, TaskError, nearest
from miwake.generate.jit_loop import has_numba
from miwake.plan import DataPlan, ReaderOptions
from miwake.readers.registry import endings, find_reader, fingerprint, refuse_options
from miwake.store.manifest import is_dataset
from miwake.tasks.stored_task import StoredTask
from miwake.tasks.task import Task, built_in_tasks
from miwake.tasks.task_file import TaskFile, read_task_file


def load_task(
    name: "str | Path | Task",
    settings: Mapping[str, Any] | None = None,
    data: str | Path | None = None,
    *,
    jit: bool = False,
    **options: Any,
) -> Task:
    """Read a task.

    Args:
        name: a built-in name, a task file, data of the user's own, or a dataset that `miwake make`
            wrote (a folder, or an address such as s3://bucket/name); a Task is returned as it is.
        settings: settings to change, by name.
        data: where the data lies, for a task that loads it (mnist: mnist.npz or a folder).
        jit: whether to compile functions that make one example a call, with numba; examples stay
            the same to the last bit, or plain Python makes them.
        **options: how to read the user's own files: label, drop, facts, group.

    Raises:
        TaskError: there is no such task, or it can't be read.
    """
    if isinstance(name, Task):
        return name
    path = Path(name)
    own = ReaderOptions.of(options)
    if is_dataset(name):
        refuse_options(own, (), str(name))
        _refuse_more(own, name, settings, data, jit)
        return StoredTask.at(name)
    if str(name) not in built_in_tasks() and find_reader(path):
        return Task.of_own(path, _refuse_more(own, path, settings, data, jit))
    refuse_options(own, (), str(name))
    known = built_in_tasks()
    if path.suffix != ".py" and str(name) in known:
        file = read_task_file(known[str(name)].read_text("utf-8"), str(name), None, settings)
        return _of_file(file, str(name), data, jit)
    if path.suffix != ".py" or not path.is_file():
        raise _no_task(path, list(known))
    try:
        with tokenize.open(path) as stream:
            text = stream.read()
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        raise TaskError(
            "{path} can't be read: {error}; save it as UTF-8 text", path=path, error=error
        ) from error
    file = read_task_file(text, path.name, str(path.parent.resolve()), settings)
    return _of_file(file, str(path), data, jit)


def load_planned(plan: DataPlan) -> Task:
    """Read the task of a plan.

    Raises:
        TaskError: there is no such task, or it can't be read.
    """
    assert plan.task is not None
    settings, options = dict(plan.settings), asdict(plan.reader)
    return load_task(plan.task, settings, plan.data, jit=plan.jit, **options)


def _of_file(file: TaskFile, origin: str, data: str | Path | None, jit: bool) -> Task:
    if jit and file.load_data is not None:
        raise TaskError(
            "{name} loads its data, so nothing can be compiled; drop --jit", name=file.name
        )
    task = Task.of_file(_refuse_data(file, data), origin, str(data) if data else None)
    task.jit = jit
    return task


def from_record(record: Mapping[str, Any], *, stored: bool = False) -> Task:
    """The task that a run's record keeps, read again from its own text.

    Args:
        record: what `Task.record` gave.
        stored: whether to read its dataset on disk, if it had one.

    Raises:
        RunError: its text was not kept, or its data is no longer there; TaskError: it can't be
            read; DataError: its dataset is no longer there.
    """
    if stored and record.get("stored"):
        return _stored(record)
    if record.get("options") is not None:
        return _own_data(record)
    if not record.get("text"):
        raise RunError(
            "this run does not say how to make its examples; give files or arrays to predict, "
            "or evaluate where its task is at hand"
        )
    file = read_task_file(record["text"], record["file"], record["folder"], record["changed"])
    task = Task.of_file(file, record["origin"], record["data"])
    task.jit = record.get("jit", False) and has_numba()
    return task


def _stored(record: Mapping[str, Any]) -> Task:
    """The written dataset that a training began with, if it is still what it was."""
    task = StoredTask.at(record["stored"])
    there = task.record()
    if (there["sha256"], there["changed"]) != (record["sha256"], record["changed"]):
        raise RunError(
            "{path} holds another dataset than this training began with", path=record["stored"]
        )
    return task


def _own_data(record: Mapping[str, Any]) -> Task:
    """The user's own data that a run was trained on, if it is still what it was."""
    path = Path(record["origin"])
    if not path.exists():
        raise RunError(
            "the data of this run is no longer at {path}; bring it back there", path=path
        )
    if fingerprint(path) != record["sha256"]:
        raise RunError(
            "{path} has changed since this run was trained, so what was kept for testing can't "
            "be told from what was trained on; train again, or give files to predict",
            path=path,
        )
    return load_task(path, **record["options"])


def _refuse_more(
    own: ReaderOptions,
    path: str | Path,
    settings: Mapping[str, Any] | None,
    data: str | Path | None,
    jit: bool,
) -> ReaderOptions:
    if settings or data is not None or jit:
        given: Phrase | str = f"--data {data}" if data is not None else "--jit"
        given = Phrase("{--set:{name}}", name=next(iter(settings))) if settings else given
        raise TaskError(
            "{path} is data and no task file, so {given} is not used; drop it",
            path=path,
            given=given,
        )
    return own


def _refuse_data(file: TaskFile, data: str | Path | None) -> TaskFile:
    if data is not None and file.load_data is None:
        raise TaskError(
            "{name} makes its own examples, so --data {data} is not used; drop it",
            name=file.name,
            data=data,
        )
    return file


def _no_task(path: Path, known: list[str]) -> TaskError:
    names = ", ".join(known)
    if path.exists():
        return TaskError(
            "{path} is no task; give a task file (.py), a folder with a sub-folder of images a "
            "class, a table ({tables}), arrays ({arrays}), a dataset that miwake "
            "make wrote, or one of {names}",
            path=path,
            tables=endings("table"),
            arrays=endings("arrays"),
            names=names,
        )
    files = [str(p) for p in path.parent.glob("*.py")] if path.parent.is_dir() else []
    built_in = Phrase(
        "the built-in ones are {names}, and `miwake new FILE.py` writes one", names=names
    )
    hint = nearest(str(path), [*known, *files], built_in)
    return TaskError("there is no task {path}; {hint}", path=path, hint=hint)
