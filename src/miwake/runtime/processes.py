"""Start processes on this machine that end when they are told to."""

import contextlib
import pickle
import signal
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import Any


@contextlib.contextmanager
def pool(workers: int) -> Iterator[Executor]:
    """Start this many processes; none of them outlives an error or Ctrl-C."""
    # loky puts a new process in the place of one that grew, as one does that loads Keras
    warnings.filterwarnings("ignore", "A worker stopped while some jobs", UserWarning)
    executor = _loky().ProcessPoolExecutor(max_workers=workers)
    try:
        with _sigint_blocked():
            executor.submit(int)  # the first call starts all processes
        yield executor
    finally:
        executor.shutdown(wait=True, kill_workers=True)


def all_cores() -> contextlib.AbstractContextManager[Executor]:
    """Start a process for each core."""
    return pool(cores())


@contextlib.contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: this one ends them, without their tracebacks."""
    if sys.platform == "win32":
        yield
        return
    from multiprocessing import resource_tracker

    resource_tracker.ensure_running()  # started later, it would undo the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def is_picklable(thing: Any) -> bool:
    """Check whether other processes can get it; a function may hold what can't be sent."""
    try:
        pickle.dumps(thing)
    except Exception:  # noqa: BLE001  whatever an object's own __reduce__ raises
        return False
    return True


def cores() -> int:
    """Count the cores that this process may use."""
    return int(_loky().cpu_count())


def _loky() -> Any:
    import loky

    return loky
