"""Pictures of the user's own in the room Data: projects, their classes, their pictures."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from miwake.studio.project_files import LARGEST_PICTURE
from miwake.studio.projects import MOST_CLASSES, PhotoProjects
from miwake.studio.routes.responses import (
    RequestRefused,
    RouteTable,
    read_content,
    read_json,
    stream_file,
)

MOST_HOLDS = 100_000


class ProjectRoutes:
    """What the cards of classes ask for; one change at a time.

    Args:
        projects: the folders of pictures.
    """

    def __init__(self, projects: PhotoProjects) -> None:
        self.projects = projects
        self._turn = asyncio.Lock()

    def table(self) -> RouteTable:
        """List methods, paths and what answers them."""
        one = "/api/projects/{project}"
        return [
            ("POST", "/api/projects", self.create),
            ("GET", one, self.contents),
            ("POST", f"{one}/add", self.add),
            ("POST", f"{one}/rename", self.rename),
            ("POST", f"{one}/remove", self.remove),
            ("POST", f"{one}/restore", self.restore),
            ("PUT", f"{one}/pictures", self.take),
            ("GET", one + "/pictures/{label}/{file}", self.picture),
        ]

    async def create(self, request: Request) -> Response:
        """Begin a project."""
        values = await read_json(request)
        classes = values.get("classes")
        if not isinstance(classes, list) or len(classes) > MOST_CLASSES:
            raise RequestRefused(400, "studio.json_only")
        labels = [_text({"name": label}, "name") for label in classes]
        name = await self._change(self.projects.create, _text(values, "name"), labels)
        return JSONResponse(self.projects.contents(name))

    async def contents(self, request: Request) -> Response:
        """Give a project's classes and pictures."""
        return await self._contents(request)

    async def add(self, request: Request) -> Response:
        """Add a class."""
        name = _text(await read_json(request), "name")
        label = await self._change(self.projects.add_class, _project(request), name)
        return await self._contents(request, added=label)

    async def rename(self, request: Request) -> Response:
        """Give a class another name."""
        values = await read_json(request)
        before, after = _text(values, "class"), _text(values, "name")
        name = await self._change(self.projects.rename_class, _project(request), before, after)
        return await self._contents(request, renamed={"before": before, "after": name})

    async def remove(self, request: Request) -> Response:
        """Take a picture or a class away."""
        values = await read_json(request)
        file = _text(values, "file") if "file" in values else None
        label = _text(values, "class")
        key = await self._change(self.projects.remove, _project(request), label, file)
        return await self._contents(request, undo=key)

    async def restore(self, request: Request) -> Response:
        """Bring back what was taken away."""
        await self._change(self.projects.restore, _text(await read_json(request), "undo"))
        return await self._contents(request)

    async def take(self, request: Request) -> Response:
        """Take a picture in: it is on the disk when this is answered."""
        query = request.query_params
        hold = query.get("hold", "0")
        if not hold.isdecimal() or int(hold) > MOST_HOLDS:
            raise RequestRefused(400, "studio.json_only")
        stream_file(request)
        content = await read_content(request, LARGEST_PICTURE + 1)
        label, name = query.get("class", ""), query.get("name", "")[:200]
        file = await self._change(
            self.projects.add_picture, _project(request), label, content, name, int(hold)
        )
        return JSONResponse({"file": file})

    async def picture(self, request: Request) -> Response:
        """Send a picture."""
        label, file = request.path_params["label"], request.path_params["file"]
        path = await asyncio.to_thread(self.projects.picture, _project(request), label, file)
        return FileResponse(path)

    async def _change(self, change: Callable[..., Any], *values: Any) -> Any:
        async with self._turn:
            return await asyncio.to_thread(change, *values)

    async def _contents(self, request: Request, **more: Any) -> Response:
        contents = await asyncio.to_thread(self.projects.contents, _project(request))
        return JSONResponse(contents | more)


def _project(request: Request) -> str:
    return str(request.path_params["project"])


def _text(values: dict[str, Any], name: str) -> str:
    text = values.get(name)
    if not isinstance(text, str):
        raise RequestRefused(400, "studio.json_only")
    return text
