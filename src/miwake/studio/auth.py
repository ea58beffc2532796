"""Guard: who may speak to the studio. Anything else gets nothing, and starts nothing.

A page of another origin in the same browser, another user of this machine, and a host name that
was bound to 127.0.0.1 are kept out by a secret in a cookie, the Host and Origin headers and what
the browser says about where a request comes from.
"""

import hmac
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from miwake.messages import languages, translate

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
WITH_CAMERA = {"Permissions-Policy": "camera=(self), microphone=(), geolocation=()"}
WEEK = 7 * 24 * 3600


class AuthMiddleware:
    """ASGI middleware around everything.

    Args:
        app: what is guarded.
        port: the port that is served.
        token: in the address that is opened in the browser.
        secret: in the cookie that it becomes.
    """

    def __init__(self, app: ASGIApp, port: int, token: str, secret: str) -> None:
        self.app, self.token, self.secret = app, token, secret
        self.cookie = f"miwake-{port}"  # cookies are shared by all ports of a host
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it without looking further at it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        answer = self._answer(scope)
        await (answer or self.app)(scope, receive, _with_headers(send))

    def _answer(self, scope: Scope) -> Response | None:
        """What a request gets instead of the page; None: it is let through."""
        headers = Headers(scope=scope)
        if headers.getlist("host") != [headers.get("host")] or headers["host"] not in self.hosts:
            return _refusal()
        if self._is_entrance(scope, headers):
            return self._enter()
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return _refusal()
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{headers['host']}":
            return _refusal()
        if not _equal(self._cookie(headers), self.secret):
            return _refusal("studio.no_key")
        return None

    def _is_entrance(self, scope: Scope, headers: Headers) -> bool:
        """Whether it is the opened address, with its token, asked for as a page."""
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        page = headers.get("sec-fetch-dest", "document") == "document"
        plain = scope["method"] == "GET" and scope["path"] == "/" and "origin" not in headers
        return plain and page and len(tokens) == 1 and _equal(tokens[0], self.token)

    def _enter(self) -> Response:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            self.cookie, self.secret, max_age=WEEK, path="/", httponly=True, samesite="strict"
        )
        return answer

    def _cookie(self, headers: Headers) -> str:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return ""
        return cookies[self.cookie].value if self.cookie in cookies else ""


def _equal(text: str, secret: str) -> bool:
    return hmac.compare_digest(text.encode("utf-8", "replace"), secret.encode())


def _refusal(key: str = "studio.refused") -> Response:
    text = "\n".join(translate(key, lang) for lang in languages())
    return PlainTextResponse(f"{text}\n", 403)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Any = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
