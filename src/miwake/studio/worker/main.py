"""A worker: the process in which users' code runs, networks train and answers are found."""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

from miwake.errors import MiwakeError, Phrase, of_system
from miwake.messages import render_error_in_all
from miwake.runtime.signals import clear_stop, defer_stop, handle_sigint, stop_at_once
from miwake.studio.worker.pipe import Channel

VERBS = {
    "open": "train.open_task",
    "look": "train.look_at",
    "train": "train.train_on",
    "resume": "train.resume",
    "warm": "train.warm",
    "load": "predict.load",
    "draw": "predict.draw",
    "sample": "predict.sample",
    "files": "predict.files",
    "row": "predict.row",
    "report": "predict.report",
    "pictures": "gallery.pictures",
}


def main() -> None:
    """Serve commands until the server's end of the channel is closed."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever it was for the server
    with handle_sigint(), defer_stop():
        channel = Channel()
        channel.listen()
        channel.tell(ready=True)
        if hasattr(os, "nice"):
            os.nice(5)  # the page answers at once, also while all cores train
        while True:
            command = channel.commands.get()
            clear_stop()  # one that came too late for the command before
            serve(command, channel.tell)


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
        outcome = {"error": told(error)}
    except MemoryError:
        outcome = {"error": told(Phrase("there is not enough memory; ask for fewer examples"))}
    except OSError as error:
        outcome = {"error": told(of_system(error))}
    except Exception as error:  # noqa: BLE001  a fault of miwake's own must not end the worker
        if os.environ.get("MIWAKE_DEBUG"):
            traceback.print_exc(file=sys.stderr)
        text = " ".join(f"{type(error).__name__}: {error}".split())
        outcome = {"error": told(Phrase("this should not happen ({told})", told=text))}
    tell(id=number, **outcome)


def told(error: MiwakeError | Phrase) -> dict[str, Any]:
    """An error's words in all languages, and the line of the task file that it is about."""
    return {"text": render_error_in_all(error), "line": error.line}


def _tell(tell: Callable[..., None], command: int, event: str, /, **values: Any) -> None:
    tell(id=command, event=event, **values)


if __name__ == "__main__":
    main()
