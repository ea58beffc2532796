"""Interrupt: a stop becomes KeyboardInterrupt, at a place where it is neither lost nor harmful.

Python drops what is raised in a callback of its collector or in a `__del__`, and JAX has such a
callback.  Keras catches all there is in some places while it builds a network, and what is broken
off there keeps it from building the next.  An import that is broken off leaves half a module,
which no later import makes whole.
"""

import _thread
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

IMPORTING = "<frozen importlib"  # where the frames of an import under way come from
AGAIN = 0.02  # seconds until a stop is tried again
LONGEST = 2.0  # seconds for which a stop waits at most


@contextmanager
def heard() -> Iterator[None]:
    """Let every stop inside this be heard, in good time.

    Only the main thread hears stops, and who has a handler of their own keeps it.
    """
    hook, handler = sys.unraisablehook, signal.getsignal(signal.SIGINT)

    def dropped(what: Any) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt) and _is_main_thread():
            _later(AGAIN)
        else:
            hook(what)

    usual = handler is signal.default_int_handler and _is_main_thread()
    sys.unraisablehook = dropped
    if usual:
        signal.signal(signal.SIGINT, _stop)
    try:
        yield
    finally:
        sys.unraisablehook = hook
        if usual:
            signal.signal(signal.SIGINT, handler)


@contextmanager
def unbroken() -> Iterator[None]:
    """Let a stop wait until this is done; the second one, or two seconds, end the waiting."""
    if not _is_main_thread():
        yield
        return
    _stop.regions += 1
    try:
        yield
    finally:
        _stop.regions -= 1
        if _stop.waiting and not _stop.regions:
            _stop.waiting = False
            raise KeyboardInterrupt


def forget() -> None:
    """Let no stop that still waits come: what it was to stop has ended."""
    _stop.number += 1
    _stop.waiting = False


class _Stop:
    """What a stop does, and whether one is waiting."""

    def __init__(self) -> None:
        self.regions = 0
        self.waiting = False
        self.number = 0  # of those that may still come

    def __call__(self, _number: int, frame: FrameType | None) -> None:
        if _importing(frame):
            _later(AGAIN)
            return
        if self.regions and not self.waiting:
            self.waiting = True
            _later(LONGEST, lambda: self.waiting)
            return
        self.waiting = False
        raise KeyboardInterrupt


_stop = _Stop()


def _importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported in this frame or one that called it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTING):
            return True
        frame = frame.f_back
    return False


def _later(seconds: float, wanted: Callable[[], bool] = lambda: True) -> None:
    """Send a stop in some seconds, if it is still wanted then."""
    # Not threading.Thread, which takes locks that what was interrupted may hold.
    _thread.start_new_thread(_send, (seconds, _stop.number, wanted))


def _send(seconds: float, number: int, wanted: Callable[[], bool]) -> None:
    time.sleep(seconds)
    main = threading.main_thread().ident
    if number != _stop.number or not wanted():
        return
    if sys.platform == "win32" or main is None:
        _thread.interrupt_main()
    else:
        signal.pthread_kill(main, signal.SIGINT)


def _is_main_thread() -> bool:
    return threading.get_ident() == threading.main_thread().ident
