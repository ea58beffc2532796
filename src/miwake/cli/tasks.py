"""The commands `tasks` and `new`."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from miwake.cli.app import command, print_json
from miwake.cli.console import say
from miwake.cli.options import Json, Lang


@command
def tasks(lang: Lang = None, as_json: Json = False) -> None:
    """List the built-in tasks."""
    import ast

    from miwake.messages import ENGLISH, has_message, resolve_language, translate
    from miwake.render.text import task_lines
    from miwake.tasks.task import built_in_tasks

    lang = resolve_language(lang)
    docs = {
        name: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or name
        for name, path in built_in_tasks().items()
    }
    titles = {name: doc.splitlines()[0] for name, doc in docs.items()}
    if as_json:
        return print_json([{"task": name, "title": title} for name, title in titles.items()])
    if lang != ENGLISH:  # a title in English is the file's own
        keys = {name: f"studio.task_{name}" for name in titles}
        titles |= {name: translate(key, lang) for name, key in keys.items() if has_message(key)}
    for line in task_lines(titles):
        say(line)
    return None


@command
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    like: Annotated[str, typer.Option(metavar="TASK", help="A built-in task to start from.")] = "",
    lang: Lang = None,
) -> None:
    """Write a task file to edit; by default a starter with two classes."""
    from miwake.messages import resolve_language, translate
    from miwake.tasks.template import write_task_file

    lang = resolve_language(lang)
    path = write_task_file(file, like or None)
    command = f"miwake train {shlex.quote(str(path))}"
    say(translate("printed.wrote", lang, path=path, command=command))
