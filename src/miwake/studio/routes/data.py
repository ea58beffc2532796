"""Bringing: the room Data as the page asks for it: tasks, their pictures, task files, uploads."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from miwake.studio.routes.responses import Calls, Refused, body, stream
from miwake.studio.task_registry import Brought, built_in
from miwake.studio.training_jobs import Jobs
from miwake.studio.uploads import Upload, write_task_text
from miwake.studio.worker.client import Worker, WorkerError

TEXT = 2**20  # characters of a task file


class Bringing:
    """What the room Data asks for.

    Args:
        brought: the tasks there are.
        jobs: what is being done with them.
    """

    def __init__(self, brought: Brought, jobs: Jobs) -> None:
        self.brought, self.jobs = brought, jobs
        self._gallery: asyncio.Task[dict[str, Any]] | None = None

    def calls(self) -> Calls:
        """Methods, paths and what answers them."""
        return [
            ("GET", "/api/tasks", self.tasks),
            ("GET", "/api/gallery", self.pictures),
            ("GET", "/api/starter", self.starter),
            ("POST", "/api/file", self.file),
            ("POST", "/api/remove", self.remove),
            ("POST", "/api/uploads", self.begin),
            ("PUT", "/api/uploads/{key}", self.take),
            ("POST", "/api/uploads/{key}", self.finish),
        ]

    async def tasks(self, _: Request) -> Response:
        """The built-in tasks, and what the user brought."""
        own, given = self.brought.own(), self.brought.given
        return JSONResponse({"tasks": built_in(), "own": own, "given": given})

    async def pictures(self, _: Request) -> Response:
        """A few examples of each built-in task."""
        if self._gallery is None or (self._gallery.done() and self._gallery.exception()):
            self._gallery = asyncio.create_task(_gallery())
        return JSONResponse(await asyncio.shield(self._gallery))

    async def starter(self, request: Request) -> Response:
        """A task file's text to begin with."""
        text = self.brought.text(request.query_params.get("like", ""))
        if text is None:
            raise Refused(404, "studio.no_task")
        return JSONResponse({"text": text})

    async def file(self, request: Request) -> Response:
        """Keep a task file of the user's."""
        asked = await body(request)
        name, text = asked.get("name"), asked.get("text")
        if not isinstance(name, str) or not isinstance(text, str) or len(text) > TEXT:
            raise Refused(400, "studio.json_only")
        return JSONResponse({"task": str(write_task_text(self.brought.files, name, text))})

    async def remove(self, request: Request) -> Response:
        """Remove what the user brought: it is looked at no longer, and closed if it was open."""
        task = (await body(request)).get("task")
        if task in self.brought.own():
            await self.jobs.leave(task)
        if not isinstance(task, str) or not await asyncio.to_thread(self.brought.remove, task):
            raise Refused(404, "studio.not_brought")
        self.jobs.progress.close(task)
        return JSONResponse({"own": self.brought.own()})

    async def begin(self, request: Request) -> Response:
        """Begin an upload."""
        await body(request)
        return JSONResponse({"key": self.brought.begin()})

    async def take(self, request: Request) -> Response:
        """Take one file of an upload in."""
        upload = self._upload(request)
        try:
            path = await upload.take(request.query_params.get("path", ""), stream(request))
        except Exception:
            self.brought.end(request.path_params["key"])
            raise
        return JSONResponse({"files": upload.count, "path": path})

    async def finish(self, request: Request) -> Response:
        """All files are there: what they are."""
        upload = self._upload(request)
        await body(request)
        try:
            path = await asyncio.to_thread(upload.finish)
        finally:
            self.brought.end(request.path_params["key"])
        return JSONResponse({"task": str(path)})

    async def close(self) -> None:
        """End what is going on, and remove what came in half."""
        if self._gallery is not None:
            self._gallery.cancel()
            await asyncio.gather(self._gallery, return_exceptions=True)
        self.brought.close()

    def _upload(self, request: Request) -> Upload:
        found = self.brought.upload(request.path_params["key"])
        if found is None:
            raise Refused(404, "studio.no_upload")
        return found


async def _gallery() -> dict[str, Any]:
    """The pictures, made by a process that ends when they are."""
    worker = Worker()
    try:
        return await worker.call("pictures")
    except WorkerError:
        return {}
    finally:
        await worker.close()
