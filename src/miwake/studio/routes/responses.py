"""JSON in and out; what goes wrong becomes a status and a text in all languages."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from miwake.errors import MiwakeError, RunError, of_system
from miwake.messages import languages, translate
from miwake.studio.jobs import TrainingRuns
from miwake.studio.worker.client import CallError
from miwake.studio.worker.serialize import error_content

MAX_JSON = 2**20  # bytes of a body

Endpoint = Callable[[Request], Awaitable[Response]]
RouteTable = list[tuple[str, str, Endpoint]]  # method, path, what answers


class RequestRefused(Exception):  # noqa: N818  a request that can't be done is no fault here
    """A request is not done: a status, and the key of what is said."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status, self.key = status, key


def answer_errors(endpoint: Endpoint) -> Endpoint:
    """Turn what is raised into JSON with a status."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except ClientDisconnect:
            return Response(status_code=400)
        except (RequestRefused, TrainingRuns, CallError, MiwakeError, OSError) as error:
            return error_response(*_status_and_content(error))

    return answer


def _status_and_content(error: Exception) -> tuple[int, dict[str, Any]]:
    match error:
        case RequestRefused():
            return error.status, message_content(error.key)
        case TrainingRuns():
            return 409, message_content("studio.busy")
        case CallError():
            return 422, error.content
        case MiwakeError():
            return 404 if isinstance(error, RunError) else 422, error_content(error)
        case OSError():
            return 507, error_content(of_system(error))
    raise error


def error_response(status: int, content: dict[str, Any]) -> Response:
    """Answer with an error."""
    return JSONResponse({"error": {"line": None, **content}}, status)


def message_content(key: str) -> dict[str, Any]:
    """Give a message in all languages, as an error's content."""
    return {"text": {lang: translate(key, lang) for lang in languages()}}


def check_language(lang: Any) -> str:
    """Return the language that is asked for.

    Raises:
        RequestRefused: it is none of those that miwake speaks.
    """
    if lang not in languages():
        raise RequestRefused(400, "studio.json_only")
    return str(lang)


async def read_json(request: Request) -> dict[str, Any]:
    """Read the JSON object in a request.

    Raises:
        RequestRefused: there is none.
    """
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise RequestRefused(415, "studio.json_only")
    try:
        values = json.loads(await read_content(request, MAX_JSON))
    except (ValueError, RecursionError):
        raise RequestRefused(400, "studio.json_only") from None
    if not isinstance(values, dict):
        raise RequestRefused(400, "studio.json_only")
    return values


async def read_content(request: Request, limit: int) -> bytes:
    """Read a request's whole body.

    Raises:
        RequestRefused: it is longer than `limit` bytes.
    """
    content = bytearray()
    async for block in request.stream():
        content += block
        if len(content) > limit:
            raise RequestRefused(413, "studio.too_large")
    return bytes(content)


def stream_file(request: Request) -> AsyncIterator[bytes]:
    """Stream the blocks of a file that is sent.

    Raises:
        RequestRefused: it is sent as something else than a file.
    """
    if request.headers.get("content-type", "") != "application/octet-stream":
        raise RequestRefused(415, "studio.files_only")
    return request.stream()
