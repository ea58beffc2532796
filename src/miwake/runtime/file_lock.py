"""Lock: one process at a time trains in a run's folder.

The system holds the lock and lets go of it when the process ends, however that ends; the file that
carries it says nothing. Where the disk knows no locks, as on some network drives, there is none.
"""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from miwake.errors import RunError

LOCK = ".lock"
TRIES, PAUSE = 5, 0.02  # who only looks whether it is held holds it for a moment

_ours: set[Path] = set()  # the folders that this process trains in


class _Held(Exception):  # noqa: N818  it is no error
    """Another process has the lock."""


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let no other process train in the folder meanwhile; inside itself it does nothing.

    Raises:
        RunError: another process does.
    """
    place = folder.resolve()
    if place in _ours:
        yield
        return
    descriptor = _waited_for(folder)
    _ours.add(place)
    try:
        yield
    finally:
        _ours.discard(place)
        if descriptor is not None:
            _let_go(descriptor, folder / LOCK)


def is_locked(folder: Path) -> bool:
    """Whether a process trains in the folder at this moment."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDWR)
    except OSError:  # nobody does, or it can't be known
        return False
    try:
        _take(descriptor)
    except _Held:
        return True
    finally:
        os.close(descriptor)
    return False


def _waited_for(folder: Path) -> int | None:
    for tried in range(TRIES):
        try:
            return _opened(folder / LOCK)
        except _Held:
            if tried < TRIES - 1:
                time.sleep(PAUSE)
    raise RunError(
        "another process is training in {folder}; wait for its end, or stop it there",
        folder=folder,
    )


def _opened(path: Path) -> int | None:
    """The file with its lock; None where there can be none."""
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError:  # no folder, or none that can be written: what needs it will say so
            return None
        try:
            _take(descriptor)
        except _Held:
            os.close(descriptor)
            raise
        if _is_there(descriptor, path):
            return descriptor
        os.close(descriptor)  # the one who had it took it away meanwhile


def _is_there(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False


def _let_go(descriptor: int, path: Path) -> None:
    """Remove the file while it is held, so that nobody takes a lock that is about to vanish."""
    with contextlib.suppress(OSError):  # Windows removes no open file
        path.unlink()
    os.close(descriptor)
    if sys.platform == "win32":
        with contextlib.suppress(OSError):
            path.unlink()


if sys.platform == "win32":

    def _take(descriptor: int) -> None:
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            raise _Held from None

else:

    def _take(descriptor: int) -> None:
        import fcntl

        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _Held from None
        except OSError:  # a disk without locks
            return
