"""The command `compare`."""

import sys

from miwake.cli import command_options
from miwake.cli.console import say
from miwake.cli.data import workers_at
from miwake.cli.json_output import print_json
from miwake.messages import resolve_language, translate
from miwake.render.comparison_text import comparison_lines
from miwake.runtime.keras_backend import keras_for_commands
from miwake.tasks.load import load_task
from miwake.workflow.compare import compare_plan, write_comparison


def compare(args: command_options.Compare) -> None:
    """Compare networks, print the table and what it shows, and write both down."""
    lang = resolve_language(args.lang)
    task = load_task(args.plan.data)
    keras_for_commands()

    def show(network: str, train: int, seed: int, score: float) -> None:
        about = {"network": network, "train": train, "seed": seed, "score": score}
        say(translate("compare.result", lang, **about), sys.stderr)

    folder = args.out / f"compare-{task.name}"
    with workers_at(args.cluster, args.workers, lang) as workers:
        comparison = compare_plan(args.plan, task, folder, workers, show)
    path = write_comparison(comparison, folder, lang)
    if args.as_json:
        return print_json(comparison.as_json())
    for line in comparison_lines(comparison, lang):
        say(line)
    return say(translate("compare.kept", lang, path=path))
