"""A worker: the process in which users' code runs, networks train and answer."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from miwake.errors import MiwakeError, Phrase, of_system
from miwake.runtime.signals import clear_stop, defer_stop, handle_sigint, stop_at_once
from miwake.studio.worker.pipe import WorkerPipe
from miwake.studio.worker.printed import PrintedText
from miwake.studio.worker.serialize import error_content

PRINTED = PrintedText(sys.stderr)
VERBS = {
    "open": "train.open_task",
    "look": "train.look_at",
    "train": "train.train",
    "resume": "train.resume",
    "warm": "train.warm",
    "load": "try_run.load",
    "draw": "try_run.draw",
    "sample": "try_run.sample",
    "files": "try_run.files",
    "frame": "try_run.frame",
    "row": "try_run.row",
    "report": "try_run.report",
    "gallery": "gallery.draw_gallery",
}


def main() -> None:
    """Serve commands until the server's end of the pipe is closed."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever it was for the server
    with handle_sigint(), defer_stop():
        pipe = WorkerPipe()
        sys.stdout = sys.stderr = PRINTED
        pipe.listen()
        pipe.tell(ready=True)
        if hasattr(os, "nice"):
            os.nice(5)  # the page answers at once, also while all cores train
        while True:
            command = pipe.commands.get()
            clear_stop()  # one that came too late for the command before
            PRINTED.begin()
            serve(command, pipe.tell)


def serve(command: Mapping[str, Any], tell: Callable[..., None]) -> None:
    """Do one command and tell what came of it: a result, that it was stopped, or an error."""
    number = command["id"]
    home, _, name = VERBS[command["do"]].partition(".")
    try:
        with stop_at_once():
            verb = getattr(import_module(f"miwake.studio.worker.{home}"), name)
            outcome = {"result": verb(command, partial(_tell, tell, number))}
    except KeyboardInterrupt:
        outcome = {"stopped": True}
    except MiwakeError as error:
        outcome = {"error": error_content(error)}
    except MemoryError:
        phrase = Phrase("there is not enough memory; ask for fewer examples")
        outcome = {"error": error_content(phrase)}
    except OSError as error:
        outcome = {"error": error_content(of_system(error))}
    except Exception as error:  # noqa: BLE001  a fault of miwake's own must not end the worker
        if os.environ.get("MIWAKE_DEBUG"):
            traceback.print_exc(file=sys.stderr)
        text = " ".join(f"{type(error).__name__}: {error}".split())
        outcome = {"error": error_content(Phrase("this should not happen ({told})", told=text))}
    _tell_printed(tell, number)
    tell(id=number, **outcome)


def _tell(tell: Callable[..., None], command: int, event: str, /, **values: Any) -> None:
    _tell_printed(tell, command)
    tell(id=command, event=event, **values)


def _tell_printed(tell: Callable[..., None], command: int) -> None:
    if (lines := PRINTED.take_lines()) is not None:
        tell(id=command, event="printed", lines=lines)


if __name__ == "__main__":
    main()
