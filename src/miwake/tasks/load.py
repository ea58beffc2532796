"""Loading a task from whatever the user names, or from what a run has recorded."""

import tokenize
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from miwake.errors import Phrase, RunError, TaskError, nearest
from miwake.generate.jit_loop import has_numba
from miwake.plan import DataPlan, ReaderOptions
from miwake.readers.registry import endings, find_reader, fingerprint, refuse_options
from miwake.store.manifest import is_dataset
from miwake.tasks.data_task import FilesTask, LoadedTask
from miwake.tasks.function_task import FunctionTask
from miwake.tasks.protocol import Task, built_in_tasks
from miwake.tasks.stored_task import StoredTask
from miwake.tasks.task_file import TaskFile, read_task_file

OPTIONAL = ("changed", "data", "folder", "jit", "options", "origin", "sha256", "text")


def load_task(
    name: str | Path | DataPlan | Task,
    settings: Mapping[str, Any] | None = None,
    data: str | Path | None = None,
    *,
    jit: bool = False,
    **options: Any,
) -> Task:
    """Read a task.

    Args:
        name: a built-in name, a task file, data of the user's own, or a dataset that `miwake make`
            wrote (a folder, or an address such as s3://bucket/name); a plan, which says all that
            follows here, too; a Task is returned as it is.
        settings: settings to change, by name.
        data: where the data lies, for a task that loads it (mnist: mnist.npz or a folder).
        jit: whether to compile functions that make one example a call, with numba; examples stay
            the same to the last bit, or plain Python makes them.
        **options: how to read the user's own files: label, drop, facts, group, sheet, header,
            regression; names in drop and facts are a list, or a text with commas between.

    Raises:
        TaskError: there is no such task, or it can't be read.
    """
    if isinstance(name, Task):
        return name
    if isinstance(name, DataPlan):
        return _load(name)
    return _load(
        DataPlan(
            task=str(name),
            settings=tuple((settings or {}).items()),
            data=None if data is None else str(data),
            reader=ReaderOptions.of(options),
            jit=jit,
        )
    )


def _load(plan: DataPlan) -> Task:
    name, path, built_in = str(plan.task), Path(str(plan.task)), built_in_tasks()
    if is_dataset(name):
        refuse_options(plan.reader, (), name)
        _refuse_changes(plan, name)
        return StoredTask(name)
    if name not in built_in and find_reader(path):
        _refuse_changes(plan, path)
        return FilesTask(path, plan.reader)
    if name not in built_in and not path.exists():
        raise _no_task(path, list(built_in))
    refuse_options(plan.reader, (), name)
    if path.suffix != ".py" and name in built_in:
        text, file_name, folder = built_in[name].read_text("utf-8"), name, None
    elif path.suffix == ".py" and path.is_file():
        text, file_name, folder = _read_text(path), path.name, str(path.parent.resolve())
    else:
        raise _no_task(path, list(built_in))
    file = read_task_file(text, file_name, folder, dict(plan.settings))
    if plan.jit and file.load_data is not None:
        raise TaskError(
            "{name} loads its data, so nothing can be compiled; drop --jit", name=file.name
        )
    if plan.data is not None and file.load_data is None:
        raise TaskError(
            "{name} makes its own examples, so --data {data} is not used; drop it",
            name=file.name,
            data=plan.data,
        )
    return task_of(file, plan)


def task_of(file: TaskFile, plan: DataPlan | None = None) -> Task:
    """Make the task that a task file defines.

    Args:
        file: what it defines.
        plan: what it was loaded with; the settings are those of the file.

    Raises:
        TaskError: it defines none.
    """
    plan = replace(plan or DataPlan(), settings=file.changed)
    if file.load_data is not None:
        return LoadedTask(file, plan)
    return FunctionTask.of_file(file, plan)


def from_record(record: Mapping[str, Any], *, stored: bool = False) -> Task:
    """Load the task that a run has recorded, from its own text.

    Args:
        record: what `Task.record` gave.
        stored: whether to read its dataset on disk, if it had one.

    Raises:
        RunError: its text was not kept, or its data is no longer there; TaskError: it can't be
            read; DataError: its dataset is no longer there.
    """
    if stored and record.get("stored"):
        return _stored(record)
    record = {"file": None, **dict.fromkeys(OPTIONAL), **record}
    if record["options"] is not None and record["origin"]:
        return _own_files(record)
    if not record["text"]:
        raise RunError(
            "this run does not say how to make its examples; give files or arrays to predict, "
            "or evaluate where its task is at hand"
        )
    name, changed = record["file"] or "task.py", record["changed"] or {}
    file = read_task_file(record["text"], name, record["folder"], changed)
    jit = bool(record["jit"]) and has_numba()
    return task_of(file, DataPlan(task=record["origin"], data=record["data"], jit=jit))


def _stored(record: Mapping[str, Any]) -> Task:
    """Open the written dataset that a training began with, if it is still what it was."""
    task = StoredTask(record["stored"])
    there = task.record()
    if (there["sha256"], there["changed"]) != (record["sha256"], record["changed"]):
        raise RunError(
            "{path} holds another dataset than this training began with", path=record["stored"]
        )
    return task


def _own_files(record: Mapping[str, Any]) -> Task:
    """Find the user's own data that a run was trained on, if it is still what it was."""
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


def _read_text(path: Path) -> str:
    try:
        with tokenize.open(path) as stream:
            return stream.read()
    except (OSError, SyntaxError, UnicodeDecodeError) as error:
        raise TaskError(
            "{path} can't be read: {error}; save it as UTF-8 text", path=path, error=error
        ) from error


def _refuse_changes(plan: DataPlan, path: str | Path) -> None:
    """Refuse what only a task file can take."""
    option: Phrase | str | None = "--jit" if plan.jit else None
    option = option if plan.data is None else f"--data {plan.data}"
    option = Phrase("{--set:{name}}", name=plan.settings[0][0]) if plan.settings else option
    if option is not None:
        raise TaskError(
            "{path} is data and no task file, so {given} is not used; drop it",
            path=path,
            given=option,
        )


def _no_task(path: Path, built_in: list[str]) -> TaskError:
    names = ", ".join(built_in)
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
    others = Phrase(
        "the built-in ones are {names}, and `miwake new FILE.py` writes one", names=names
    )
    hint = nearest(str(path), [*built_in, *files], others)
    return TaskError("there is no task {path}; {hint}", path=path, hint=hint)
