"""A run's folder: numbered, never overwritten; run.json is written last and makes it whole."""

import csv
import io
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import MiwakeError, Phrase, RunError, reason
from miwake.input_spec import InputSpec
from miwake.run.checkpoint import unwritable
from miwake.run.model_file import read_model, write_model
from miwake.run.record import Record
from miwake.run.validate_json import read_limited
from miwake.runtime.atomic_write import is_temporary, write_whole
from miwake.runtime.file_lock import LOCK_FILE, is_locked, lock_folder
from miwake.tasks.task_file import read_task_file

CLAIM_SECONDS = 10.0  # for others who claim a folder at the same moment
MODEL, RECORD, HISTORY, REPORT = "model.keras", "run.json", "history.csv", "report.html"
ANSWERS = "out_of_fold.npy"  # a row an example: what a network says that was trained without it


@contextmanager
def claim_folder(out: Path, name: str) -> Iterator[Path]:
    """Make the next free folder `out/name-N`, this process's alone, before there is a result.

    Raises:
        RunError: nothing can be written there.
    """
    with ExitStack() as locked:
        with _claim_errors(out):
            out.mkdir(parents=True, exist_ok=True)
            with lock_folder(out, wait=CLAIM_SECONDS):  # nobody takes a new folder for a left one
                folder = _next_folder(out, name)
                locked.enter_context(lock_folder(folder))
        yield folder


def _next_folder(out: Path, name: str) -> Path:
    folders = [p for p in out.glob(f"{_escaped(name)}-*") if _number(p, name)]
    for left in filter(_is_abandoned, folders):
        discard_folder(left)
    number = max((_number(folder, name) for folder in folders if folder.exists()), default=0) + 1
    while True:
        folder = out / f"{name}-{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _number(folder: Path, name: str) -> int:
    number = folder.name.removeprefix(f"{name}-")
    return int(number) if number.isdecimal() else 0


def _is_abandoned(folder: Path) -> bool:
    """Whether its training was killed before there was anything to go on with."""
    if not folder.is_dir():
        return False
    left = (file.name for file in folder.iterdir())
    return all(n == LOCK_FILE or is_temporary(n) for n in left) and not is_locked(folder)


@contextmanager
def _claim_errors(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RunError(
            "runs can't be kept in {out} ({why}); name another folder with --out DIR",
            out=out,
            why=reason(error),
        ) from error


def new_folder(path: Path) -> Path:
    """Make a folder of exactly this name.

    Raises:
        RunError: it exists already, or can't be made.
    """
    try:
        path.mkdir(parents=True)
    except FileExistsError:
        raise RunError(
            "{path} exists already and is not overwritten; name a new folder", path=path
        ) from None
    except OSError as error:
        raise RunError(
            "{path} can't be made ({why}); name another folder", path=path, why=reason(error)
        ) from error
    return path


def discard_folder(folder: Path) -> None:
    """Remove a claimed folder in which nothing was finished."""
    shutil.rmtree(folder, ignore_errors=True)


def write_run(
    folder: Path,
    model: Any,
    spec: InputSpec,
    record: Record,
    answers: NDArray[np.float32] | None = None,
) -> Path:
    """Write a run into its folder.

    Args:
        folder: the run's.
        model: the network.
        spec: what it takes.
        record: all else.
        answers: of the folds' networks, shape (examples, outputs), where there are folds.

    Raises:
        RunError: the disk does not take it.
    """
    try:
        if answers is not None:
            write_whole(folder / ANSWERS, lambda path: _write_array(path, answers))
        write_whole(folder / MODEL, lambda path: write_model(model, spec, path))
        write_whole(folder / HISTORY, lambda path: path.write_text(_table(record.history), "utf-8"))
        write_whole(folder / RECORD, lambda path: path.write_text(record.to_text(), "utf-8"))
    except OSError as error:
        raise unwritable(folder, error) from error
    return folder


def _write_array(path: Path, array: NDArray[Any]) -> None:
    with path.open("wb") as file:  # np.save would add an ending to the name
        np.save(file, array, allow_pickle=False)


def read_answers(folder: Path) -> NDArray[np.float32]:
    """Read what the folds' networks answered, shape (examples, outputs).

    Raises:
        RunError: they are missing or damaged.
    """
    path = folder / ANSWERS
    try:
        with path.open("rb") as file:
            return np.asarray(np.load(file, allow_pickle=False), np.float32)
    except (OSError, ValueError, EOFError) as error:
        why = reason(error) if isinstance(error, OSError) else Phrase("it is no array of numbers")
        raise RunError(
            "{path} is damaged ({error}); train the run again", path=path, error=why
        ) from error


def write_report(folder: Path, html: str) -> Path:
    """Write a run's report into its folder, in place of the one before.

    Raises:
        RunError: the disk does not take it.
    """
    path = folder / REPORT
    try:
        write_whole(path, lambda temporary: temporary.write_text(html, "utf-8"))
    except OSError as error:
        raise RunError(
            "{path} can't be written ({why}); make room", path=path, why=reason(error)
        ) from error
    return path


def read_run(folder: Path) -> tuple[Any, InputSpec, Record]:
    """Read a run from its folder.

    Raises:
        RunError: a file is missing or damaged.
    """
    record = read_record(folder)
    model, spec = read_model(folder / MODEL, _own_types(record, folder))
    if spec is None:
        raise RunError("{path} was not written by miwake; train the run again", path=folder / MODEL)
    if spec.classes != record.classes:
        raise RunError(
            "{path} tells {model} apart, but {record} has {kept}; it is of another run",
            path=folder / MODEL,
            model=", ".join(spec.classes) or Phrase("a value"),
            record=RECORD,
            kept=", ".join(record.classes) or Phrase("a value"),
        )
    return model, spec, record


def _own_types(record: Record, folder: Path) -> dict[str, type]:
    """The classes in the kept task file; it is executed only if it defines any."""
    task = record.task
    if "class " not in (task.get("text") or ""):
        return {}
    try:
        read = read_task_file(task["text"], task["file"], task["folder"], task["changed"])
    except (MiwakeError, KeyError, TypeError) as error:
        why = Phrase("it lacks {name}", name=error) if isinstance(error, KeyError) else error
        raise RunError(
            "the task kept in {path} can't be read: {told}", path=folder / RECORD, told=why
        ) from error
    return dict(read.types)


def read_record(folder: Path) -> Record:
    """Read a run's record.

    Raises:
        RunError: it is missing or damaged.
    """
    path = folder / RECORD
    try:
        return Record.from_text(read_limited(path))
    except FileNotFoundError:
        raise RunError(
            "{folder} is no finished run: it has no {record}; train it again",
            folder=folder,
            record=RECORD,
        ) from None
    except (OSError, ValueError) as error:
        raise RunError(
            "{path} is damaged ({error}); train the run again", path=path, error=error
        ) from error


def _table(history: list[dict[str, float]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, history[0].keys() if history else ["epoch"])
    writer.writeheader()
    writer.writerows(history)
    return text.getvalue()


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)
