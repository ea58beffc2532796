"""Printing to a person: on any terminal, also one that knows no UTF-8 and no colour."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from miwake.control_characters import visible
from miwake.errors import MiwakeError, Phrase
from miwake.messages import languages, render_error, resolve_language

PLAIN = str.maketrans(
    {"━": "-", "✓": "+", "✗": "x", "→": "->", "×": "x", "–": "-", "±": "+-", "·": "-"}
)
unwritten: list[OSError] = []  # why lines could not be printed
QUIET = 1.0  # seconds of work before a progress bar appears


def say(line: str = "", stream: TextIO | None = None, end: str = "\n") -> None:
    """Print a line; characters that steer, or that the terminal can't show, are written in others.

    Where nobody reads on (`| head`) or the disk is full, the work goes on and its run is kept.
    """
    stream = stream or sys.stdout
    if stream is None:  # closed by who started the process
        return
    line = visible(line)
    if not can_show(line, stream):
        encoding = stream.encoding or "utf-8"
        line = line.translate(PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    try:
        print(line, file=stream, flush=True, end=end)
    except OSError as error:
        _silence(stream)
        if not isinstance(error, BrokenPipeError):
            unwritten.append(error)


def complain(message: Phrase | MiwakeError, lang: str | None = None) -> None:
    """Say on standard error, in one line, what went wrong.

    Args:
        message: what.
        lang: the language asked for; None, or one that is not spoken: that of the locale.
    """
    lang = resolve_language(lang if lang in languages() else None)
    say(f"miwake: {' '.join(render_error(message, lang).split())}", sys.stderr)


def can_show(text: str, stream: TextIO | None) -> bool:
    """Whether a stream's encoding has all these characters."""
    try:
        text.encode((stream and stream.encoding) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _silence(stream: TextIO) -> None:
    """Let a stream write to nowhere, so that what it still holds breaks nothing at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with rate and remaining time on standard error, once the work has taken a second.

    Yields:
        a function to call with (done, total).
    """
    bar: Any = None
    task: Any = None
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal bar, task
        if bar is None and time.monotonic() - started > QUIET and done < total:
            from miwake.cli.progress_bar import progress_bar  # it loads Rich

            bar = progress_bar()
            bar.start()
            task = bar.add_task(what, total=total)
        if bar is not None:
            bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()
