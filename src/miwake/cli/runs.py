"""The commands on runs: `evaluate`, `predict` and `report`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from miwake.cli.app import command, print_json
from miwake.cli.console import say
from miwake.cli.options import Json, Lang, RunPath, Seed, Test

if TYPE_CHECKING:
    from miwake.run.run import Run
    from miwake.runtime.timer import Stages


@command
def evaluate(
    run: RunPath,
    each_class: Annotated[
        bool, typer.Option("--each-class", help="Evaluate each class separately, too.")
    ] = False,
    test: Test = None,
    seed: Seed = 0,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Evaluate a trained network on fresh examples."""
    from miwake.messages import resolve_language
    from miwake.render.text import evaluation_lines
    from miwake.runtime.timer import Stages

    lang, stages = resolve_language(lang), Stages()
    with stages("total"):
        loaded = _load(run, stages)
        with stages("evaluate"):
            found = loaded.evaluate(each_class, test, seed)
    if not as_json:
        for line in evaluation_lines(found, lang):
            say(line)
        return
    each = {name: result.as_json() for name, result in found.each.items()}
    about = {"fresh": found.fresh, "test": found.n, **found.whole.as_json()}
    print_json(loaded.as_json() | about | {"each_class": each, "seconds": stages.seconds})


@command
def predict(
    run: RunPath,
    files: Annotated[
        list[Path], typer.Argument(metavar="[FILE ...]", help="Image, .npy or .csv files.")
    ] = [],  # noqa: B006  typer reads the default
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Predict the labels of files, or of the first 20 test examples next to the true ones."""
    from miwake.messages import resolve_language
    from miwake.render.text import prediction_lines
    from miwake.runtime.timer import Stages

    resolve_language(lang)  # what goes wrong is said in it
    loaded = _load(run, Stages())
    found = loaded.predict(list(files)) if files else loaded.predict_tests()
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for line in prediction_lines(found):
        say(line)


@command
def report(run: RunPath, lang: Lang = None, as_json: Json = False) -> None:
    """Rewrite a run's report, in another language if you like."""
    from miwake.messages import resolve_language, translate
    from miwake.runtime.timer import Stages

    lang, stages = resolve_language(lang), Stages()
    with stages("total"):
        loaded = _load(run, stages)
        with stages("report"):
            path = loaded.write_report(lang)
    if as_json:
        return print_json({"report": str(path), "lang": lang, "seconds": stages.seconds})
    return say(translate("look_wrote", lang, paths=path))


def _load(path: Path, stages: "Stages") -> "Run":
    from miwake.run.run import load_run
    from miwake.runtime.keras_backend import keras_for_commands

    with stages("import"):
        keras_for_commands()
    with stages("load"):
        return load_run(path)
