"""A worker as the server sees it: started when first needed, asked one thing at a time, stopped."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

from miwake.errors import Message, Phrase
from miwake.runtime.marked_processes import kill_marked, new_mark
from miwake.studio.worker.serialize import error_content

WIDEST = 2**28  # bytes of a message
AFTER_TERM = 1.0  # seconds until what ignores SIGTERM is killed
POLL = 0.2  # between two looks whether it has ended
LAST_WORDS = 0.5  # for what it sent before it ended
KEEPING = 15.0  # seconds for writing what was finished

Event = Callable[[Mapping[str, Any]], None]


class CallError(Exception):
    """Something went wrong in a worker.

    Attributes:
        content: as JSON: its text by language, and perhaps the line of a task file.
    """

    def __init__(self, content: Mapping[str, Any]) -> None:
        super().__init__(content["text"]["en"])
        self.content = dict(content)

    @classmethod
    def of(cls, error: Message) -> "CallError":
        """Make one of what is to be said."""
        return cls(error_content(error))


class CallStopped(Exception):  # noqa: N818  it is no error
    """What a worker was asked for was stopped."""


class WorkerProcess:
    """One process of `miwake.studio.worker`. It ends when this one does, however that ends."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._answer: asyncio.Future[dict[str, Any]] | None = None
        self._event: Event | None = None
        self._turn = asyncio.Lock()
        self._number = 0
        self._stopping = False
        self._ready = asyncio.Event()  # before it is set, a stop would break off Python's start
        self._reason: Phrase | None = None  # why the process was ended
        self._mark = ""  # of the process and all that it starts
        self.keeping = False

    @property
    def pid(self) -> int | None:
        """The process, while there is one."""
        return self._process.pid if self._process else None

    async def call(self, verb: str, event: Event | None = None, **values: Any) -> dict[str, Any]:
        """Ask for something and wait for what comes of it.

        Args:
            verb: one of `worker.VERBS`.
            event: called with each message on the way.
            **values: the command's values.

        Raises:
            CallError: it went wrong, or the process ended.
            CallStopped: it was stopped.
        """
        async with self._turn:
            if self._process is None:
                await self._start()
            assert self._process is not None
            assert self._process.stdin is not None
            self._number += 1
            self._event, self._stopping, self.keeping = event, False, False
            self._answer = asyncio.get_running_loop().create_future()
            line = json.dumps({"id": self._number, "do": verb, **values}).encode() + b"\n"
            try:
                with contextlib.suppress(ConnectionError):  # it ended; reading tells
                    self._process.stdin.write(line)
                    await self._process.stdin.drain()
                return await self._answer
            finally:
                self._answer = None

    async def stop(self, grace: float) -> None:
        """Stop what is being done: politely, then by ending the process and all it started.

        Args:
            grace: seconds for the polite way; what is being kept gets longer.
        """
        process, answer = self._process, self._answer
        if process is None or answer is None:
            return
        self._stopping = True
        if not self._ready.is_set():
            await self.close()
            return
        self._signal(signal.SIGINT, group=False)
        waited = 0.0
        while not answer.done() and waited < (KEEPING if self.keeping else grace):
            await asyncio.wait([answer], timeout=0.1)
            waited += 0.1
        if not answer.done():
            await self.close()

    async def close(self) -> None:
        """End the process and all it started."""
        process, reading = self._process, self._reading
        if process is None or reading is None:
            return
        self._stopping = True
        self._signal(signal.SIGTERM)
        done, _ = await asyncio.wait([reading], timeout=AFTER_TERM)
        if not done:
            self._signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)
            await asyncio.wait([reading])

    async def restart(self) -> None:
        """End the process and start another: what users' code left behind in it is gone."""
        async with self._turn:
            await self.close()
            await self._start()

    async def _start(self) -> None:
        # -P: a user's folder may hold files that are called like modules of the library
        module = ("-P", "-m", "miwake.studio.worker.main")
        self._ready.clear()
        self._reason = None
        own: dict[str, Any] = {} if sys.platform == "win32" else {"start_new_session": True}
        pipe = asyncio.subprocess.PIPE
        self._mark, environment = new_mark()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *module, stdin=pipe, stdout=pipe, limit=WIDEST, env=environment, **own
        )
        self._reading = asyncio.create_task(self._read(self._process))

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Pass messages on until the process ends."""
        messages = asyncio.create_task(self._pass_on(process))
        while process.returncode is None and not messages.done():
            await asyncio.wait([messages], timeout=POLL)
        # a process that it started and that went its own way may hold the pipe open for ever
        await asyncio.wait([messages], timeout=LAST_WORDS)
        messages.cancel()
        while process.returncode is None:
            await asyncio.sleep(POLL / 10)
        await asyncio.to_thread(kill_marked, self._mark)  # what left its group
        assert process.stdin is not None
        process.stdin.close()
        with contextlib.suppress(ConnectionError):
            await process.stdin.wait_closed()
        ended: Any = process  # asyncio has no public way to let go of a pipe that others hold
        ended._transport.close()  # noqa: SLF001
        self._process = None
        if self._answer is not None and not self._answer.done():
            phrase = self._reason or Phrase(
                "the process that did this ended (status {status}); try again",
                status=process.returncode,
            )
            self._answer.set_exception(CallStopped() if self._stopping else CallError.of(phrase))

    async def _pass_on(self, process: asyncio.subprocess.Process) -> None:
        """Pass messages on; a process that sends anything else is ended."""
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                self._take(json.loads(line))
        except (ValueError, TypeError, LookupError, AttributeError):  # users' code wrote there
            self._reason = Phrase(
                "the task's code wrote to a file that is not its own, so its process was "
                "ended; write only to files that it opened itself"
            )
            self._signal(signal.SIGKILL if sys.platform != "win32" else signal.SIGTERM)

    def _take(self, message: dict[str, Any]) -> None:
        if "ready" in message:
            self._ready.set()
        if message.get("id") != self._number or self._answer is None or self._answer.done():
            return
        if "event" in message:
            self.keeping = self.keeping or message["event"] == "keeping"
            if self._event is not None:
                self._event(message)
        elif "result" in message:
            self._answer.set_result(message["result"])
        elif "stopped" in message:
            self._answer.set_exception(CallStopped())
        else:
            self._answer.set_exception(CallError(message["error"]))

    def _signal(self, number: int, group: bool = True) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                self._process.terminate()
            elif group:
                os.killpg(self._process.pid, number)
            else:
                os.kill(self._process.pid, number)
