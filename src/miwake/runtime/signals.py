"""Ctrl-C: raised at once where nothing is lost by it, else at the next place that asks.

A training is stopped between two of its blocks, so that it keeps whole epochs; an import and what
Keras builds are finished first, since half of them spoils the next. The second Ctrl-C is raised
at once, wherever it comes.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Any

IMPORT = "<frozen importlib"  # where the frames of an import under way come from


class _State:
    """What the main thread does with the next Ctrl-C."""

    deferring = False
    pending = False  # one came, and is not raised yet


@contextmanager
def handle_sigint() -> Iterator[None]:
    """Hear Ctrl-C as this module does; only in the main thread, and if nobody else handles it."""
    if not _is_main_thread() or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    hook = sys.unraisablehook

    def report(dropped: Any) -> None:
        if issubclass(dropped.exc_type, KeyboardInterrupt):  # in a callback of the collector
            _State.pending = True
        else:
            hook(dropped)

    sys.unraisablehook = report
    clear_stop()
    signal.signal(signal.SIGINT, _on_sigint)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if signal.getsignal(signal.SIGINT) is _on_sigint:
            signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def defer_stop(deferring: bool = True) -> Iterator[None]:
    """Let the first Ctrl-C inside this wait for the next `check_stop`, here or after it."""
    if not _is_main_thread():
        yield
        return
    before = _State.deferring
    try:
        _State.deferring = deferring
        if not deferring:
            check_stop()
        yield
    finally:
        _State.deferring = before


def stop_at_once() -> AbstractContextManager[None]:
    """Raise each Ctrl-C at once again, inside what defers it: a user's function may never end."""
    return defer_stop(False)


def check_stop() -> None:
    """Raise KeyboardInterrupt if a Ctrl-C waits for it."""
    if _State.pending and _is_main_thread():
        clear_stop()
        raise KeyboardInterrupt


def clear_stop() -> None:
    """Forget a Ctrl-C that waits: what it was to stop has ended."""
    _State.pending = False


def _on_sigint(_number: int, frame: FrameType | None) -> None:
    _State.pending = not _State.pending and (_State.deferring or _is_import(frame))
    if not _State.pending:
        raise KeyboardInterrupt


def _is_import(frame: FrameType | None) -> bool:
    """Whether a module is being imported in this frame or one that called it."""
    while frame is not None and not frame.f_code.co_filename.startswith(IMPORT):
        frame = frame.f_back
    return frame is not None


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
