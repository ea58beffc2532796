"""The rooms Look and Train: the state, what begins, what stops."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from miwake.studio import runs
from miwake.studio.jobs import JobRunner
from miwake.studio.library import TaskLibrary
from miwake.studio.plan_form import read_form, write_form
from miwake.studio.routes.responses import (
    RequestRefused,
    RouteTable,
    check_language,
    read_json,
)
from miwake.studio.state import StudioState


class TrainRoutes:
    """What the rooms Look and Train ask for.

    Args:
        out: the folder in which runs are kept.
        library: the tasks that may be named.
        state: what is being done.
        jobs: what does it.
        lang: the language of reports for which none is asked.
    """

    def __init__(
        self, out: Path, library: TaskLibrary, state: StudioState, jobs: JobRunner, lang: str
    ) -> None:
        self.out, self.library, self.state, self.jobs = out, library, state, jobs
        self.lang = lang

    def table(self) -> RouteTable:
        """List methods, paths and what answers them."""
        return [
            ("GET", "/api/state", self.poll),
            ("GET", "/api/opened", self.opened),
            ("GET", "/api/looked", self.looked),
            ("POST", "/api/open", self.open),
            ("POST", "/api/look", self.look),
            ("POST", "/api/train", self.train),
            ("POST", "/api/resume", self.resume),
            ("POST", "/api/stop", self.stop),
        ]

    async def poll(self, request: Request) -> Response:
        """Give the state; next to nothing where the page knows it already."""
        listed = runs.mark(self.out)
        mark = f"{self.state.mark}-{listed}"
        if request.query_params.get("since") == mark:
            return JSONResponse({"mark": mark})
        return JSONResponse({"mark": mark, "runs": listed, **self.state.as_json()})

    async def opened(self, _: Request) -> Response:
        """Give the task that was opened last."""
        return JSONResponse(self.state.opened)

    async def looked(self, _: Request) -> Response:
        """Give the look at it."""
        return JSONResponse(self.state.looked)

    async def open(self, request: Request) -> Response:
        """Read a task; a look at its data follows by itself."""
        return await self._begin("open", await read_json(request))

    async def look(self, request: Request) -> Response:
        """Look at a task's data."""
        return await self._begin("look", await read_json(request))

    async def train(self, request: Request) -> Response:
        """Train a network; with "open", on a task that is opened before, without a look."""
        form = await read_json(request)
        lang = check_language(form.pop("lang", self.lang))
        training = {"out": str(self.out), "lang": lang}
        if form.pop("open", False) is True:
            return await self._begin("open", form, then={"kind": "train", **training})
        return await self._begin("train", form, **training)

    async def resume(self, request: Request) -> Response:
        """Go on with a training that was stopped."""
        values = await read_json(request)
        folder = runs.run_folder(self.out, str(values.get("run", "")))
        lang = check_language(values.get("lang", self.lang))
        number = await self.jobs.begin("resume", None, run=str(folder), lang=lang)
        return JSONResponse({"job": number}, 202)

    async def stop(self, request: Request) -> Response:
        """Stop what is being done."""
        await read_json(request)
        await self.jobs.stop()
        return JSONResponse({})

    async def _begin(self, kind: str, form: dict[str, Any], **values: Any) -> Response:
        plan = read_form(form)
        if not self.library.allows(plan.data.task or ""):
            raise RequestRefused(403, "studio.not_allowed")
        number = await self.jobs.begin(kind, write_form(plan), **values)
        return JSONResponse({"job": number}, 202)
