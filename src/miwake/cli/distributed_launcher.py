"""A command that shares its work with other processes, watched by a process of its own.

When the first of the processes is gone, the library under the others ends them from within, with
pages of its own notes. The one who watches says it in one line instead.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import TextIO

from miwake.cli.console import complain
from miwake.errors import MiwakeError, Phrase

WATCHED = "MIWAKE_WATCHED"
GONE = Phrase(
    "another process of this training is gone; start all of them again with "
    "miwake train --resume RUN --distributed"
)


def is_watched() -> bool:
    """Whether this process does the work, and another watches it."""
    return bool(os.environ.get(WATCHED))


def watch_one(lang: str | None = None) -> int:
    """Run this very command in another process; its exit status."""
    command = [sys.executable, "-m", "miwake", *sys.argv[1:]]
    environment = os.environ | {WATCHED: "1"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process:
        while True:
            with suppress(KeyboardInterrupt):  # Ctrl-C reaches the other, too, and is its matter
                status = process.wait()
                break
    if status < 0:  # ended by a signal, as the library does
        complain(GONE, lang)
        return 1
    return status


@contextmanager
def sharing(
    out: Path, resume: Path | None, lang: str | None = None
) -> Iterator[tuple[Path, Path | None]]:
    """Share the work inside with the other processes of this training.

    Args:
        out: where runs are kept.
        resume: the run to go on with, if any.
        lang: the language in which errors are said.

    Yields:
        the same for the first process; to the others, folders that are gone afterwards.
    """
    _be_watched()
    from miwake.training.sharding import join_processes, lost_peers_told, part_processes

    try:
        if join_processes():
            with lost_peers_told():
                yield out, resume
            return part_processes()
        with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
            copy = Path(folder, "resumed")
            if resume is not None:
                shutil.copytree(resume, copy)
            with redirect_stdout(nowhere), lost_peers_told():
                yield Path(folder), resume and copy
        part_processes()
    except MiwakeError as error:
        complain(error, lang)
        _leave(1)


def _be_watched() -> None:
    """End with the process that watches; and print miwake's own lines, no library's notes."""
    os.environ.pop(WATCHED)  # what this process starts is not watched
    sys.stdout, sys.stderr = _alone(sys.stdout), _alone(sys.stderr)
    threading.Thread(target=_end_with_it, daemon=True).start()


def _leave(status: int) -> None:
    """End at once: those who are gone are not waited for."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _alone(stream: TextIO) -> TextIO:
    """The stream for Python alone: what compiled code writes there goes nowhere."""
    stream.flush()
    own, nowhere = os.dup(stream.fileno()), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return os.fdopen(own, "w", buffering=1, encoding=stream.encoding, errors="replace")


def _end_with_it() -> None:
    os.read(0, 1)  # comes back when nobody holds the other end any more
    os._exit(1)
