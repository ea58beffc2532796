"""Interrupt: a stop becomes KeyboardInterrupt, at a place where it is neither lost nor harmful.

Python drops what is raised in a callback of its collector or in a `__del__`, and JAX has such a
callback, so that one stop in some fifty would be for nothing.  And an import that is broken off
leaves half a module, which no later import makes whole.
"""

import _thread
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

IMPORTING = "<frozen importlib"  # where the frames of an import under way come from
AGAIN = 0.02  # seconds until a stop is tried again


@contextmanager
def heard() -> Iterator[None]:
    """Let no stop be lost inside this: where Python drops one, it comes again."""
    before = sys.unraisablehook

    def dropped(what: Any) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt) and _is_main_thread():
            _come_again()
        else:
            before(what)

    sys.unraisablehook = dropped
    try:
        yield
    finally:
        sys.unraisablehook = before


def interruptible() -> None:
    """Let SIGINT stop what this process does from now on, but for imports."""
    signal.signal(signal.SIGINT, _stop)


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  handlers take both
    if sys.platform != "win32" and _importing(frame):  # there a stop ends the process
        _come_again()
        return
    raise KeyboardInterrupt


def _importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported in this frame or one that called it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTING):
            return True
        frame = frame.f_back
    return False


def _come_again() -> None:
    # Not threading.Thread, which takes locks that what was interrupted may hold.
    _thread.start_new_thread(_send_soon, ())


def _send_soon() -> None:
    time.sleep(AGAIN)
    main = threading.main_thread().ident
    if sys.platform == "win32" or main is None:
        _thread.interrupt_main()
    else:
        signal.pthread_kill(main, signal.SIGINT)


def _is_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
