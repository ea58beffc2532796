"""The runs in the runs folder, whoever made them: what the page shows of them, and their files."""

import shlex
from functools import lru_cache
from pathlib import Path
from typing import Any

from miwake.errors import RunError
from miwake.findings import SIGNS
from miwake.render.findings import view_in_all
from miwake.run.folder import HISTORY, MODEL, RECORD, REPORT, read_record
from miwake.run.record import Record
from miwake.runtime.file_lock import is_locked
from miwake.runtime.plain_data import plain
from miwake.studio.request import Order, order_of_command
from miwake.studio.worker.serialize import thinned

PLAN, STATE = "plan.json", "state.npz"
FILES = {
    MODEL: "application/octet-stream",
    REPORT: "text/html; charset=utf-8",
    HISTORY: "text/csv; charset=utf-8",
    RECORD: "application/json",
}
MOST = 200  # runs that are listed, the newest first


def run_folder(out: Path, name: str) -> Path:
    """The folder of a run, by its name.

    Raises:
        RunError: there is no such folder directly in the runs folder.
    """
    plain_name = name not in {"", ".", ".."} and not set(name) & set("/\\:\0")
    folder = out / name
    if not plain_name or not folder.is_dir() or folder.resolve().parent != out.resolve():
        raise RunError("there is no run {name}", name=name[:80])
    return folder


def run_file(out: Path, name: str, file: str) -> Path:
    """A file of a run: one of `FILES`, and no link to elsewhere.

    Raises:
        RunError: there is none.
    """
    path = run_folder(out, name) / file
    if file not in FILES or not path.is_file() or path.is_symlink():
        raise RunError("the run {name} has no file {file}", name=name[:80], file=file[:80])
    return path


def list_runs(out: Path) -> list[dict[str, Any]]:
    """The runs, the newest first: finished ones, and those that were stopped and can go on."""
    found = []
    for folder in out.iterdir() if out.is_dir() else ():
        if folder.is_symlink() or not folder.is_dir():
            continue
        for file in (RECORD, STATE):
            path = folder / file
            if path.is_file():
                found.append((path.stat().st_mtime_ns, folder, file))
                break
    found.sort(key=lambda one: one[0], reverse=True)
    rows = [_row(folder, file, changed) for changed, folder, file in found[:MOST]]
    return [row for row in rows if row is not None]


def _row(folder: Path, file: str, changed: int) -> dict[str, Any] | None:
    about = {"run": folder.name, "changed": changed // 10**9, "busy": is_locked(folder)}
    if file == STATE:
        return {**about, "unfinished": True, "task": folder.name.rpartition("-")[0]}
    try:
        return {**about, **_summary(folder, changed)}
    except RunError:
        return None


@lru_cache(maxsize=2 * MOST)
def _summary(folder: Path, changed: int) -> dict[str, Any]:  # noqa: ARG001  a new one is read anew
    record = read_record(folder)
    return plain_summary(record) | {"unfinished": False, "resumable": (folder / PLAN).is_file()}


def plain_summary(record: Record) -> dict[str, Any]:
    """A run in a few figures."""
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
        "history": thinned(record.history),
        **figures,
    }


def run_details(out: Path, name: str) -> dict[str, Any]:
    """All that the page shows of one run.

    Raises:
        RunError: there is none, or it is damaged.
    """
    folder = run_folder(out, name)
    record = read_record(folder)
    order = order_of(record)
    verdict = [view_in_all(finding) for finding in record.verdict if finding["status"] in SIGNS]
    line = next((finding["next"] for finding in verdict if finding["next"]), None)
    checks = [
        {"status": one["status"], "sign": one["sign"], "text": one["text"]} for one in verdict
    ]
    known = order_of_command(line, order) if line else None
    found = {
        **plain_summary(record),
        "run": name,
        "path": str(folder),
        "results": record.results,
        "repeats": record.repeats,
        "verdict": checks,
        "next": line,
        "next_order": {"verb": known[0], "order": known[1].as_json()} if known else None,
        "order": order.as_json(),
        "source": bool(record.task.get("text")),
        "resumable": (folder / PLAN).is_file(),
        "busy": is_locked(folder),
        "home": {
            "command": command_line(order, record.plan.data.fresh),
            "python": python_lines(order, folder, record.plan.data.fresh),
        },
    }
    return dict(plain(found))


def order_of(record: Record) -> Order:
    """What a run was asked for, everything named."""
    task = record.task
    return Order(
        task=str(task.get("origin") or task.get("name")),
        settings={str(n): str(v) for n, v in dict(task.get("changed") or {}).items()},
        options=dict(task.get("options") or {}),
        train=record.plan.data.train,
        test=record.plan.data.test,
        seed=record.plan.first_seed,
        network=record.plan.network,
        epochs=record.plan.epochs,
        batch_size=record.plan.batch_size,
        repeats=max(record.plan.repeats, record.repeated, 1),
    )


def command_line(order: Order, fresh: bool = False) -> str:
    """The command that does the same."""
    words = ["miwake", "train", order.task]
    for name, value in order.options.items():
        words += [f"--{name}", value if isinstance(value, str) else ",".join(value)]
    words += [w for n, v in order.settings.items() for w in ("--set", f"{n}={v}")]
    numbers: dict[str, Any] = {"train": order.train, "test": order.test}
    numbers["seed"] = order.seed or None
    numbers |= {"network": order.network, "epochs": order.epochs}
    numbers["batch-size"] = None if order.batch_size == 32 else order.batch_size
    numbers["repeats"] = None if order.repeats == 1 else order.repeats
    words += [w for n, v in numbers.items() if v is not None for w in (f"--{n}", str(v))]
    words += ["--fresh"] if fresh else []
    return shlex.join(words)


def python_lines(order: Order, folder: Path, fresh: bool = False) -> str:
    """The lines of Python that do the same, and those that use the run."""
    given = [repr(order.task), *([repr(dict(order.settings))] if order.settings else [])]
    given += [f"{name}={value!r}" for name, value in order.options.items()]
    asked = f"network={order.network!r}, epochs={order.epochs}"
    counts = f"train={order.train}, test={order.test}, seed={order.seed}"
    counts += ", fresh=True" if fresh else ""
    batch = f", batch_size={order.batch_size}" if order.batch_size != 32 else ""
    batch += f", repeats={order.repeats}" if order.repeats != 1 else ""
    return "\n".join(
        [
            "import miwake",
            "",
            f"task = miwake.load_task({', '.join(given)})",
            f"data = task.make({counts})",
            f"run = miwake.train(data, {asked}{batch})",
            "",
            f"run = miwake.load_run({str(folder)!r})",
            "run.predict(data.x_test[:3])",
        ]
    )


def mark(out: Path) -> str:
    """Something that changes when a run comes, goes or changes, or is let go by who trains it."""
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
