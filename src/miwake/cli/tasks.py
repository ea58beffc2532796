"""The commands `tasks` and `new`."""

import ast
import shlex

from miwake.cli import command_options
from miwake.cli.console import say
from miwake.cli.json_output import print_json
from miwake.messages import ENGLISH, has_message, resolve_language, translate
from miwake.render.text import task_lines
from miwake.tasks.protocol import built_in_tasks
from miwake.tasks.template import write_task_file


def tasks(args: command_options.Tasks) -> None:
    """Print the built-in tasks."""
    lang = resolve_language(args.lang)
    docs = {
        name: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or name
        for name, path in built_in_tasks().items()
    }
    titles = {name: doc.splitlines()[0] for name, doc in docs.items()}
    if args.as_json:
        return print_json([{"task": name, "title": title} for name, title in titles.items()])
    if lang != ENGLISH:  # a title in English is the file's own
        keys = {name: f"studio.task_{name}" for name in titles}
        titles |= {name: translate(key, lang) for name, key in keys.items() if has_message(key)}
    for line in task_lines(titles):
        say(line)
    return None


def new(args: command_options.New) -> None:
    """Write a task file, and print what to do with it."""
    lang = resolve_language(args.lang)
    path = write_task_file(args.file, args.like or None)
    command = f"miwake train {shlex.quote(str(path))}"
    say(translate("printed.wrote", lang, path=path, command=command))
