"""The command line: what all its commands share."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from miwake import __version__
from miwake.cli.console import complain, say, unwritten
from miwake.control_characters import visible
from miwake.errors import MiwakeError, Phrase, of_system, reason
from miwake.messages import help_text, render_error, resolve_language
from miwake.runtime.signals import check_stop

INTERRUPTED = 130
UsageError: Any = typer.BadParameter.__bases__[0]  # click's, or that of typer's own click


class Commands(TyperGroup):
    """The commands, their help said in the language of the locale."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        lang = resolve_language()
        commands: list[Any] = [self, *self.commands.values()]
        for one in [*commands, *(param for command in commands for param in command.params)]:
            one.help = help_text(one.help, lang)

    def invoke(self, context: Any) -> Any:
        """Run a command; what was typed wrongly may be the name of a file from elsewhere."""
        with _visible_errors():
            return super().invoke(context)

    def make_context(self, *args: Any, **options: Any) -> Any:
        """Read the arguments, likewise."""
        with _visible_errors():
            return super().make_context(*args, **options)


@contextmanager
def _visible_errors() -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        error.message = visible(error.message)
        raise


app = typer.Typer(
    cls=Commands,
    help="Make your own dataset, teach a network to tell its classes apart, "
    "and know whether it really learned.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def reported(function: Callable[..., None]) -> Callable[..., None]:
    """End what goes wrong in a command in one line and an exit status."""

    @functools.wraps(function)
    def run(**options: Any) -> None:
        lang = options.get("lang")
        try:
            _check_folder()
            function(**options)
            check_stop()
            if unwritten:
                why = reason(unwritten[0])
                stop(Phrase("what was to be printed can't be written ({why})", why=why), lang)
        except KeyboardInterrupt as stopped:  # with a phrase where something is kept
            stop(stopped.args[0] if stopped.args else Phrase("interrupted"), lang, INTERRUPTED)
        except MiwakeError as error:
            stop(error, lang)
        except MemoryError:
            what = Phrase(
                "there is not enough memory; ask for fewer examples with {--train} and {--test}"
            )
            stop(what, lang)
        except OSError as error:
            stop(of_system(error), lang)

    return run


def _check_folder() -> None:
    """Refuse a working folder that was removed: what is to be kept there would be lost.

    Raises:
        MiwakeError: it is gone.
    """
    try:
        Path.cwd()
    except OSError as error:
        raise MiwakeError(
            "the folder that this command was started in is gone; "
            "change to another with cd, and start again"
        ) from error


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        say(f"miwake {__version__}")
        raise typer.Exit


def wrong_usage(message: Phrase, lang: str | None, option: str | None = None) -> typer.BadParameter:
    """What is wrong with how a command was called."""
    return typer.BadParameter(render_error(message, resolve_language(lang)), param_hint=option)


def stop(message: Phrase | MiwakeError, lang: str | None = None, status: int = 1) -> NoReturn:
    """Say why the command ends, in one line, and end it."""
    complain(message, lang)
    raise typer.Exit(status)
