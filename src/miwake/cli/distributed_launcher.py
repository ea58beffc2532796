"""Run a command in several processes, each watched by a process of its own.

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
from miwake.training.sharding import init_distributed, report_lost_peers, shutdown_distributed

WATCHED = "MIWAKE_WATCHED"
GONE = Phrase(
    "another process of this training is gone; start all of them again with "
    "miwake train --resume RUN --distributed"
)


def is_watched() -> bool:
    """Check whether this process does the work while another watches it."""
    return bool(os.environ.get(WATCHED))


def run_watched(lang: str | None = None) -> int:
    """Run this very command in another process, and return its exit status."""
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
def share_work(
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
    _detach()
    try:
        if init_distributed():
            with report_lost_peers():
                yield out, resume
            return shutdown_distributed()
        with tempfile.TemporaryDirectory() as folder, Path(os.devnull).open("w") as nowhere:
            copy = Path(folder, "resumed")
            if resume is not None:
                shutil.copytree(resume, copy)
            with redirect_stdout(nowhere), report_lost_peers():
                yield Path(folder), resume and copy
        shutdown_distributed()
    except MiwakeError as error:
        complain(error, lang)
        _exit_now(1)


def _detach() -> None:
    """End with the process that watches, and print miwake's own lines alone."""
    os.environ.pop(WATCHED)  # what this process starts is not watched
    sys.stdout, sys.stderr = _without_native_output(sys.stdout), _without_native_output(sys.stderr)
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def _exit_now(status: int) -> None:
    """End at once, without waiting for processes that are gone."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


def _without_native_output(stream: TextIO) -> TextIO:
    """Keep a stream for Python: what compiled code writes there goes nowhere."""
    stream.flush()
    own, nowhere = os.dup(stream.fileno()), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
    return os.fdopen(own, "w", buffering=1, encoding=stream.encoding, errors="replace")


def _exit_with_parent() -> None:
    os.read(0, 1)  # comes back when nobody holds the other end any more
    os._exit(1)
