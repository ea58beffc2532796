"""The command line."""

import functools
import json
import shlex
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from miwake import __version__
from miwake.console import can_show, progress, say, unwritten
from miwake.errors import MiwakeError

if TYPE_CHECKING:
    from miwake.dataset import Dataset
    from miwake.run import Run
    from miwake.stages import Stages
    from miwake.task import Task

INTERRUPTED = 130

app = typer.Typer(
    help="Make your own dataset, teach a network to tell its classes apart, "
    "and know whether it really learned.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

TaskName = Annotated[
    str,
    typer.Argument(metavar="TASK", help="A built-in task, a task file, or your own data."),
]
RunPath = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="A run folder, such as runs/baker-1, or a .keras file."),
]
Train = Annotated[int | None, typer.Option(min=1, help="How many examples to train on.")]
Test = Annotated[int | None, typer.Option(min=1, help="How many examples to test on.")]
Seed = Annotated[int, typer.Option(min=0, help="Decides examples, first weights and orders.")]
Settings = Annotated[
    list[str], typer.Option("--set", metavar="NAME=VALUE", help="Change a setting of the task.")
]
Data = Annotated[
    Path | None, typer.Option(help="Where the data lies (mnist: mnist.npz or a folder).")
]
Label = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column to learn.")]
Drop = Annotated[
    list[str], typer.Option(metavar="COLUMNS", help="Columns not to use, with commas between.")
]
ShownFacts = Annotated[
    list[str], typer.Option(metavar="COLUMNS", help="Columns to show results against.")
]
Group = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN|PATTERN",
        help="What belongs together stays on one side: a column; for images a regular "
        "expression on the path.",
    ),
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder in which runs are kept.")]
Lang = Annotated[
    str | None, typer.Option(metavar="en|ja", help="The language; by default that of the locale.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def _command(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function: what goes wrong ends in one line and an exit status."""

    @functools.wraps(function)
    def command(**options: Any) -> None:
        try:
            function(**options)
            if unwritten:
                _stop(f"what was to be printed can't be written ({unwritten[0].strerror})")
        except KeyboardInterrupt:
            _stop("interrupted", INTERRUPTED)
        except MiwakeError as error:
            _stop(str(error))
        except MemoryError:
            _stop("there is not enough memory; ask for fewer examples with --train and --test")
        except OSError as error:
            _stop(f"{error.strerror or error}: {error.filename or 'the disk'}")

    return app.command()(command)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        say(f"miwake {__version__}")
        raise typer.Exit


@_command
def tasks(as_json: Json = False) -> None:
    """List the built-in tasks."""
    import ast

    from miwake.task import built_in_tasks
    from miwake.text import task_lines

    docs = {
        name: ast.get_docstring(ast.parse(path.read_text("utf-8"))) or name
        for name, path in built_in_tasks().items()
    }
    titles = {name: doc.splitlines()[0] for name, doc in docs.items()}
    if as_json:
        return _print_json([{"task": name, "title": title} for name, title in titles.items()])
    for line in task_lines(titles):
        say(line)
    return None


@_command
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    like: Annotated[str, typer.Option(metavar="TASK", help="A built-in task to start from.")] = "",
) -> None:
    """Write a task file to change: by default a starter with two classes."""
    from miwake.starter import write_task_file

    path = write_task_file(file, like or None)
    say(f"Wrote {path}. Change it, then: miwake train {shlex.quote(str(path))}")


@_command
def look(  # noqa: PLR0913, PLR0917  one parameter an option
    task: TaskName,
    train: Train = None,
    test: Test = None,
    seed: Seed = 0,
    settings: Settings = [],  # noqa: B006  typer reads the default
    data: Data = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="A folder to write the figures into.")
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Show numbers, pictures, and what already tells the classes apart, before any network."""
    from miwake.cli_look import look_command

    loaded = _load_task(task, settings, data)
    found = look_command(loaded, (train, test, seed), out, lang, as_json)
    if as_json:
        _print_json(found)


@_command
def train(  # noqa: PLR0913, PLR0917  one parameter an option
    task: Annotated[
        str, typer.Argument(metavar="TASK", help="A built-in task, a task file, or your own data.")
    ] = "",
    train: Train = None,
    test: Test = None,
    seed: Seed = 0,
    settings: Settings = [],  # noqa: B006  typer reads the default
    data: Data = None,
    label: Label = None,
    drop: Drop = [],  # noqa: B006
    facts: ShownFacts = [],  # noqa: B006
    group: Group = None,
    network: Annotated[
        str | None, typer.Option(help="dense, conv, or a network in the task file.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="How often to go through all examples.")
    ] = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Examples a step.")] = 32,
    no_checks: Annotated[
        bool, typer.Option("--no-checks", help="Don't look at the data, don't judge the result.")
    ] = False,
    out: Out = Path("runs"),
    resume: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="Go on with a training that was stopped; no TASK then."),
    ] = None,
    lang: Lang = None,
    as_json: Json = False,
) -> None:
    """Make the data, train a network, test it, keep the run."""
    from miwake.stages import Stages
    from miwake.words import language

    lang = language(lang)
    if bool(task) == bool(resume):
        raise typer.BadParameter("give a TASK, or --resume RUN")
    stages = Stages()
    with stages("total"):
        if resume:
            run, finished = _resume(resume, stages, as_json)
        else:
            loaded = _load_task(task, settings, data, _options(label, drop, facts, group))
            from miwake.runfolder import claim_folder, discard_folder

            folder = claim_folder(out, loaded.name)
            try:
                dataset = _make(loaded, train, test, seed, stages, as_json)
                options = {"epochs": epochs, "batch_size": batch_size, "checks": not no_checks}
                run, finished = _train(
                    dataset, stages, as_json, network=network, folder=folder, **options
                )
                _keep(run, folder, stages, finished)
            except BaseException:
                discard_folder(folder)
                raise
        with stages("report"):
            _write_report(run, lang)
    if as_json:
        _print_json(_run_json(run) | {"seconds": stages.seconds})
    else:
        _show(run, finished, lang)
    if not finished:
        raise typer.Exit(INTERRUPTED)


@_command
def evaluate(
    run: RunPath,
    each_class: Annotated[
        bool, typer.Option("--each-class", help="Try each class alone, too.")
    ] = False,
    test: Test = None,
    seed: Seed = 0,
    as_json: Json = False,
) -> None:
    """Try a trained network on fresh examples."""
    from miwake.stages import Stages
    from miwake.text import evaluation_lines

    stages = Stages()
    with stages("total"):
        loaded = _load_run(run, stages)
        with stages("evaluate"):
            found = loaded.evaluate(each_class, test, seed)
    if not as_json:
        for line in evaluation_lines(found):
            say(line)
        return
    each = {name: result.as_json() for name, result in found.each.items()}
    about = {"fresh": found.fresh, "test": found.n, **found.whole.as_json()}
    _print_json(_run_json(loaded) | about | {"each_class": each, "seconds": stages.seconds})


@_command
def predict(
    run: RunPath,
    files: Annotated[
        list[Path], typer.Argument(metavar="[FILE ...]", help="Pictures, .npy or .csv files.")
    ] = [],  # noqa: B006  typer reads the default
    as_json: Json = False,
) -> None:
    """Give labels to files, or to the first 20 test examples beside their answers."""
    from miwake.stages import Stages
    from miwake.text import prediction_lines

    loaded = _load_run(run, Stages())
    found = loaded.predict(list(files)) if files else loaded.predict_tests()
    if as_json:
        _print_json([asdict(one) for one in found])
        return
    for line in prediction_lines(found):
        say(line)


@_command
def report(run: RunPath, lang: Lang = None, as_json: Json = False) -> None:
    """Write a run's report again, perhaps in the other language."""
    from miwake.stages import Stages
    from miwake.words import language

    lang, stages = language(lang), Stages()
    with stages("total"):
        loaded = _load_run(run, stages)
        with stages("report"):
            path = _write_report(loaded, lang)
    if as_json:
        return _print_json({"report": str(path), "lang": lang, "seconds": stages.seconds})
    return say(f"Wrote {path}")


def _load_run(path: Path, stages: "Stages") -> "Run":
    from miwake._backend import keras_for_commands
    from miwake.run import load_run

    with stages("import"):
        keras_for_commands()
    with stages("load"):
        return load_run(path)


def _options(
    label: str | None, drop: list[str], facts: list[str], group: str | None
) -> dict[str, Any]:
    """The options for a user's own data, under the names that Python has for them."""
    lists = {
        name: [part.strip() for text in given for part in text.split(",") if part.strip()]
        for name, given in (("drop", drop), ("facts", facts))
    }
    given = {"label": label, "group": group, **lists}
    return {name: value for name, value in given.items() if value}


def _load_task(
    name: str, settings: list[str], data: Path | None, options: dict[str, Any] | None = None
) -> "Task":
    from miwake.task import load_task

    changed = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise typer.BadParameter(f"{setting!r} is not NAME=VALUE", param_hint="--set")
        changed[key.strip()] = value.strip()
    return load_task(name, changed, data, **(options or {}))


def _make(
    task: "Task", train: int | None, test: int | None, seed: int, stages: "Stages", quiet: bool
) -> "Dataset":
    from miwake.text import data_line, note_lines

    with stages("data"), progress("Making examples") as show:
        made = task.make(train, test, seed, progress=show)
    for line in (data_line(made), *note_lines(made.notes)):
        say(line, sys.stderr if quiet else sys.stdout)
    return made


def _resume(folder: Path, stages: "Stages", quiet: bool) -> tuple["Run", bool]:
    from miwake.checkpoint import read_plan
    from miwake.task import kept_task

    plan = read_plan(folder)
    data = _make(kept_task(plan.task), plan.train, plan.test, plan.data_seed, stages, quiet)
    options = {"epochs": plan.epochs, "batch_size": plan.batch_size, "checks": plan.checks}
    run, finished = _train(
        data, stages, quiet, network=plan.network, seed=plan.seed, folder=folder, **options
    )
    _keep(run, folder, stages, finished)
    return run, finished


def _train(data: "Dataset", stages: "Stages", quiet: bool, **options: Any) -> tuple["Run", bool]:
    """The run, and whether it was not interrupted."""
    from miwake._backend import keras_for_commands
    from miwake.text import epoch_line

    with stages("import"):
        keras_for_commands()
    from miwake.training import TrainingInterrupted, train
    from miwake.watch import Epoch

    def show(epoch: Epoch) -> None:
        say(epoch_line(epoch), sys.stderr if quiet else sys.stdout)

    try:
        return train(data, on_epoch=show, **options), True
    except TrainingInterrupted as stopped:
        return stopped.run, False


def _keep(run: "Run", folder: Path, stages: "Stages", finished: bool) -> None:
    """Write the run into its folder, or where there is room if that takes it no more."""
    import tempfile

    from miwake.checkpoint import forget_checkpoint
    from miwake.errors import RunError
    from miwake.runfolder import discard_folder, new_folder, write_run

    assert run.record is not None
    stages.seconds |= run.record.seconds
    run.record = replace(run.record, seconds=dict(stages.seconds))
    with stages("save"):
        try:
            run.path = write_run(folder, run.model, run.form, run.record)
            if finished:
                forget_checkpoint(folder)
        except RunError as error:
            discard_folder(folder)
            elsewhere = new_folder(Path(tempfile.mkdtemp(prefix="miwake-")) / folder.name)
            run.path = write_run(elsewhere, run.model, run.form, run.record)
            say(f"miwake: {error}; kept in {run.path} for now", sys.stderr)


def _write_report(run: "Run", lang: str) -> Path:
    from miwake.runfolder import write_report

    assert run.path is not None
    return write_report(run.path, run.report(lang))


def _show(run: "Run", finished: bool, lang: str) -> None:
    from miwake.text import result_lines, run_lines, verdict_lines

    assert run.record is not None
    assert run.result is not None
    if not finished:
        say(f"Interrupted after {run.record.epochs} of {run.record.epochs_asked} epochs.")
    for line in result_lines(run.result):
        say(line)
    say()
    for line in verdict_lines(run.verdict, lang):
        say(line)
    for line in run_lines(run):
        say(line)
    if not finished:
        say(f"Go on with: miwake train --resume {shlex.quote(str(run.path))}")


def _run_json(run: "Run") -> dict[str, Any]:
    """What is known of a run; of a .keras file alone that is little."""
    record, form = run.record, run.form
    folder = run.path if record else None
    return {
        "run": str(folder) if folder else None,
        "model": str(folder / "model.keras" if folder else run.path),
        "task": record.task["name"] if record else form.task,
        "network": record.network if record else run.model.name,
        "classes": form.classes,
        "target": form.target,
        "train": record.train if record else None,
        "test": record.test if record else form.test,
        "epochs": record.epochs if record else None,
        "seed": record.seed if record else form.seed,
        **(record.results if record else {}),
        "repeats": None,
        "verdict": record.verdict if record else [],
    }


def _print_json(found: Any) -> None:
    from miwake.record import plain

    text = json.dumps(plain(found), ensure_ascii=False, indent=1)
    say(text if can_show(text, sys.stdout) else json.dumps(plain(found), indent=1))


def _stop(message: str, status: int = 1) -> NoReturn:
    say(f"miwake: {' '.join(message.split())}", sys.stderr)
    raise typer.Exit(status)
