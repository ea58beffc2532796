"""One worker that does one job at a time, another that answers, and which job makes way."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from miwake.errors import Phrase
from miwake.run.checkpoint import STATE
from miwake.run.folder import RECORD, discard_folder
from miwake.studio.state import StudioJob, StudioState, is_about
from miwake.studio.worker.client import CallError, CallStopped, WorkerProcess

SHORT, LONG = 1.0, 4.0  # seconds to stop politely: while users' code runs, while a network trains
ANSWER = 60.0  # seconds for an answer of a trained network; the first may load Keras


class TrainingRuns(Exception):  # noqa: N818  it is no error
    """A training is running, and there is one at a time."""


class JobRunner:
    """What is done for the pages.

    Args:
        state: where every step is noted.
    """

    def __init__(self, state: StudioState) -> None:
        self.state = state
        self.worker, self.answerer = WorkerProcess(), WorkerProcess()
        self._task: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None
        self._numbers = 0
        self._turn = asyncio.Lock()
        self._closing = False

    async def begin(
        self,
        kind: str,
        order: dict[str, Any] | None,
        then: Mapping[str, Any] | None = None,
        **values: Any,
    ) -> int:
        """Begin a job; a look makes way for it, a training does not.

        Args:
            kind: open, look, train or resume.
            order: the form of its plan, if it has one.
            then: a job with that order that follows if this one succeeds: its kind, and its values.
            **values: what else the worker needs.

        Raises:
            TrainingRuns: a training is running.
        """
        async with self._turn:
            await self._make_way()
            self._numbers += 1
            job = StudioJob(self._numbers, kind, order)
            self.state.begin(job)
            self._task = asyncio.create_task(self._run(job, values, then))
            return self._numbers

    async def stop(self) -> None:
        """Stop what is being done, whatever it is."""
        async with self._turn:
            await self._end_current()

    async def leave(self, task: str) -> None:
        """Stop looking at a task that was brought.

        Raises:
            TrainingRuns: a network is being trained on it.
        """
        async with self._turn:
            job = self.state.job
            if job is not None and is_about(job.order, task):
                await self._make_way()

    async def ask(self, verb: str, **values: Any) -> dict[str, Any]:
        """Ask a trained network something; what takes too long is ended.

        Raises:
            CallError: it went wrong.
        """
        try:
            return await asyncio.wait_for(self.answerer.call(verb, **values), ANSWER)
        except TimeoutError:
            await self.answerer.close()
            phrase = Phrase("no answer within {seconds:.0f} s; it was ended", seconds=ANSWER)
            raise CallError.of(phrase) from None
        except CallStopped:
            raise CallError.of(Phrase("it was ended")) from None

    async def close(self) -> None:
        """Stop everything; what a training has finished is kept."""
        self._closing = True
        await self._end_current()
        if self._following is not None:
            self._following.cancel()
        await asyncio.gather(self.worker.close(), self.answerer.close())

    async def _make_way(self) -> None:
        job = self.state.job
        if job is not None and job.trains:
            raise TrainingRuns
        if job is not None:
            job.gives_way = True
        await self._end_current()

    async def _end_current(self) -> None:
        job = self.state.job
        if job is None or self._task is None:
            return
        job.stopping = True
        self.state.bump()
        long = job.stage in {"train", "judge", "report"}
        while not self._task.done():
            await self.worker.stop(LONG if long else SHORT)
            await asyncio.wait([self._task], timeout=0.05)

    async def _run(
        self, job: StudioJob, values: Mapping[str, Any], then: Mapping[str, Any] | None
    ) -> None:
        state, order = self.state, {"order": job.order} if job.order else {}
        try:
            result = await self.worker.call(
                job.kind, lambda event: state.update(job, event), **order, **values
            )
        except (CallStopped, CallError) as error:
            _clear(job)
            state.fail(job, error.content if isinstance(error, CallError) else None)
            if not self._closing:
                await self.worker.restart()  # users' code may have left anything behind in it
        else:
            state.finish(job, result)
        if self._following is None or self._following.done():
            self._following = asyncio.create_task(self._follow(job, then))

    async def _follow(self, job: StudioJob, then: Mapping[str, Any] | None) -> None:
        """Do what was asked for, or comes by itself: a look after opening, then Keras is loaded.

        A look that made way for a training comes after it.
        """
        state = self.state
        if state.error is not None or job.stopping:
            return
        if then is not None:
            await self.begin(order=job.order, **then)
        elif job.kind != "look" and state.opened is not None and state.looked is None:
            await self.begin("look", state.opened["order"])
        elif job.kind == "look":
            try:
                await self.worker.call("warm")
            except (CallStopped, CallError):
                return


def _clear(job: StudioJob) -> None:
    """Remove the folder of a training of which nothing was finished."""
    folder = Path(job.folder) if job.folder and job.kind == "train" else None
    if folder is not None and not any((folder / file).exists() for file in (STATE, RECORD)):
        discard_folder(folder)
