"""Jobs: one worker that works on one thing at a time, one that answers, and who makes way."""

import asyncio
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from miwake.errors import Phrase
from miwake.messages import render_error_in_all
from miwake.studio.job_state import Job, Progress, is_about
from miwake.studio.request import Order
from miwake.studio.worker.client import Stopped, Worker, WorkerError

SHORT, LONG = 1.0, 4.0  # seconds to stop politely: while users' code runs, while a network trains
ANSWER = 60.0  # seconds for an answer of a trained network; the first may load Keras
STATE = "state.npz"


class Busy(Exception):  # noqa: N818  it is no error
    """A training is running, and there is one at a time."""


class Jobs:
    """What is done for the pages.

    Args:
        progress: where every step is noted.
    """

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.worker, self.answerer = Worker(), Worker()
        self._task: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None
        self._numbers = 0
        self._turn = asyncio.Lock()

    async def begin(self, kind: str, order: Order | None, **values: Any) -> int:
        """Begin a job; a look makes way for it, a training does not.

        Raises:
            Busy: a training is running.
        """
        async with self._turn:
            await self._make_way()
            self._numbers += 1
            job = Job(self._numbers, kind, order.as_json() if order else None)
            self.progress.begin(job)
            self._task = asyncio.create_task(self._run(job, values))
            return self._numbers

    async def stop(self) -> None:
        """Stop what is being done, whatever it is."""
        async with self._turn:
            await self._end_current()

    async def leave(self, task: str) -> None:
        """Stop looking at a task that was brought.

        Raises:
            Busy: a network is being trained on it.
        """
        async with self._turn:
            job = self.progress.job
            if job is not None and is_about(job.order, task):
                await self._make_way()

    async def ask(self, verb: str, **values: Any) -> dict[str, Any]:
        """Ask a trained network something; what takes too long is ended.

        Raises:
            WorkerError: it went wrong.
        """
        try:
            return await asyncio.wait_for(self.answerer.call(verb, **values), ANSWER)
        except TimeoutError:
            await self.answerer.close()
            said = Phrase("no answer within {seconds:.0f} s; it was ended", seconds=ANSWER)
            raise WorkerError({"text": render_error_in_all(said)}) from None
        except Stopped:
            raise WorkerError({"text": render_error_in_all(Phrase("it was ended"))}) from None

    async def close(self) -> None:
        """Stop everything; what a training has finished is kept."""
        await self._end_current()
        if self._following is not None:
            self._following.cancel()
        await asyncio.gather(self.worker.close(), self.answerer.close())

    async def _make_way(self) -> None:
        job = self.progress.job
        if job is not None and job.trains:
            raise Busy
        if job is not None:
            job.gives_way = True
        await self._end_current()

    async def _end_current(self) -> None:
        job = self.progress.job
        if job is None or self._task is None:
            return
        job.stopping = True
        self.progress.bump()
        long = job.stage in {"train", "judge", "report"}
        while not self._task.done():
            await self.worker.stop(LONG if long else SHORT)
            await asyncio.wait([self._task], timeout=0.05)

    async def _run(self, job: Job, values: Mapping[str, Any]) -> None:
        progress, order = self.progress, {"order": job.order} if job.order else {}
        try:
            result = await self.worker.call(
                job.kind, lambda message: progress.note(job, message), **order, **values
            )
        except Stopped:
            progress.ended(job, None)
            _clear(job)
        except WorkerError as error:
            progress.ended(job, error.told)
            _clear(job)
        else:
            progress.done(job, result)
        progress.leave()
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(self._follow(job))

    async def _follow(self, job: Job) -> None:
        """What comes by itself: after opening a look, after that Keras is loaded.

        A look that made way for a training comes after it.
        """
        progress = self.progress
        if progress.error is not None or job.stopping:
            return
        if job.kind != "look" and progress.opened is not None and progress.looked is None:
            await self.begin("look", Order.of(progress.opened["order"]))
        elif job.kind == "look":
            try:
                await self.worker.call("warm")
            except (Stopped, WorkerError):
                return


def _clear(job: Job) -> None:
    """Remove the folder of a training of which nothing was finished."""
    folder = Path(job.folder) if job.folder else None
    if folder is not None and job.kind == "train" and not (folder / STATE).exists():
        shutil.rmtree(folder, ignore_errors=True)
