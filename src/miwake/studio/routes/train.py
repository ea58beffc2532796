"""Working: the rooms Look and Train as the page asks for them: the state, beginnings, stops."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from miwake.studio import runs
from miwake.studio.job_state import Progress
from miwake.studio.request import Order
from miwake.studio.routes.responses import Calls, Refused, body, check_language
from miwake.studio.task_registry import Brought
from miwake.studio.training_jobs import Jobs


class Working:
    """What the rooms Look and Train ask for.

    Args:
        out: the folder in which runs are kept.
        brought: the tasks that may be named.
        progress: what is being done.
        jobs: what does it.
        lang: the language of reports for which none is asked.
    """

    def __init__(
        self, out: Path, brought: Brought, progress: Progress, jobs: Jobs, lang: str
    ) -> None:
        self.out, self.brought, self.lang = out, brought, lang
        self.progress, self.jobs = progress, jobs

    def calls(self) -> Calls:
        """Methods, paths and what answers them."""
        return [
            ("GET", "/api/state", self.state),
            ("GET", "/api/opened", self.opened),
            ("GET", "/api/looked", self.looked),
            ("POST", "/api/open", self.open),
            ("POST", "/api/look", self.look),
            ("POST", "/api/train", self.train),
            ("POST", "/api/resume", self.resume),
            ("POST", "/api/stop", self.stop),
        ]

    async def state(self, request: Request) -> Response:
        """The state; next to nothing where the page knows it already."""
        kept = runs.mark(self.out)
        mark = f"{self.progress.mark}-{kept}"
        if request.query_params.get("since") == mark:
            return JSONResponse({"mark": mark})
        return JSONResponse({"mark": mark, "runs": kept, **self.progress.state()})

    async def opened(self, _: Request) -> Response:
        """The task that was opened last."""
        return JSONResponse(self.progress.opened)

    async def looked(self, _: Request) -> Response:
        """The look at it."""
        return JSONResponse(self.progress.looked)

    async def open(self, request: Request) -> Response:
        """Read a task; a look at its data follows by itself."""
        return await self._begin("open", await body(request))

    async def look(self, request: Request) -> Response:
        """Look at a task's data."""
        return await self._begin("look", await body(request))

    async def train(self, request: Request) -> Response:
        """Train a network."""
        asked = await body(request)
        lang = check_language(asked.pop("lang", self.lang))
        return await self._begin("train", asked, out=str(self.out), lang=lang)

    async def resume(self, request: Request) -> Response:
        """Go on with a training that was stopped."""
        asked = await body(request)
        folder = runs.run_folder(self.out, str(asked.get("run", "")))
        lang = check_language(asked.get("lang", self.lang))
        number = await self.jobs.begin("resume", None, run=str(folder), lang=lang)
        return JSONResponse({"job": number}, 202)

    async def stop(self, request: Request) -> Response:
        """Stop what is being done."""
        await body(request)
        await self.jobs.stop()
        return JSONResponse({})

    async def _begin(self, kind: str, asked: dict[str, Any], **values: Any) -> Response:
        order = Order.of(asked)
        if not self.brought.allows(order.task):
            raise Refused(403, "studio.not_allowed")
        return JSONResponse({"job": await self.jobs.begin(kind, order, **values)}, 202)
