"""Asking: the room Try as the page asks for it: runs, their networks' answers, their files."""

import asyncio
import re
import secrets
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from miwake.messages import languages
from miwake.run.folder import REPORT, read_record
from miwake.runtime.plain_data import plain
from miwake.studio import runs
from miwake.studio.routes.responses import Calls, Refused, body, content, stream
from miwake.studio.task_registry import Brought
from miwake.studio.training_jobs import Jobs
from miwake.studio.uploads import Upload, safe_name

INK = 512 * 512  # pixels of a drawing
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Asking:
    """What the room Try asks for.

    Args:
        out: the folder in which runs are kept.
        brought: the tasks that may be named, and where files are put.
        jobs: what answers.
    """

    def __init__(self, out: Path, brought: Brought, jobs: Jobs) -> None:
        self.out, self.brought, self.jobs = out, brought, jobs

    def calls(self) -> Calls:
        """Methods, paths and what answers them."""
        return [
            ("GET", "/api/runs", self.runs),
            ("GET", "/api/runs/{run}", self.run),
            ("POST", "/api/runs/{run}/load", self.load),
            ("PUT", "/api/runs/{run}/draw", self.draw),
            ("POST", "/api/runs/{run}/sample", self.sample),
            ("POST", "/api/runs/{run}/row", self.row),
            ("PUT", "/api/runs/{run}/file", self.file),
            ("GET", "/runs/{run}/task.py", self.source),
            ("GET", "/runs/{run}/{file}", self.run_file),
        ]

    async def runs(self, _: Request) -> Response:
        """The runs in the folder, whoever made them."""
        return JSONResponse(plain(await asyncio.to_thread(runs.list_runs, self.out)))

    async def run(self, request: Request) -> Response:
        """One run."""
        found = runs.run_details(self.out, request.path_params["run"])
        return JSONResponse(found | {"allowed": self.brought.allows(found["order"]["task"])})

    async def load(self, request: Request) -> Response:
        """Load a run's network, so that it answers at once."""
        await body(request)
        return await self._ask(request, "load")

    async def draw(self, request: Request) -> Response:
        """The answer to a drawing."""
        stream(request)
        return await self._ask(request, "draw", ink=(await content(request, INK)).hex())

    async def sample(self, request: Request) -> Response:
        """New samples of each class."""
        seed = (await body(request)).get("seed")
        if type(seed) is not int or not 0 <= seed < 2**32:
            raise Refused(400, "studio.json_only")
        return await self._ask(request, "sample", seed=seed)

    async def row(self, request: Request) -> Response:
        """The answer to a table's row."""
        values = (await body(request)).get("values")
        if not isinstance(values, dict):
            raise Refused(400, "studio.json_only")
        return await self._ask(request, "row", values=values)

    async def file(self, request: Request) -> Response:
        """The answers to a file."""
        upload = Upload(self.brought.files, f"try-{secrets.token_hex(8)}")
        try:
            name = safe_name(request.query_params.get("name", ""))
            await upload.take(name, stream(request))
            return await self._ask(request, "files", paths=[str(upload.folder / name)])
        finally:
            upload.discard()

    async def source(self, request: Request) -> Response:
        """The task file that a run was trained on."""
        record = read_record(self._folder(request))
        if not record.task.get("text"):
            raise Refused(404, "studio.no_task")
        headers = {"Content-Disposition": 'attachment; filename="task.py"'}
        return Response(record.task["text"], media_type="text/x-python", headers=headers)

    async def run_file(self, request: Request) -> Response:
        """A file of a run: the report to look at, others to take home."""
        run, file = request.path_params["run"], request.path_params["file"]
        lang = request.query_params.get("lang")
        if file == REPORT and lang in languages():
            folder = self._folder(request)
            if not _speaks(folder / file, lang):
                await self.jobs.ask("report", run=str(folder), lang=lang)
        path = runs.run_file(self.out, run, file)
        kind = runs.FILES[file]
        if file == REPORT:
            policy = {"Content-Security-Policy": REPORT_POLICY}
            return FileResponse(path, headers=policy, media_type=kind)
        return FileResponse(path, media_type=kind, filename=f"{run}-{file}")

    async def _ask(self, request: Request, verb: str, **values: Any) -> Response:
        return JSONResponse(await self.jobs.ask(verb, run=str(self._folder(request)), **values))

    def _folder(self, request: Request) -> Path:
        return runs.run_folder(self.out, request.path_params["run"])


def _speaks(report: Path, lang: str) -> bool:
    """Whether a report is there, in this language."""
    try:
        with report.open(encoding="utf-8") as file:
            found = re.search(r'<html lang="(\w+)"', file.read(300))
    except (OSError, UnicodeDecodeError):
        return False
    return found is not None and found[1] == lang
