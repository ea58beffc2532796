"""Channel: JSON lines between the server and a worker, apart from what users' code prints."""

import json
import os
import queue
import signal
import sys
import threading
from typing import Any

from miwake.runtime.plain_data import plain
from miwake.runtime.signals import defer_stop


class WorkerPipe:
    """The worker's end. What users' code reads and prints goes past it.

    The worker and all processes it started end as soon as the server's end is closed, also
    when the server was killed.
    """

    def __init__(self) -> None:
        self.commands: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._in, self._out = os.dup(0), os.dup(1)
        nowhere = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nowhere, 0)  # input() in a task file reads nothing
        os.dup2(2, 1)  # print() in a task file goes to the terminal
        os.close(nowhere)
        self._lock = threading.Lock()

    def listen(self) -> None:
        """Read commands from now on, in a thread of its own."""
        threading.Thread(target=self._read, daemon=True).start()

    def tell(self, **message: Any) -> None:
        """Send one message."""
        line = json.dumps(plain(message), ensure_ascii=False).encode() + b"\n"
        with defer_stop(), self._lock:
            while line:
                line = line[os.write(self._out, line) :]

    def _read(self) -> None:
        with os.fdopen(self._in, "rb") as lines:
            for line in lines:
                self.commands.put(json.loads(line))
        end_all()


def end_all() -> None:
    """End this process and those it started."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGTERM)
    os._exit(1)
