"""The runs in the runs folder, whoever made them: what the page shows of them, and their files."""

import shlex
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any

from miwake.errors import MiwakeError, RunError
from miwake.findings import SIGNS
from miwake.messages import render_error_in_all
from miwake.plan import TrainingPlan, to_cli, to_python
from miwake.render.findings import view_in_all
from miwake.run.checkpoint import PLAN, STATE
from miwake.run.folder import HISTORY, MODEL, RECORD, REPORT, read_record
from miwake.run.record import Record
from miwake.runtime.file_lock import is_locked
from miwake.runtime.plain_data import plain
from miwake.studio.plan_form import read_form, write_form
from miwake.studio.project_files import is_text
from miwake.studio.worker.serialize import thin_history

FILES = {
    MODEL: "application/octet-stream",
    REPORT: "text/html; charset=utf-8",
    HISTORY: "text/csv; charset=utf-8",
    RECORD: "application/json",
}
MAX_RUNS = 200  # runs that are listed, the newest first


def run_folder(out: Path, name: str) -> Path:
    """Find the folder of a run, by its name.

    Raises:
        RunError: there is no such folder directly in the runs folder.
    """
    plain_name = name not in {"", ".", ".."} and not set(name) & set("/\\:\0")
    folder = out / name
    if not plain_name or not folder.is_dir() or folder.resolve().parent != out.resolve():
        raise RunError("there is no run {name}", name=name[:80])
    return folder


def run_file(out: Path, name: str, file: str) -> Path:
    """Find a file of a run: one of `FILES`, and no link to elsewhere.

    Raises:
        RunError: there is none.
    """
    path = run_folder(out, name) / file
    if file not in FILES or not path.is_file() or path.is_symlink():
        raise RunError("the run {name} has no file {file}", name=name[:80], file=file[:80])
    return path


def list_runs(out: Path) -> list[dict[str, Any]]:
    """List the runs, the newest first: finished ones, and those that were stopped and can go on."""
    paths = []
    for folder in out.iterdir() if out.is_dir() else ():
        files = (folder / file for file in (RECORD, STATE))
        path = next((path for path in files if path.is_file()), None)
        if path is not None and not folder.is_symlink() and is_text(folder.name):
            paths.append((path.stat().st_mtime_ns, path))
    paths.sort(reverse=True)
    return [_row(path.parent, path.name, changed) for changed, path in paths[:MAX_RUNS]]


def _row(folder: Path, file: str, changed: int) -> dict[str, Any]:
    about = {"run": folder.name, "changed": changed // 10**9, "busy": is_locked(folder)}
    if file == STATE:
        return {**about, "unfinished": True, "task": folder.name.rpartition("-")[0]}
    try:
        return {**about, **_summary(folder, changed)}
    except RunError as error:
        return {**about, "unfinished": True, "damaged": render_error_in_all(error)}


@lru_cache(maxsize=2 * MAX_RUNS)
def _summary(folder: Path, changed: int) -> dict[str, Any]:  # noqa: ARG001  a new one is read anew
    record = read_record(folder)
    return summarize(record) | {"unfinished": False, "resumable": (folder / PLAN).is_file()}


def summarize(record: Record) -> dict[str, Any]:
    """Give a run in a few figures."""
    keys = ("test_accuracy", "low", "high", "chance", "test_r2", "test_r2_low", "test_r2_high")
    figures = {key: record.results[key] for key in keys if key in record.results}
    return {
        "task": record.task.get("name"),
        "title": record.task.get("title") or record.task.get("name"),
        "network": record.plan.network,
        "classes": record.classes,
        "target": record.target,
        "train": record.plan.data.train,
        "test": record.plan.data.test,
        "epochs": record.epochs,
        "epochs_asked": record.plan.epochs,
        "repeated": record.repeated,
        "repeats_asked": max(record.plan.repeats, record.repeated),
        "history": thin_history(record.history),
        **figures,
    }


def run_details(out: Path, name: str) -> dict[str, Any]:
    """Give all that the page shows of one run.

    Raises:
        RunError: there is none, or it is damaged.
    """
    folder = run_folder(out, name)
    record = read_record(folder)
    task = record.plan.data.task or str(record.task.get("name"))
    repeats = max(record.plan.repeats, record.repeated, 1)
    plan = record.plan.with_(task=task, repeats=repeats)
    views = [view_in_all(finding) for finding in record.verdict if finding["status"] in SIGNS]
    next_step = next((finding for finding in record.verdict if finding.get("next")), {})
    details = {
        **summarize(record),
        "run": name,
        "path": str(folder),
        "results": record.results,
        "repeats": record.repeats,
        "verdict": [{key: view[key] for key in ("status", "sign", "text")} for view in views],
        "next": next_step.get("next"),
        "next_order": _button(next_step.get("action")),
        "order": write_form(plan),
        "source": bool(record.task.get("text")),
        "resumable": (folder / PLAN).is_file(),
        "busy": is_locked(folder),
        "home": _home_lines(plan, name),
    }
    return dict(plain(details))


def _button(action: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give an action as the verb and the form of its plan; None where the page has no button."""
    try:
        if action is None or action["verb"] not in {"train", "look"}:
            return None
        form = write_form(TrainingPlan.from_json(action["plan"]))
        read_form(form)
    except (MiwakeError, TypeError, ValueError, LookupError, AttributeError):
        return None  # of another version
    return {"verb": action["verb"], "order": form}


def _home_lines(plan: TrainingPlan, run: str) -> dict[str, str]:
    """Write the lines that do the same where the data and the run's files were taken to."""
    here = plan.with_(task=name_at_home(plan.data.task or ""))
    python = (
        f"import miwake\n\n{to_python(here)}\n\n"
        f"run = miwake.load_run({home_file(run, MODEL)!r})\nrun.predict(data.x_test[:3])"
    )
    return {"command": shlex.join(to_cli(here)), "python": python}


def name_at_home(task: str) -> str:
    """Name a task as a command does in the folder where its file or its data lies."""
    if "://" in task:
        return task  # in an object store, which is the same from everywhere
    name = PureWindowsPath(task).name if "\\" in task else PurePath(task).name
    return f"./{name}" if name.startswith("-") else name


def home_file(run: str, file: str) -> str:
    """Name a file of a run as it is saved elsewhere, beside those of other runs."""
    return f"{run}-{file}"


def mark(out: Path) -> str:
    """Give something that changes when a run comes, goes or changes, or is no longer trained."""
    if not out.is_dir():
        return "0"
    latest = count = busy = 0
    for folder in out.iterdir():
        busy += is_locked(folder)
        for file in (RECORD, STATE):
            try:
                latest = max(latest, (folder / file).stat().st_mtime_ns)
                count += 1
            except OSError:
                continue
    return f"{count}-{latest}-{busy}"
