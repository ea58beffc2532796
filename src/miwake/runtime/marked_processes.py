"""Processes that bear a mark in their environment, wherever they have gone since."""

import os
import secrets
import signal
from contextlib import suppress
from pathlib import Path

MARK = "MIWAKE_MARK"
PROCESSES = Path("/proc")
ROUNDS = 5  # while one is ended, it may start another


def new_mark() -> tuple[str, dict[str, str]]:
    """Make a mark, and the environment that gives it to a process and all that it starts."""
    mark = secrets.token_hex(16)
    return mark, {**os.environ, MARK: mark}


def kill_marked(mark: str) -> None:
    """Kill what bears a mark; sessions and parents of their own keep no process from it.

    Where there is no /proc, as on macOS and Windows, nothing is done.
    """
    for _ in range(ROUNDS):
        marked = [pid for pid in _pids() if _bears(pid, mark)]
        for pid in marked:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        if not marked:
            return


def _pids() -> list[int]:
    names = [path.name for path in PROCESSES.iterdir()] if PROCESSES.is_dir() else []
    return [int(name) for name in names if name.isdecimal() and int(name) != os.getpid()]


def _bears(pid: int, mark: str) -> bool:
    try:
        environment = (PROCESSES / str(pid) / "environ").read_bytes()
    except OSError:  # it is another user's, or has ended
        return False
    return f"{MARK}={mark}".encode() in environment.split(b"\0")
