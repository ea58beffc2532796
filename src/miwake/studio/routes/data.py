"""The room Data: tasks, their pictures, task files, uploads."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from miwake.messages import languages
from miwake.studio.jobs import JobRunner
from miwake.studio.library import TaskLibrary, describe_built_in
from miwake.studio.projects import PhotoProjects
from miwake.studio.routes.responses import (
    RequestRefused,
    RouteTable,
    check_language,
    read_json,
    stream_file,
)
from miwake.studio.uploads import Upload, write_task_text
from miwake.studio.worker.client import CallError, WorkerProcess

MAX_TEXT = 2**20  # characters of a task file


class DataRoutes:
    """What the room Data asks for.

    Args:
        library: the tasks there are.
        jobs: what is being done with them.
        projects: the folders of pictures that the page can change.
    """

    def __init__(self, library: TaskLibrary, jobs: JobRunner, projects: PhotoProjects) -> None:
        self.library, self.jobs, self.projects = library, jobs, projects
        self._gallery: asyncio.Task[dict[str, Any]] | None = None

    def table(self) -> RouteTable:
        """List methods, paths and what answers them."""
        return [
            ("GET", "/api/tasks", self.tasks),
            ("GET", "/api/gallery", self.gallery),
            ("GET", "/api/starter", self.starter),
            ("POST", "/api/file", self.file),
            ("POST", "/api/remove", self.remove),
            ("POST", "/api/uploads", self.begin),
            ("PUT", "/api/uploads/{key}", self.take),
            ("POST", "/api/uploads/{key}", self.finish),
        ]

    async def tasks(self, _: Request) -> Response:
        """List the built-in tasks, and what the user brought."""
        library = self.library
        tasks = {"tasks": describe_built_in(), "given": library.first}
        return JSONResponse(tasks | await self._brought())

    async def gallery(self, _: Request) -> Response:
        """Give a few examples of each built-in task."""
        if self._gallery is None or (self._gallery.done() and self._gallery.exception()):
            self._gallery = asyncio.create_task(_draw_gallery())
        return JSONResponse(await asyncio.shield(self._gallery))

    async def starter(self, request: Request) -> Response:
        """Give a task file's text to begin with."""
        query = request.query_params
        lang = check_language(query.get("lang", languages()[0]))
        text = self.library.text(query.get("like", ""), lang)
        if text is None:
            raise RequestRefused(404, "studio.no_task")
        return JSONResponse({"text": text})

    async def file(self, request: Request) -> Response:
        """Keep a task file of the user's."""
        values = await read_json(request)
        name, text = values.get("name"), values.get("text")
        if not isinstance(name, str) or not isinstance(text, str) or len(text) > MAX_TEXT:
            raise RequestRefused(400, "studio.json_only")
        return JSONResponse({"task": str(write_task_text(self.library.files, name, text))})

    async def remove(self, request: Request) -> Response:
        """Remove what the user brought: it is looked at no longer, and closed if it was open."""
        task = (await read_json(request)).get("task")
        if task in self.library.own():
            await self.jobs.leave(task)
        if not isinstance(task, str) or not await asyncio.to_thread(self.library.remove, task):
            raise RequestRefused(404, "studio.not_brought")
        self.jobs.state.close(task)
        return JSONResponse(await self._brought())

    async def begin(self, request: Request) -> Response:
        """Begin an upload."""
        await read_json(request)
        return JSONResponse({"key": self.library.begin_upload()})

    async def take(self, request: Request) -> Response:
        """Take one file of an upload in."""
        upload = self._upload(request)
        try:
            path = await upload.take(request.query_params.get("path", ""), stream_file(request))
        except Exception:
            self.library.end_upload(request.path_params["key"])
            raise
        return JSONResponse({"files": upload.count, "path": path})

    async def finish(self, request: Request) -> Response:
        """Find out what an upload is, once all its files are there."""
        upload = self._upload(request)
        await read_json(request)
        try:
            path = await asyncio.to_thread(upload.finish)
        finally:
            self.library.end_upload(request.path_params["key"])
        return JSONResponse({"task": str(path)})

    async def close(self) -> None:
        """End what is going on, and remove what came in half."""
        if self._gallery is not None:
            self._gallery.cancel()
            await asyncio.gather(self._gallery, return_exceptions=True)
        self.library.close()

    async def _brought(self) -> dict[str, Any]:
        names = await asyncio.to_thread(self.projects.names)
        return {"own": self.library.own(), "projects": names}

    def _upload(self, request: Request) -> Upload:
        upload = self.library.upload(request.path_params["key"])
        if upload is None:
            raise RequestRefused(404, "studio.no_upload")
        return upload


async def _draw_gallery() -> dict[str, Any]:
    """Have the pictures made by a process that ends when they are."""
    worker = WorkerProcess()
    try:
        return await worker.call("gallery")
    except CallError:
        return {}
    finally:
        await worker.close()
