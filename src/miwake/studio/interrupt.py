"""Interrupt: a stop becomes KeyboardInterrupt, but not while a module is being imported.

An import that is broken off leaves half a module, which no later import makes whole.
"""

import signal
import sys
from types import FrameType

IMPORTING = "<frozen importlib"  # where the frames of an import under way come from
AGAIN = 0.02  # seconds until a stop that came during an import is tried again


def interruptible() -> None:
    """Let SIGINT stop what this process does from now on."""
    signal.signal(signal.SIGINT, _stop)
    if sys.platform != "win32":  # where a stop ends the process
        signal.signal(signal.SIGALRM, _stop)


def importing(frame: FrameType | None) -> bool:
    """Whether a module is being imported in this frame or one that called it."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTING):
            return True
        frame = frame.f_back
    return False


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  handlers take both
    if sys.platform != "win32" and importing(frame):
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
        return
    raise KeyboardInterrupt
