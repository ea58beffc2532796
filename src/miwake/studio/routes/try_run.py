"""The room Try: runs, what their networks answer, their files."""

import asyncio
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from miwake.messages import languages
from miwake.readers.unpack_zip import safe_name
from miwake.render.html.page import is_in_language
from miwake.run.folder import REPORT, read_record
from miwake.runtime.plain_data import plain
from miwake.studio import runs
from miwake.studio.jobs import JobRunner
from miwake.studio.library import TaskLibrary
from miwake.studio.routes.responses import (
    RequestRefused,
    RouteTable,
    read_content,
    read_json,
    stream_file,
)
from miwake.studio.uploads import Upload

MAX_INK = 512 * 512  # pixels of a drawing
MAX_FRAME = 2**20  # bytes of a picture of the camera
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class TryRoutes:
    """What the room Try asks for.

    Args:
        out: the folder in which runs are kept.
        library: the tasks that may be named, and where files are put.
        jobs: what answers.
    """

    def __init__(self, out: Path, library: TaskLibrary, jobs: JobRunner) -> None:
        self.out, self.library, self.jobs = out, library, jobs

    def table(self) -> RouteTable:
        """List methods, paths and what answers them."""
        return [
            ("POST", "/api/warm", self.warm),
            ("GET", "/api/runs", self.list_runs),
            ("GET", "/api/runs/{run}", self.run),
            ("POST", "/api/runs/{run}/load", self.load),
            ("PUT", "/api/runs/{run}/draw", self.draw),
            ("POST", "/api/runs/{run}/sample", self.sample),
            ("POST", "/api/runs/{run}/row", self.row),
            ("PUT", "/api/runs/{run}/file", self.file),
            ("PUT", "/api/runs/{run}/frame", self.frame),
            ("GET", "/runs/{run}/task.py", self.source),
            ("GET", "/runs/{run}/{file}", self.run_file),
        ]

    async def warm(self, request: Request) -> Response:
        """Load Keras where networks answer: one that is being trained is to answer at once."""
        await read_json(request)
        return JSONResponse(await self.jobs.ask("warm"))

    async def list_runs(self, _: Request) -> Response:
        """List the runs in the folder, whoever made them."""
        return JSONResponse(plain(await asyncio.to_thread(runs.list_runs, self.out)))

    async def run(self, request: Request) -> Response:
        """Give one run."""
        details = runs.run_details(self.out, request.path_params["run"])
        return JSONResponse(details | {"allowed": self.library.allows(details["order"]["task"])})

    async def load(self, request: Request) -> Response:
        """Load a run's network, so that it answers at once."""
        await read_json(request)
        return await self._ask(request, "load")

    async def draw(self, request: Request) -> Response:
        """Answer a drawing."""
        stream_file(request)
        ink = await read_content(request, MAX_INK)
        return await self._ask(request, "draw", ink=ink.hex())

    async def sample(self, request: Request) -> Response:
        """Answer new samples of each class."""
        seed = (await read_json(request)).get("seed")
        if type(seed) is not int or not 0 <= seed < 2**32:
            raise RequestRefused(400, "studio.json_only")
        return await self._ask(request, "sample", seed=seed)

    async def row(self, request: Request) -> Response:
        """Answer a table's row."""
        values = (await read_json(request)).get("values")
        if not isinstance(values, dict):
            raise RequestRefused(400, "studio.json_only")
        return await self._ask(request, "row", values=values)

    async def file(self, request: Request) -> Response:
        """Answer a file."""
        upload = Upload(self.library.files, f"try-{secrets.token_hex(8)}")
        try:
            name = safe_name(request.query_params.get("name", ""))
            await upload.take(name, stream_file(request))
            return await self._ask(request, "files", paths=[str(upload.folder / name)])
        finally:
            upload.discard()

    async def frame(self, request: Request) -> Response:
        """Answer a picture of the camera; nothing of it is kept."""
        stream_file(request)
        picture = await read_content(request, MAX_FRAME)
        return await self._ask(request, "frame", picture=picture.hex())

    async def source(self, request: Request) -> Response:
        """Send the task file that a run was trained on."""
        record = read_record(self._folder(request))
        if not record.task.get("text"):
            raise RequestRefused(404, "studio.no_task")
        name = runs.name_at_home(record.plan.data.task or "")
        name = name if name.endswith(".py") else "task.py"
        told = f"attachment; filename=\"task.py\"; filename*=UTF-8''{quote(name)}"
        headers = {"Content-Disposition": told}
        return Response(record.task["text"], media_type="text/x-python", headers=headers)

    async def run_file(self, request: Request) -> Response:
        """Send a file of a run: the report to look at, others to take home."""
        run, file = request.path_params["run"], request.path_params["file"]
        lang = request.query_params.get("lang")
        if file == REPORT and lang in languages():
            folder = self._folder(request)
            if not is_in_language(folder / file, lang):
                await self.jobs.ask("report", run=str(folder), lang=lang)
        path = runs.run_file(self.out, run, file)
        kind = runs.FILES[file]
        if file == REPORT:
            policy = {"Content-Security-Policy": REPORT_POLICY}
            return FileResponse(path, headers=policy, media_type=kind)
        return FileResponse(path, media_type=kind, filename=runs.home_file(run, file))

    async def _ask(self, request: Request, verb: str, **values: Any) -> Response:
        return JSONResponse(await self.jobs.ask(verb, run=str(self._folder(request)), **values))

    def _folder(self, request: Request) -> Path:
        return runs.run_folder(self.out, request.path_params["run"])
