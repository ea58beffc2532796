"""The command `look`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from miwake.cli.app import command, print_json
from miwake.cli.console import progress, say
from miwake.cli.data import named_task, own_options
from miwake.cli.options import (
    Data,
    Drop,
    Group,
    Jit,
    Json,
    Label,
    Lang,
    Seed,
    Settings,
    ShownFacts,
    TaskName,
    Test,
    Train,
)
from miwake.messages import resolve_language, translate
from miwake.runtime.timer import Stages

if TYPE_CHECKING:
    from miwake.audit.result import Look
    from miwake.dataset import Dataset
    from miwake.tasks.task import Task

Order = tuple[int | None, int | None, int]


@command
def look(  # noqa: PLR0913, PLR0917  one parameter an option
    task: TaskName,
    train: Train = None,
    test: Test = None,
    seed: Seed = 0,
    settings: Settings = [],  # noqa: B006  typer reads the default
    data: Data = None,
    label: Label = None,
    drop: Drop = [],  # noqa: B006
    facts: ShownFacts = [],  # noqa: B006
    group: Group = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder for the figures.")
    ] = None,
    lang: Lang = None,
    jit: Jit = False,
    as_json: Json = False,
) -> None:
    """Look at the data: statistics, figures, and what already separates the classes."""
    loaded = named_task(task, settings, data, own_options(label, drop, facts, group), jit, lang)
    found = _look(loaded, (train, test, seed), out, lang, as_json)
    if as_json:
        print_json(found)


def _look(
    task: "Task", order: Order, out: Path | None, lang: str | None, quiet: bool
) -> dict[str, Any]:
    """Make a task's data, look at it, and say what was seen.

    Args:
        task: what to look at.
        order: how many examples for training and for testing, and the seed.
        out: the folder to write figures into, if any.
        lang: the language; None: as the locale says.
        quiet: whether nothing is to be printed.

    Returns:
        the figures under the keys of the command line's JSON.
    """
    lang = resolve_language(lang)
    stages = Stages()
    with stages("total"):
        with stages("data"), progress(translate("printed.making", lang)) as show:
            data = task.make(*order, progress=show)
        with stages("look"):
            from miwake.audit.look import look

            found = look(data)
        with stages("draw"):
            wrote = _draw(found, data, out, lang) if out else []
    if not quiet:
        _report(found, wrote, lang)
    figures = [str(path) for path in wrote]
    return found.as_json(lang) | {"figures": figures, "seconds": dict(stages.seconds)}


def _report(found: "Look", wrote: list[Path], lang: str) -> None:
    from miwake.render.look_text import look_lines

    for line in look_lines(found, lang):
        say(line)
    if wrote:
        say()
        say(translate("look_wrote", lang, paths=", ".join(map(str, wrote))))


def _draw(found: "Look", data: "Dataset", out: Path, lang: str) -> list[Path]:
    from miwake.render.figure_files import write_figures
    from miwake.render.look_figures import examples_figure, views_figure
    from miwake.render.plots import svg

    examples = {name: data.x_train[list(places)] for name, places in found.examples.items()}
    figures = {"examples.svg": svg(examples_figure(examples, found.kind, lang, found.columns))}
    if found.views:
        views = views_figure(found.views, found.chance, lang, found.target is not None)
        figures["views.svg"] = svg(views)
    return write_figures(out, figures)
