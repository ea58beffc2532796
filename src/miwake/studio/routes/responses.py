"""Answers: JSON in and out, and what went wrong in words of all languages."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from miwake.errors import MiwakeError, RunError, of_system
from miwake.messages import languages, render_error_in_all, translate
from miwake.studio.training_jobs import Busy
from miwake.studio.worker.client import WorkerError

MOST = 2**20  # bytes of a JSON body

Endpoint = Callable[[Request], Awaitable[Response]]
Calls = list[tuple[str, str, Endpoint]]  # method, path, what answers


class Refused(Exception):  # noqa: N818  a request that can't be done is no fault here
    """A request that is not done: a status, and the key of what is said."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


def answering(endpoint: Endpoint) -> Endpoint:
    """Turn what is raised into JSON with a status."""

    async def answer(request: Request) -> Response:  # noqa: PLR0911  one an exception
        try:
            return await endpoint(request)
        except Refused as refused:
            return problem(refused.status, words(refused.key))
        except Busy:
            return problem(409, words("studio.busy"))
        except WorkerError as error:
            return problem(422, error.told["text"], error.told.get("line"))
        except MiwakeError as error:
            told = render_error_in_all(error)
            return problem(404 if isinstance(error, RunError) else 422, told, error.line)
        except ClientDisconnect:
            return Response(status_code=400)
        except OSError as error:
            return problem(507, render_error_in_all(of_system(error)))

    return answer


def problem(status: int, text: dict[str, str], line: int | None = None) -> Response:
    """An error as JSON."""
    return JSONResponse({"error": {"text": text, "line": line}}, status)


def words(key: str) -> dict[str, str]:
    """A sentence in all languages."""
    return {lang: translate(key, lang) for lang in languages()}


def check_language(lang: Any) -> str:
    """A language that is asked for.

    Raises:
        Refused: it is none of those that are spoken.
    """
    if lang not in languages():
        raise Refused(400, "studio.json_only")
    return str(lang)


async def body(request: Request) -> dict[str, Any]:
    """The JSON object in a request.

    Raises:
        Refused: there is none.
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "studio.json_only")
    try:
        found = json.loads(await content(request, MOST))
    except (ValueError, RecursionError):
        raise Refused(400, "studio.json_only") from None
    if not isinstance(found, dict):
        raise Refused(400, "studio.json_only")
    return found


async def content(request: Request, most: int) -> bytes:
    """A request's whole body.

    Raises:
        Refused: it is longer than `most` bytes.
    """
    found = bytearray()
    async for block in request.stream():
        found += block
        if len(found) > most:
            raise Refused(413, "studio.too_large")
    return bytes(found)


def stream(request: Request) -> AsyncIterator[bytes]:
    """A file that is sent, as its blocks.

    Raises:
        Refused: it is sent as something else than a file.
    """
    if request.headers.get("content-type", "") != "application/octet-stream":
        raise Refused(415, "studio.files_only")
    return request.stream()
