"""Printing to a person: on any terminal, also one that knows no UTF-8 and no colour."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

PLAIN = str.maketrans({"━": "-", "✓": "+", "✗": "x", "→": "->", "×": "x", "–": "-", "±": "+-"})
QUIET = 1.0  # seconds of work before a progress bar appears


def say(line: str = "", stream: TextIO | None = None) -> None:
    """Print a line; characters that the terminal can't show are written in others that it can."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        line = line.translate(PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    print(line, file=stream, flush=True)


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
            bar = _bar()
            bar.start()
            task = bar.add_task(what, total=total)
        if bar is not None:
            bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        if bar is not None:
            bar.stop()


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="progress.data.speed")

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        Rate(),
        TimeRemainingColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
