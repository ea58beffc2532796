"""The server: the page, its files and the JSON API, behind the guard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from miwake import __version__
from miwake.messages import language_entry, languages, messages, resolve_language, translate
from miwake.readers.registry import endings
from miwake.studio.auth import WITH_CAMERA, AuthMiddleware
from miwake.studio.jobs import JobRunner
from miwake.studio.library import TaskLibrary
from miwake.studio.projects import PhotoProjects
from miwake.studio.routes.data import DataRoutes
from miwake.studio.routes.projects import ProjectRoutes
from miwake.studio.routes.responses import (
    RouteTable,
    answer_errors,
    error_response,
    message_content,
)
from miwake.studio.routes.train import TrainRoutes
from miwake.studio.routes.try_run import TryRoutes
from miwake.studio.state import StudioState

PAGE = Path(str(files("miwake"))) / "studio" / "page"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
PREFIX = "studio."
CHECK_FIRST = {"Cache-Control": "no-cache"}


def studio_app(
    out: Path, task: str | None, lang: str | None, port: int, token: str, secret: str
) -> ASGIApp:
    """Build the studio as an ASGI application.

    Args:
        out: the folder in which runs are kept.
        task: a task file or data that the user named on the command line.
        lang: the language that the page begins with; None: the browser's.
        port: where it will be served.
        token: in the address that is opened.
        secret: in the cookie that it becomes.
    """
    library, state = TaskLibrary(out, task), StudioState(out)
    jobs = JobRunner(state)
    projects = PhotoProjects(library.files)
    data = DataRoutes(library, jobs, projects)
    rooms = (
        data,
        ProjectRoutes(projects),
        TrainRoutes(out, library, state, jobs, resolve_language(lang)),
        TryRoutes(out, library, jobs),
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await jobs.close()
        await data.close()
        projects.close()

    async def page(request: Request) -> Response:
        text = (PAGE / "index.html").read_text("utf-8")
        text = text.replace("{lang}", lang or preferred_language(request))
        return Response(text, media_type=KINDS[".html"], headers=WITH_CAMERA)

    async def words_of_page(request: Request) -> Response:
        names = {tag: language_entry("name", tag) for tag in languages()}
        content = {
            "lang": lang or preferred_language(request),
            "languages": names,
            "version": __version__,
            "words": page_words(),
        }
        return JSONResponse(content)

    table: RouteTable = [
        ("GET", "/", page),
        ("GET", "/words", words_of_page),
        ("GET", "/page/{file:path}", _file),
    ]
    for room in rooms:
        table += [(method, path, answer_errors(call)) for method, path, call in room.table()]
    app = Starlette(
        routes=[Route(path, call, methods=[method]) for method, path, call in table],
        lifespan=lifespan,
        exception_handlers={404: _not_found, 405: _not_found},
    )
    return AuthMiddleware(app, port, token, secret)


def preferred_language(request: Request) -> str:
    """The first language of the browser's that miwake speaks; by default the locale's."""
    parts = [part.split(";") for part in request.headers.get("accept-language", "").split(",")]
    ranked = sorted(parts, key=lambda part: -_weight(part[1:]))
    tags = (part[0].strip().lower().partition("-")[0] for part in ranked)
    return next((tag for tag in tags if tag in languages()), resolve_language())


def _weight(options: list[str]) -> float:
    weight = next((o.strip() for o in options if o.strip().startswith("q=")), "q=1")
    try:
        return float(weight.removeprefix("q="))
    except ValueError:
        return 0.0


def page_words() -> dict[str, dict[str, str]]:
    """The page's sentences, by language."""
    return {
        lang: {
            key.removeprefix(PREFIX): text
            for key, text in (messages(lang) | _lead(lang)).items()
            if key.startswith(PREFIX)
        }
        for lang in languages()
    }


def _lead(lang: str) -> dict[str, str]:
    """What can be brought, with the endings that the readers know."""
    files = {"tables": endings("table"), "arrays": endings("arrays")}
    return {"studio.upload_lead": translate("studio.upload_lead", lang, **files)}


async def _file(request: Request) -> Response:
    path = (PAGE / request.path_params["file"]).resolve()
    if PAGE.resolve() not in path.parents or path.suffix not in KINDS or not path.is_file():
        return _nothing()
    return FileResponse(path, media_type=KINDS[path.suffix], headers=CHECK_FIRST)


async def _not_found(_: Request, error: Exception) -> Response:  # noqa: ARG001
    return _nothing()


def _nothing() -> Response:
    return error_response(404, message_content("studio.nothing_here"))
