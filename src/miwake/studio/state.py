"""What is being done, and what was trained last, as plain data that every page shows."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from miwake.studio.worker.serialize import thin_history


@dataclass
class StudioJob:
    """What is being done.

    Attributes:
        id: a number of its own.
        kind: open, look, train or resume.
        order: the form of its plan; None for a resumed training.
        stage: how far it is.
        done, total: of the examples that are being made.
        repeated, repeats: how many trainings are done, and how many were asked for.
        stopping: whether it was told to stop.
        gives_way: whether it was told so for another job, and not by the user.
        folder: the run's folder, once there is one.
    """

    id: int
    kind: str
    order: dict[str, Any] | None
    stage: str = "start"
    done: int = 0
    total: int = 0
    repeated: int = 0
    repeats: int = 1
    stopping: bool = False
    gives_way: bool = False
    folder: str | None = None

    @property
    def trains(self) -> bool:
        """Whether a network is trained, and not just looked at data."""
        return self.kind in {"train", "resume"}


@dataclass
class TrainingState:
    """A training as the page shows it, while it runs and after.

    Attributes:
        id: that of its job.
        order: the form of its plan.
        history: the figures of each finished epoch.
        epochs: how many were asked for; 0 as long as that is not known.
        seconds: that each epoch took.
        at: when the last epoch ended, in seconds since 1970.
        run: the name of the run's folder, once it is kept.
        finished: whether all epochs were.
        ended: how it ended: "", "kept", "stopped" or "failed".
        folder: the name of the run's folder, also before.
    """

    id: int
    order: dict[str, Any] | None
    history: list[dict[str, float]] = field(default_factory=list)
    epochs: int = 0
    seconds: list[float] = field(default_factory=list)
    at: float = 0.0
    run: str | None = None
    finished: bool = False
    ended: str = ""
    folder: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give the training as plain data, as small after many epochs as after few."""
        return asdict(replace(self, history=thin_history(self.history), seconds=self.seconds[-3:]))


class StudioState:
    """The job that is being done, and the last training, task, look, error and stop.

    `version` counts the changes.

    Args:
        out: the folder in which runs are kept.
    """

    def __init__(self, out: Path) -> None:
        self.out = out
        self.boot = secrets.token_hex(4)
        self.version = 1
        self.job: StudioJob | None = None
        self.training: TrainingState | None = None
        self.opened: dict[str, Any] | None = None
        self.looked: dict[str, Any] | None = None
        self.error: dict[str, Any] | None = None
        self.stopped: dict[str, Any] | None = None
        self.printed: list[str] = []  # the last lines that users' code printed
        self._saved: int | None = None  # when the file of the task that is open was written

    @property
    def mark(self) -> str:
        """Something that changes with every change."""
        return f"{self.boot}-{self.version}"

    def as_json(self) -> dict[str, Any]:
        """Give what pages poll: small, whatever the data."""
        return {
            "boot": self.boot,
            "version": self.version,
            "job": asdict(self.job) if self.job else None,
            "training": self.training.as_json() if self.training else None,
            "opened": self.opened["id"] if self.opened else None,
            "looked": self.looked["id"] if self.looked else None,
            "error": self.error,
            "stopped": self.stopped,
            "printed": self.printed,
        }

    def bump(self) -> None:
        """Let pages know that something changed."""
        self.version += 1

    def begin(self, job: StudioJob) -> None:
        """Begin a job."""
        self.job, self.error, self.stopped = job, None, None
        if job.kind != "look":  # which follows an opening by itself
            self.printed = []
        if job.trains:
            self.training = TrainingState(job.id, job.order)
        self.bump()

    def update(self, job: StudioJob, event: Mapping[str, Any]) -> None:
        """Take in what a worker tells on the way."""
        training = self.training
        match event["event"]:
            case "stage":
                job.stage, job.done, job.total = event["stage"], 0, 0
            case "progress":
                job.done, job.total = event["done"], event["total"]
            case "printed":
                self.printed = event["lines"]
            case "repeat":
                job.repeated, job.repeats = event["done"], event["total"]
            case "folder":
                job.folder = event["folder"]
                if training is not None:
                    training.folder = Path(event["folder"]).name
            case "epoch" if training is not None:
                job.stage = event["stage"]
                figures = {"epoch": event["number"], **event["logs"], **event["tested"]}
                training.history.append(figures)
                training.seconds.append(event["seconds"])
                training.epochs, training.at = event["epochs"], event["at"]
        self.bump()

    def finish(self, job: StudioJob, result: Mapping[str, Any]) -> None:
        """End a job that came to its result."""
        content = {"id": job.id, "order": job.order, **result}
        if job.kind == "open" and job.order:
            self.opened, self.looked = content, None
            self._saved = _time_saved(job.order["task"])
        elif job.kind == "look":
            self.looked = content
        elif self.training is not None:
            path = Path(result["run"])
            self.training.run = path.name if path.parent == self.out else None
            self.training.finished = result["finished"]
            self.training.ended = "kept"
            if result["elsewhere"]:
                self.error = {"id": job.id, "kind": job.kind, "text": result["elsewhere"]}
        self._end()

    def fail(self, job: StudioJob, error: Mapping[str, Any] | None) -> None:
        """End a job that was stopped, or failed with an error."""
        if self.training is not None and self.training.id == job.id:
            self.training.ended = "failed" if error else "stopped"
        if job.kind == "open" and job.order and self._is_rewritten(job.order["task"]):
            self.opened = self.looked = None  # its text is now that which can't be opened
        if error:
            self.error = {"id": job.id, "kind": job.kind, **error}
        elif not job.gives_way:
            task = job.order["task"] if job.order else None
            self.stopped = {"id": job.id, "kind": job.kind, "task": task}
        self._end()

    def close(self, task: str) -> None:
        """Close a task that was brought and is no longer there."""
        if self.opened is not None and is_about(self.opened["order"], task):
            self.opened = self.looked = None
        self.bump()

    def _is_rewritten(self, task: str) -> bool:
        """Whether a task is the one that is open, and its file another than it was then."""
        is_open = self.opened is not None and self.opened["order"]["task"] == task
        return is_open and _time_saved(task) != self._saved

    def _end(self) -> None:
        self.job = None
        self.bump()


def _time_saved(task: str) -> int | None:
    try:
        return Path(task).stat().st_mtime_ns
    except OSError:
        return None


def is_about(form: Mapping[str, Any] | None, task: str) -> bool:
    """Whether a plan is about a task that was brought, or a file in it."""
    return form is not None and Path(form["task"]).is_relative_to(task)
