"""The command `look`."""

from pathlib import Path

from miwake.audit.look import look as look_at
from miwake.audit.result import Look
from miwake.cli import command_options
from miwake.cli.console import progress, say
from miwake.cli.json_output import print_json
from miwake.dataset import Dataset
from miwake.messages import resolve_language, translate
from miwake.render.figure_files import write_figures
from miwake.render.look_figures import examples_figure, views_figure
from miwake.render.look_text import look_lines
from miwake.render.plots import svg
from miwake.runtime.timer import Stages
from miwake.tasks.load import load_task


def look(args: command_options.Look) -> None:
    """Make a task's data, look at it, and print what came of it."""
    plan = args.plan.data
    task, lang, stages = load_task(plan), resolve_language(args.lang), Stages()
    with stages("total"):
        with stages("data"), progress(translate("printed.making", lang)) as show:
            data = task.make(plan.train, plan.test, plan.seed, progress=show)
        with stages("look"):
            result = look_at(data)
        with stages("draw"):
            paths = _draw(result, data, args.out, lang) if args.out else []
    if args.as_json:
        figures = [str(path) for path in paths]
        print_json(result.as_json(lang) | {"figures": figures, "seconds": dict(stages.seconds)})
        return
    for line in look_lines(result, lang):
        say(line)
    if paths:
        say()
        say(translate("look_wrote", lang, paths=", ".join(map(str, paths))))


def _draw(result: Look, data: Dataset, out: Path, lang: str) -> list[Path]:
    examples = {name: data.x_train[list(places)] for name, places in result.examples.items()}
    figures = {"examples.svg": svg(examples_figure(examples, result.kind, lang, result.columns))}
    if result.views:
        views = views_figure(result.views, result.chance, lang, result.target is not None)
        figures["views.svg"] = svg(views)
    return write_figures(out, figures)
