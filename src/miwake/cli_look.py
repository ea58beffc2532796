"""The command `look`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from miwake.console import progress, say
from miwake.stages import Stages
from miwake.words import language, sentence

if TYPE_CHECKING:
    from miwake.dataset import Dataset
    from miwake.looking import Look
    from miwake.task import Task

Order = tuple[int | None, int | None, int]


def look_command(
    task: "Task", order: Order, out: Path | None, lang: str | None, quiet: bool
) -> dict[str, Any]:
    """Make a task's data, look at it, and say what was seen.

    Args:
        task: what to look at.
        order: how many examples for training and for testing, and the seed.
        out: the folder to write figures into, if any.
        lang: "en" or "ja"; None: as the locale says.
        quiet: whether nothing is to be printed.

    Returns:
        the figures under the keys of the command line's JSON.
    """
    lang = language(lang)
    stages = Stages()
    with stages("total"):
        with stages("data"), progress("Making examples") as show:
            data = task.make(*order, progress=show)
        with stages("look"):
            from miwake.looking import look

            found = look(data)
        with stages("draw"):
            wrote = _draw(found, data, out, lang) if out else []
    if not quiet:
        _report(found, wrote, lang)
    figures = [str(path) for path in wrote]
    return found.as_json(lang) | {"figures": figures, "seconds": dict(stages.seconds)}


def _report(found: "Look", wrote: list[Path], lang: str) -> None:
    from miwake.look_text import look_lines

    for line in look_lines(found, lang):
        say(line)
    if wrote:
        say()
        say(sentence("look_wrote", lang, paths=", ".join(map(str, wrote))))


def _draw(found: "Look", data: "Dataset", out: Path, lang: str) -> list[Path]:
    from miwake.lookfolder import write_figures
    from miwake.plots import svg
    from miwake.plots_look import examples_figure, views_figure

    examples = {name: data.x_train[list(places)] for name, places in found.examples.items()}
    figures = {"examples.svg": svg(examples_figure(examples, found.kind, lang))}
    if found.views:
        views = views_figure(found.views, found.chance, lang, found.target is not None)
        figures["views.svg"] = svg(views)
    return write_figures(out, figures)
