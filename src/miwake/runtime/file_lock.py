"""Lock a folder, so that one process at a time writes in it: a run's, a dataset's.

The system holds the lock and lets go of it when the process ends, however that ends; the file that
carries it says nothing. Where the disk knows no locks, as on some network drives, there is none.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from miwake.errors import MiwakeError, RunError

LOCK_FILE = ".lock"
WAIT_SECONDS = 0.1  # whoever only asks whether it is held holds it for a moment
POLL_SECONDS = 0.02


@contextlib.contextmanager
def lock_folder(
    folder: Path, refusal: MiwakeError | None = None, wait: float = WAIT_SECONDS
) -> Iterator[None]:
    """Let no other process write in the folder meanwhile; inside itself it does nothing.

    Args:
        folder: that is locked; one that is not there is not.
        refusal: what is raised where another process has it; by default, that one trains there.
        wait: seconds until then.

    Raises:
        RunError: another process trains in it.
    """
    lock = _lock_of(folder)
    acquired = folder.is_dir() and _acquire(lock, wait)
    if acquired is None:
        raise refusal or RunError(
            "another process is training in {folder}; wait for its end, or stop it there",
            folder=folder,
        )
    try:
        yield
    finally:
        if acquired:
            _release(lock)


def is_locked(folder: Path) -> bool:
    """Check whether a process trains in the folder at this moment."""
    lock = _lock_of(folder)
    if lock.is_locked:
        return True
    if not (folder / LOCK_FILE).exists():
        return False
    acquired = _acquire(lock, 0)
    if acquired:
        lock.release()
    return acquired is None


def _lock_of(folder: Path) -> FileLock:
    """Return this process's one lock of a folder, whichever thread asks."""
    return FileLock(folder.resolve() / LOCK_FILE, is_singleton=True, thread_local=False)


def _acquire(lock: FileLock, timeout: float) -> bool | None:
    """Take the lock; False where the disk can't carry it, None where another process holds it."""
    try:
        lock.acquire(timeout, POLL_SECONDS)
    except Timeout:
        return None
    except (OSError, NotImplementedError):
        return False
    return True


def _release(lock: FileLock) -> None:
    """Let go of the lock; its file goes first, so that nobody takes one that is about to vanish."""
    if lock.lock_counter == 1:
        with contextlib.suppress(OSError):  # Windows removes no open file
            Path(lock.lock_file).unlink()
    lock.release()
