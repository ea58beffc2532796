"""Look in a process of its own while the training runs, where a core is free for it.

What `look` needs most of its time for, importing scikit-learn and working in Python, can't share
one interpreter with the training. The process is started before there is any data, so that it is
ready when the data is.
"""

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import IO

from miwake.audit.baseline_models import load_sklearn
from miwake.audit.look import check_look, look
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.runtime.lazy_imports import gc_paused

MAX_BYTES = 2**30  # a copy of larger data takes memory that the training may need
COMMAND = (sys.executable, "-P", "-m", __name__)
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Ask = Callable[[Dataset], Callable[[], Look]]


@contextlib.contextmanager
def background_look(enabled: bool = True) -> Iterator[Ask]:
    """Start a process that looks at data while this one does something else.

    Args:
        enabled: whether there will be anything to look at.

    Yields:
        a function that takes a dataset and at once returns another, which waits for its Look.
        Where there is no second core, or the process fails, that one looks by itself.
    """
    if not enabled or not sys.executable or _cores() < 2:
        yield lambda data: lambda: look(data)
        return
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | ONE_CORE,  # more threads would wait, busily, for the training's
        start_new_session=True,  # Ctrl-C is for this process, which ends that one
    )
    try:
        yield lambda data: _ask(process, data)
    finally:
        process.kill()
        process.communicate()


def _ask(process: "subprocess.Popen[bytes]", data: Dataset) -> Callable[[], Look]:
    if data.x_train.nbytes + data.x_test.nbytes > MAX_BYTES:
        return lambda: look(data)
    assert process.stdin is not None
    threading.Thread(target=_send, args=(process.stdin, data), daemon=True).start()

    def wait() -> Look:
        assert process.stdout is not None
        try:
            result: Look = pickle.load(process.stdout)  # noqa: S301  our own process wrote it
        except (EOFError, pickle.UnpicklingError):
            return look(data)
        return check_look(result, data)

    return wait


def _send(stream: IO[bytes], data: Dataset) -> None:
    with contextlib.suppress(OSError, ValueError):  # it has ended, or the stream is closed
        pickle.dump(replace(data, origin=None, notes=(), stream=None), stream, protocol=5)
        stream.flush()


def _cores() -> int:
    """Count cores as `processes.cores` does, without the 50 ms that importing loky takes."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def main() -> None:
    """Be the process: read a dataset, look at it, write the look."""
    with gc_paused():
        load_sklearn()  # ready when the data comes

    data = pickle.load(sys.stdin.buffer)  # noqa: S301  our own parent wrote it
    pickle.dump(look(data), sys.stdout.buffer, protocol=5)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
