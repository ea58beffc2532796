"""The command line: what all its commands share."""

import functools
import json
import sys
from collections.abc import Callable
from typing import Annotated, Any, NoReturn

import typer

from miwake import __version__
from miwake.cli.console import can_show, say, unwritten
from miwake.errors import MiwakeError

INTERRUPTED = 130

app = typer.Typer(
    help="Make your own dataset, teach a network to tell its classes apart, "
    "and know whether it really learned.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function: what goes wrong ends in one line and an exit status."""

    @functools.wraps(function)
    def run(**options: Any) -> None:
        try:
            function(**options)
            if unwritten:
                _stop(f"what was to be printed can't be written ({unwritten[0].strerror})")
        except KeyboardInterrupt:
            _stop("interrupted", INTERRUPTED)
        except MiwakeError as error:
            _stop(str(error))
        except MemoryError:
            _stop("there is not enough memory; ask for fewer examples with --train and --test")
        except OSError as error:
            _stop(f"{error.strerror or error}: {error.filename or 'the disk'}")

    return run


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        say(f"miwake {__version__}")
        raise typer.Exit


def print_json(found: Any) -> None:
    """Print one JSON object, in characters that the terminal can show."""
    from miwake.record import plain

    text = json.dumps(plain(found), ensure_ascii=False, indent=1)
    say(text if can_show(text, sys.stdout) else json.dumps(plain(found), indent=1))


def _stop(message: str, status: int = 1) -> NoReturn:
    say(f"miwake: {' '.join(message.split())}", sys.stderr)
    raise typer.Exit(status)
