"""The command `studio`."""

from pathlib import Path
from typing import Annotated

import typer

from miwake.cli.app import command
from miwake.cli.console import say
from miwake.cli.options import Lang, Out


@command
def studio(
    task: Annotated[
        str,
        typer.Argument(metavar="TASK", help="A task file or your own data to open first."),
    ] = "",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 picks a free one.")] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    out: Out = Path("runs"),
    lang: Lang = None,
) -> None:
    """Open the studio in the browser: choose data, look at it, train a network and try it."""
    from miwake.messages import resolve_language
    from miwake.studio.launch import serve

    serve(out, task or None, port, resolve_language(lang), browser, say)
