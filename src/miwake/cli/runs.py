"""The commands on runs: `evaluate`, `predict` and `report`."""

import sys
import warnings
from dataclasses import asdict
from pathlib import Path

from miwake.cli import command_options
from miwake.cli.console import say
from miwake.cli.json_output import print_json
from miwake.messages import resolve_language, translate
from miwake.render.text import evaluation_lines, prediction_lines
from miwake.runtime.keras_backend import keras_for_commands
from miwake.runtime.timer import Stages
from miwake.workflow.run_api import Run, load_run


def evaluate(args: command_options.Evaluate) -> None:
    """Evaluate a run, and print the figures."""
    lang, stages = resolve_language(args.lang), Stages()
    with stages("total"):
        run = _load(args.run, stages)
        with stages("evaluate"):
            evaluation = run.evaluate(args.each_class, args.test, args.seed)
    if not args.as_json:
        for line in evaluation_lines(evaluation, lang):
            say(line)
        return
    each = {name: result.as_json() for name, result in evaluation.each.items()}
    about = {"fresh": evaluation.fresh, "test": evaluation.n, **evaluation.whole.as_json()}
    print_json(run.as_json() | about | {"each_class": each, "seconds": stages.seconds})


def predict(args: command_options.Predict) -> None:
    """Predict, and print a line a prediction."""
    resolve_language(args.lang)  # what goes wrong is said in it
    run = _load(args.run, Stages())
    with warnings.catch_warnings(record=True) as left_out:
        warnings.simplefilter("always", UserWarning)
        predictions = run.predict(list(args.files)) if args.files else run.predict_tests()
    for warning in left_out:
        say(f"miwake: {warning.message}", sys.stderr)
    if args.as_json:
        print_json([asdict(prediction) for prediction in predictions])
        return
    for line in prediction_lines(predictions):
        say(line)


def report(args: command_options.Report) -> None:
    """Write the report, and print where it lies."""
    lang, stages = resolve_language(args.lang), Stages()
    with stages("total"):
        run = _load(args.run, stages)
        with stages("report"):
            path = run.write_report(lang)
    if args.as_json:
        return print_json({"report": str(path), "lang": lang, "seconds": stages.seconds})
    return say(translate("look_wrote", lang, paths=path))


def _load(path: Path, stages: Stages) -> Run:
    with stages("import"):
        keras_for_commands()
    with stages("load"):
        return load_run(path)
