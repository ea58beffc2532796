"""Jobs: what is being done, one at a time, as state that every open page shows."""

import asyncio
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from miwake.studio.order import Order
from miwake.studio.process import Stopped, Worker, WorkerError

SHORT, LONG = 1.0, 4.0  # seconds to stop politely: while users' code runs, while a network trains
ANSWER = 30.0  # seconds for an answer of a trained network
STATE = "state.npz"


@dataclass
class Job:
    """What is being done.

    Attributes:
        id: a number of its own.
        kind: open, look, train or resume.
        order: what was asked for; None for a resumed training.
        stage: how far it is.
        done, total: of the examples that are being made.
        stopping: whether it was told to stop.
        folder: the run's folder, once there is one.
    """

    id: int
    kind: str
    order: dict[str, Any] | None
    stage: str = "start"
    done: int = 0
    total: int = 0
    stopping: bool = False
    folder: str | None = None


@dataclass
class Training:
    """A training as the page shows it, while it runs and after.

    Attributes:
        id: that of its job.
        order: what was asked for.
        history: the figures of each finished epoch.
        epochs: how many were asked for; 0 as long as that is not known.
        seconds: that each epoch took.
        at: when the last epoch ended, in seconds since 1970.
        run: the name of the run's folder, once it is kept.
        finished: whether all epochs were.
        ended: how it ended: "", "kept", "stopped" or "failed".
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


class Busy(Exception):  # noqa: N818  it is no error
    """A training is running, and there is one at a time."""


class Jobs:
    """One worker that works, one that answers, and the state that pages show."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.boot = secrets.token_hex(4)
        self.version = 1
        self.job: Job | None = None
        self.training: Training | None = None
        self.opened: dict[str, Any] | None = None
        self.looked: dict[str, Any] | None = None
        self.error: dict[str, Any] | None = None
        self.worker, self.answerer = Worker(), Worker()
        self._task: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self._numbers = 0
        self._turn = asyncio.Lock()

    def state(self) -> dict[str, Any]:
        """What pages poll: small, whatever the data."""
        return {
            "boot": self.boot,
            "version": self.version,
            "job": asdict(self.job) if self.job else None,
            "training": asdict(self.training) if self.training else None,
            "opened": self.opened["id"] if self.opened else None,
            "looked": self.looked["id"] if self.looked else None,
            "error": self.error,
        }

    async def begin(self, kind: str, order: Order | None, **values: Any) -> int:
        """Begin a job; a look makes way for it, a training does not.

        Raises:
            Busy: a training is running.
        """
        async with self._turn:
            if self.job is not None and self.job.kind in {"train", "resume"}:
                raise Busy
            await self._end_current()
            self._numbers += 1
            plain = order.as_json() if order else None
            self.job, self.error = Job(self._numbers, kind, plain), None
            if kind in {"train", "resume"}:
                self.training = Training(self._numbers, plain)
            self.bump()
            self._task = asyncio.create_task(self._run(self.job, values))
            return self._numbers

    async def stop(self) -> None:
        """Stop what is being done, whatever it is."""
        async with self._turn:
            await self._end_current()

    async def ask(self, verb: str, **values: Any) -> dict[str, Any]:
        """Ask a trained network something; what takes too long is ended.

        Raises:
            WorkerError: it went wrong.
        """
        try:
            return await asyncio.wait_for(self.answerer.call(verb, **values), ANSWER)
        except TimeoutError:
            await self.answerer.close()
            raise WorkerError({"text": f"no answer within {ANSWER:.0f} s; it was ended"}) from None
        except Stopped:
            raise WorkerError({"text": "it was ended"}) from None

    async def close(self) -> None:
        """Stop everything; what a training has finished is kept."""
        await self._end_current()
        if self._warming is not None:
            self._warming.cancel()
        await asyncio.gather(self.worker.close(), self.answerer.close())

    def bump(self) -> None:
        """Let pages know that something changed."""
        self.version += 1

    async def _end_current(self) -> None:
        if self.job is None or self._task is None:
            return
        self.job.stopping = True
        self.bump()
        long = self.job.stage in {"train", "judge", "report"}
        while not self._task.done():
            await self.worker.stop(LONG if long else SHORT)
            await asyncio.wait([self._task], timeout=0.05)

    async def _run(self, job: Job, values: Mapping[str, Any]) -> None:
        order = {"order": job.order} if job.order else {}
        try:
            result = await self.worker.call(
                job.kind, lambda message: self._note(job, message), **order, **values
            )
        except Stopped:
            self._ended(job, "stopped")
        except WorkerError as error:
            self._ended(job, "failed")
            self.error = {"id": job.id, "kind": job.kind, **error.told}
        else:
            self._done(job, result)
        self.job = None
        self.bump()
        if self._warming is None or self._warming.done():
            self._warming = asyncio.create_task(self._follow(job))

    async def _follow(self, job: Job) -> None:
        """What comes by itself: after opening a look, after that Keras is loaded."""
        if self.error is not None or job.stopping:
            return
        if job.kind == "open" and job.order is not None:
            await self.begin("look", Order.of(job.order))
        elif job.kind == "look":
            try:
                await self.worker.call("warm")
            except (Stopped, WorkerError):
                return

    def _note(self, job: Job, message: Mapping[str, Any]) -> None:
        event, training = message["event"], self.training
        if event == "stage":
            job.stage, job.done, job.total = message["stage"], 0, 0
        elif event == "progress":
            job.done, job.total = message["done"], message["total"]
        elif event == "folder":
            job.folder = message["folder"]
            if training is not None:
                training.folder = Path(message["folder"]).name
        elif event == "epoch" and training is not None:
            job.stage = message["stage"]
            figures = {"epoch": message["number"], **message["logs"], **message["tested"]}
            training.history.append(figures)
            training.epochs, training.at = message["epochs"], message["at"]
            training.seconds.append(message["seconds"])
        self.bump()

    def _done(self, job: Job, result: dict[str, Any]) -> None:
        if job.kind == "open":
            self.opened, self.looked = {"id": job.id, "order": job.order, **result}, None
        elif job.kind == "look":
            self.looked = {"id": job.id, "order": job.order, **result}
        elif self.training is not None:
            path = Path(result["run"])
            self.training.run = path.name if path.parent == self.out else None
            self.training.finished = result["finished"]
            self.training.ended = "kept"
            if result["elsewhere"]:
                text = f"{result['elsewhere']}; kept in {result['run']} for now"
                self.error = {"id": job.id, "kind": job.kind, "text": text}

    def _ended(self, job: Job, how: str) -> None:
        """A job ended without a result; a folder in which nothing was finished is removed."""
        if self.training is not None and self.training.id == job.id:
            self.training.ended = how
        folder = Path(job.folder) if job.folder else None
        if folder is not None and job.kind == "train" and not (folder / STATE).exists():
            shutil.rmtree(folder, ignore_errors=True)
