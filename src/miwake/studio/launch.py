"""Launching: a free port of this machine alone, the page in the browser, and the end of it all."""

import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from miwake.errors import ArgumentError, MiwakeError, reason
from miwake.messages import resolve_language, translate
from miwake.runtime.atomic_write import write_whole
from miwake.runtime.keras_backend import cache_folder
from miwake.studio.server import studio_app

HOST = "127.0.0.1"
USUAL = 8646  # "mi wa ke" on a dial: a page that lost its server finds the next one there


def serve(
    out: Path,
    task: str | None,
    port: int,
    lang: str | None,
    browser: bool,
    say: Callable[[str], None],
) -> None:
    """Serve the studio until it is interrupted.

    Args:
        out: the folder in which runs are kept.
        task: a task file or data to begin with.
        port: the port; 0: the usual one, or any that is free.
        lang: the language that the page begins with; None: the browser's.
        browser: whether to open the page.
        say: prints a line.

    Raises:
        ArgumentError: the port is taken, or there is nothing at `task`.
    """
    if task is not None and not Path(task).exists():
        raise ArgumentError("there is no {task}; name a task file or data, or nothing", task=task)
    listening = listen(port)
    with listening:
        port = listening.getsockname()[1]
        token, secret = secrets.token_urlsafe(24), load_secret()
        app = studio_app(out, task, lang, port, token, secret)
        address = f"http://{HOST}:{port}/?token={token}"
        serving = translate("studio.serving", resolve_language(lang), address=address)
        for line in serving.split("\n"):
            say(line)
        if browser and _has_screen():
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        options: dict[str, Any] = {
            "log_level": "error",
            "access_log": False,
            "ws": "none",
            "lifespan": "on",
        }
        config = uvicorn.Config(
            app, **options, server_header=False, timeout_graceful_shutdown=2, timeout_keep_alive=30
        )
        uvicorn.Server(config).run(sockets=[listening])


def listen(port: int) -> socket.socket:
    """A socket that listens on this machine alone.

    Raises:
        ArgumentError: the port is taken.
    """
    for tried in (port,) if port else (USUAL, 0):
        listening = socket.socket()
        if sys.platform != "win32":  # there it would let others take the same port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, tried))
            listening.listen(64)
        except OSError as error:
            listening.close()
            if tried in {port, 0}:
                raise ArgumentError(
                    "port {port} can't be used ({why}); choose another with --port",
                    port=tried,
                    why=reason(error),
                ) from error
        else:
            return listening
    raise MiwakeError("no port is free")


def load_secret() -> str:
    """The secret in the page's cookie: kept, so that open pages go on after a restart.

    Only this user can read the file. Where it can't be kept, the secret lasts as long as this
    process.
    """
    path = cache_folder() / "studio-secret"
    try:
        old = path.read_text("utf-8")
        if len(old) >= 32 and path.stat().st_mode & 0o077 == 0:
            return old
    except (OSError, UnicodeDecodeError):
        pass
    secret = secrets.token_urlsafe(32)

    def write(temporary: Path) -> None:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:  # noqa: PTH123
            file.write(secret)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, write)
    except OSError:
        pass
    return secret


def _has_screen() -> bool:
    """Whether there is a browser to open that is no text browser in this terminal."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
