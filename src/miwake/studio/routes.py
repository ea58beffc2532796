"""Routes: what the page can ask for."""

import ast
import asyncio
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from miwake.record import plain
from miwake.runs.folder import RECORD, REPORT, read_record
from miwake.starter import STARTER
from miwake.studio import runs, uploads
from miwake.studio.answers import Refused, answering, body, content, stream
from miwake.studio.jobs import Jobs
from miwake.studio.order import Order
from miwake.studio.process import Worker, WorkerError
from miwake.task import built_in_tasks
from miwake.words import LANGUAGES

INK = 512 * 512  # pixels of a drawing
TEXT = 2**20  # characters of a task file
REPORT_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


class Studio:
    """What the routes work on.

    Args:
        out: the folder in which runs are kept.
        task: a task file or data that the user named on the command line.
        lang: the language that the page begins with.
    """

    def __init__(self, out: Path, task: str | None, lang: str) -> None:
        self.out, self.task, self.lang = out, task, lang
        self.files = out / uploads.FILES
        self.jobs = Jobs(out)
        self.uploads: dict[str, uploads.Upload] = {}
        self.gallery: asyncio.Task[dict[str, Any]] | None = None

    def routes(self) -> list[Route]:
        """All of them."""
        table = [
            ("GET", "/api/state", self.state),
            ("GET", "/api/tasks", self.tasks),
            ("GET", "/api/gallery", self.pictures),
            ("GET", "/api/starter", self.starter),
            ("GET", "/api/opened", self.opened),
            ("GET", "/api/looked", self.looked),
            ("GET", "/api/runs", self.runs),
            ("GET", "/api/runs/{run}", self.run),
            ("POST", "/api/open", self.open),
            ("POST", "/api/look", self.look),
            ("POST", "/api/train", self.train),
            ("POST", "/api/resume", self.resume),
            ("POST", "/api/stop", self.stop),
            ("POST", "/api/file", self.file),
            ("POST", "/api/uploads", self.new_upload),
            ("PUT", "/api/uploads/{key}", self.upload),
            ("POST", "/api/uploads/{key}", self.finish_upload),
            ("POST", "/api/runs/{run}/load", self.load),
            ("PUT", "/api/runs/{run}/draw", self.draw),
            ("POST", "/api/runs/{run}/sample", self.sample),
            ("POST", "/api/runs/{run}/row", self.row),
            ("PUT", "/api/runs/{run}/file", self.try_file),
            ("GET", "/runs/{run}/task.py", self.source),
            ("GET", "/runs/{run}/{file}", self.run_file),
        ]
        return [Route(path, answering(call), methods=[method]) for method, path, call in table]

    # What there is

    async def state(self, request: Request) -> Response:
        """The state; next to nothing where the page knows it already."""
        jobs = self.jobs
        runs_now = _runs_mark(self.out)
        mark = f"{jobs.boot}-{jobs.version}-{runs_now}"
        if request.query_params.get("since") == mark:
            return JSONResponse({"mark": mark})
        return JSONResponse({"mark": mark, "runs": runs_now, **jobs.state()})

    async def tasks(self, _: Request) -> Response:
        """The built-in tasks, and what the user brought."""
        files = sorted(self.files.glob("*")) if self.files.is_dir() else []
        own = [str(path) for path in files if not path.name.startswith(".")]
        return JSONResponse({"tasks": _built_in(), "own": own, "given": self.task})

    async def pictures(self, _: Request) -> Response:
        """A few examples of each built-in task."""
        if self.gallery is None or (self.gallery.done() and self.gallery.exception()):
            self.gallery = asyncio.create_task(_gallery())
        return JSONResponse(await asyncio.shield(self.gallery))

    async def starter(self, request: Request) -> Response:
        """A task file's text to begin with: the starter's, a built-in task's or an own one's."""
        like = request.query_params.get("like", "")
        known = built_in_tasks()
        path = known.get(like, STARTER)
        if like and like not in known:
            path = self._own(like)
            if path.suffix != ".py" or not path.is_file():
                raise Refused(404, "studio.no_task")
        return JSONResponse({"text": path.read_text("utf-8")})

    async def opened(self, _: Request) -> Response:
        """The task that was opened last."""
        return JSONResponse(self.jobs.opened)

    async def looked(self, _: Request) -> Response:
        """The look at it."""
        return JSONResponse(self.jobs.looked)

    async def runs(self, _: Request) -> Response:
        """The runs in the folder, whoever made them."""
        return JSONResponse(plain(await asyncio.to_thread(runs.list_runs, self.out)))

    async def run(self, request: Request) -> Response:
        """One run."""
        found = runs.run_details(self.out, request.path_params["run"])
        return JSONResponse(found | {"allowed": self._is_allowed(found["order"]["task"])})

    # What is done

    async def open(self, request: Request) -> Response:
        """Read a task; a look at its data follows by itself."""
        return await self._begin("open", await body(request))

    async def look(self, request: Request) -> Response:
        """Look at a task's data."""
        return await self._begin("look", await body(request))

    async def train(self, request: Request) -> Response:
        """Train a network."""
        asked = await body(request)
        lang = asked.pop("lang", self.lang)
        return await self._begin("train", asked, out=str(self.out), lang=_language(lang))

    async def resume(self, request: Request) -> Response:
        """Go on with a training that was stopped."""
        asked = await body(request)
        folder = runs.run_folder(self.out, str(asked.get("run", "")))
        lang = _language(asked.get("lang", self.lang))
        number = await self.jobs.begin("resume", None, run=str(folder), lang=lang)
        return JSONResponse({"job": number}, 202)

    async def stop(self, request: Request) -> Response:
        """Stop what is being done."""
        await body(request)
        await self.jobs.stop()
        return JSONResponse({})

    async def file(self, request: Request) -> Response:
        """Keep a task file of the user's."""
        asked = await body(request)
        name, text = asked.get("name"), asked.get("text")
        if not isinstance(name, str) or not isinstance(text, str) or len(text) > TEXT:
            raise Refused(400, "studio.json_only")
        return JSONResponse({"task": str(uploads.write_task_text(self.files, name, text))})

    # What comes in

    async def new_upload(self, request: Request) -> Response:
        """Begin an upload."""
        await body(request)
        if len(self.uploads) >= 4:
            self.uploads.pop(next(iter(self.uploads))).discard()
        key = secrets.token_hex(8)
        self.uploads[key] = uploads.Upload(self.files, key)
        return JSONResponse({"key": key})

    async def upload(self, request: Request) -> Response:
        """Take one file of an upload in."""
        upload = self._upload(request)
        try:
            await upload.take(request.query_params.get("path", ""), stream(request))
        except Exception:
            self._discard(request)
            raise
        return JSONResponse({"files": upload.count})

    async def finish_upload(self, request: Request) -> Response:
        """All files are there: what they are."""
        upload = self._upload(request)
        await body(request)
        try:
            path = await asyncio.to_thread(upload.finish)
        finally:
            self._discard(request)
        return JSONResponse({"task": str(path)})

    # Trying, and taking home

    async def load(self, request: Request) -> Response:
        """Load a run's network, so that it answers at once."""
        await body(request)
        return JSONResponse(await self.jobs.ask("load", run=self._run(request)))

    async def draw(self, request: Request) -> Response:
        """The answer to a drawing."""
        stream(request)
        ink = (await content(request, INK)).hex()
        return JSONResponse(await self.jobs.ask("draw", run=self._run(request), ink=ink))

    async def sample(self, request: Request) -> Response:
        """New samples of each class."""
        seed = (await body(request)).get("seed")
        if type(seed) is not int or not 0 <= seed < 2**32:
            raise Refused(400, "studio.json_only")
        return JSONResponse(await self.jobs.ask("sample", run=self._run(request), seed=seed))

    async def row(self, request: Request) -> Response:
        """The answer to a table's row."""
        values = (await body(request)).get("values")
        if not isinstance(values, dict):
            raise Refused(400, "studio.json_only")
        return JSONResponse(await self.jobs.ask("row", run=self._run(request), values=values))

    async def try_file(self, request: Request) -> Response:
        """The answers to a file."""
        run, upload = self._run(request), uploads.Upload(self.files, f"try-{secrets.token_hex(8)}")
        try:
            name = uploads.safe_name(request.query_params.get("name", ""))
            await upload.take(name, stream(request))
            paths = [str(upload.folder / name)]
            return JSONResponse(await self.jobs.ask("files", run=run, paths=paths))
        finally:
            upload.discard()

    async def source(self, request: Request) -> Response:
        """The task file that a run was trained on."""
        record = read_record(runs.run_folder(self.out, request.path_params["run"]))
        if not record.task.get("text"):
            raise Refused(404, "studio.no_task")
        headers = {"Content-Disposition": 'attachment; filename="task.py"'}
        return Response(record.task["text"], media_type="text/x-python", headers=headers)

    async def run_file(self, request: Request) -> Response:
        """A file of a run: the report to look at, others to take home."""
        run, file = request.path_params["run"], request.path_params["file"]
        lang = request.query_params.get("lang")
        if file == REPORT and lang in LANGUAGES:
            folder = runs.run_folder(self.out, run)
            if not _speaks(folder / file, lang):
                await self.jobs.ask("report", run=str(folder), lang=lang)
        path = runs.run_file(self.out, run, file)
        kind = runs.FILES[file]
        if file == REPORT:
            return FileResponse(
                path, headers={"Content-Security-Policy": REPORT_POLICY}, media_type=kind
            )
        return FileResponse(path, media_type=kind, filename=f"{run}-{file}")

    async def close(self) -> None:
        """End all processes, and remove what came in half."""
        if self.gallery is not None:
            self.gallery.cancel()
            await asyncio.gather(self.gallery, return_exceptions=True)
        await self.jobs.close()
        for upload in self.uploads.values():
            upload.discard()

    async def _begin(self, kind: str, asked: dict[str, Any], **values: Any) -> Response:
        order = Order.of(asked)
        if not self._is_allowed(order.task):
            raise Refused(403, "studio.not_allowed")
        return JSONResponse({"job": await self.jobs.begin(kind, order, **values)}, 202)

    def _is_allowed(self, task: str) -> bool:
        """Whether the page may name this task: built-in, brought, or named on the command line."""
        if task in built_in_tasks() or task == self.task:
            return True
        try:
            return self._own(task).exists()
        except Refused:
            return False

    def _own(self, task: str) -> Path:
        """The path of something the user brought.

        Raises:
            Refused: it lies elsewhere.
        """
        path, inside = Path(task), self.files.resolve()
        if "\0" in task or inside not in path.resolve().parents:
            raise Refused(403, "studio.not_allowed")
        return path

    def _run(self, request: Request) -> str:
        return str(runs.run_folder(self.out, request.path_params["run"]))

    def _upload(self, request: Request) -> uploads.Upload:
        found = self.uploads.get(request.path_params["key"])
        if found is None:
            raise Refused(404, "studio.no_upload")
        return found

    def _discard(self, request: Request) -> None:
        upload = self.uploads.pop(request.path_params["key"], None)
        if upload is not None:
            upload.discard()


async def _gallery() -> dict[str, Any]:
    """The pictures, made by a process that ends when they are."""
    worker = Worker()
    try:
        return await worker.call("pictures")
    except WorkerError:
        return {}
    finally:
        await worker.close()


@cache
def _built_in() -> list[dict[str, str]]:
    """The built-in tasks' words; nothing is executed for that."""
    found = []
    for name, path in built_in_tasks().items():
        words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or name
        title, _, description = words.partition("\n")
        found.append({"task": name, "title": title, "description": description.strip()})
    return found


def _runs_mark(out: Path) -> str:
    """Something that changes when a run comes, goes or changes."""
    if not out.is_dir():
        return "0"
    latest = count = 0
    for folder in out.iterdir():
        for file in (RECORD, runs.STATE):
            try:
                latest = max(latest, (folder / file).stat().st_mtime_ns)
                count += 1
            except OSError:
                continue
    return f"{count}-{latest}"


def _speaks(report: Path, lang: str) -> bool:
    """Whether a report is there, in this language."""
    try:
        with report.open(encoding="utf-8") as file:
            found = re.search(r'<html lang="(\w+)"', file.read(300))
    except (OSError, UnicodeDecodeError):
        return False
    return found is not None and found[1] == lang


def _language(lang: Any) -> str:
    if lang not in LANGUAGES:
        raise Refused(400, "studio.json_only")
    return str(lang)
