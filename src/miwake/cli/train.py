"""The command `train`."""

import shlex
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from miwake.cli.app import INTERRUPTED, command, print_json, wrong_usage
from miwake.cli.console import complain, say
from miwake.cli.data import executor_at, made_data, named_task, own_options
from miwake.cli.distributed_launcher import is_watched, sharing, watch_one
from miwake.cli.options import (
    BatchSize,
    Cluster,
    Data,
    Drop,
    Epochs,
    Group,
    Jit,
    Json,
    Label,
    Lang,
    Out,
    Repeats,
    Seed,
    Settings,
    ShownFacts,
    Test,
    Train,
    Workers,
)
from miwake.errors import Phrase

if TYPE_CHECKING:
    from miwake.dataset import Dataset
    from miwake.run.run import Run
    from miwake.runtime.timer import Stages


@command
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
    epochs: Epochs = None,
    batch_size: BatchSize = 32,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Make new examples for every epoch while training.")
    ] = False,
    repeats: Repeats = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    no_checks: Annotated[
        bool, typer.Option("--no-checks", help="Skip the checks of the data and of the result.")
    ] = False,
    out: Out = Path("runs"),
    distributed: Annotated[
        bool,
        typer.Option("--distributed", help="Split each batch across all devices and processes."),
    ] = False,
    resume: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="Resume a training that was stopped; takes no TASK."),
    ] = None,
    lang: Lang = None,
    jit: Jit = False,
    as_json: Json = False,
) -> None:
    """Make the data, train a network on it, test it and save the run."""
    from miwake.messages import resolve_language
    from miwake.runtime.timer import Stages

    lang = resolve_language(lang)
    if bool(task) == bool(resume):
        raise wrong_usage(Phrase("give a TASK, or --resume RUN"), lang)
    if distributed and (workers or cluster):
        told = Phrase("--workers and --cluster train repeats apart; drop --distributed")
        raise wrong_usage(told, lang)
    if distributed and not is_watched():
        raise typer.Exit(watch_one(lang))
    stages = Stages()
    work = sharing(out, resume, lang) if distributed else nullcontext((out, resume))
    with executor_at(cluster, workers, lang) as executor, work as (kept_in, resumed):
        means = {"executor": executor, "workers": workers}
        with stages("total"):
            if resumed:
                run, finished = _resume(resumed, stages, as_json, means, lang)
            else:
                loaded = named_task(
                    task, settings, data, own_options(label, drop, facts, group), jit, lang
                )
                from miwake.audit.background import looking_beside
                from miwake.workflow.run_folder import claimed

                with claimed(kept_in, loaded.name, kept_in == out) as folder:
                    options: dict[str, Any] = {"epochs": epochs, "batch_size": batch_size}
                    options |= {"network": network, "folder": folder, "checks": not no_checks}
                    options |= {"repeats": repeats, **means}
                    with looking_beside(not no_checks) as ask:
                        dataset = made_data(loaded, train, test, seed, stages, as_json, fresh, lang)
                        if loaded.stored:
                            options["seed"] = seed
                        options["looked"] = ask(dataset)
                        run, finished = _train(dataset, stages, as_json, lang, **options)
                    _keep(run, folder, stages, finished, lang)
            with stages("report"):
                run.write_report(lang)
        if as_json:
            print_json(run.as_json() | {"seconds": stages.seconds})
        else:
            _show(run, finished, lang)
    if not finished:
        raise typer.Exit(INTERRUPTED)


def _resume(
    folder: Path, stages: "Stages", quiet: bool, means: dict[str, Any], lang: str
) -> tuple["Run", bool]:
    from miwake.audit.background import looking_beside
    from miwake.run.checkpoint import read_plan
    from miwake.runtime.file_lock import lock_folder
    from miwake.tasks.load import from_record

    with lock_folder(folder):
        plan = read_plan(folder)
        options: dict[str, Any] = {"epochs": plan.epochs, "batch_size": plan.batch_size}
        options |= {"repeats": plan.repeats, "network": plan.network, "seed": plan.seed, **means}
        options |= {"folder": folder, "checks": plan.checks}
        with looking_beside(plan.checks) as ask:
            task = from_record(plan.task, stored=True)
            counts = plan.train, plan.test
            data = made_data(task, *counts, plan.data_seed, stages, quiet, plan.fresh, lang)
            run, finished = _train(data, stages, quiet, lang, looked=ask(data), **options)
        _keep(run, folder, stages, finished, lang)
    return run, finished


def _train(
    data: "Dataset", stages: "Stages", quiet: bool, lang: str, **options: Any
) -> tuple["Run", bool]:
    """The run, and whether it was not interrupted; each epoch is printed."""
    from miwake.render.text import epoch_line, repeat_line
    from miwake.verdict.monitor import Epoch
    from miwake.workflow.run_folder import train_until_stopped

    def show(epoch: Epoch) -> None:
        say(epoch_line(epoch), sys.stderr if quiet else sys.stdout)

    def show_repeat(seed: int, score: float) -> None:
        say(repeat_line(seed, score, data, lang), sys.stderr if quiet else sys.stdout)

    return train_until_stopped(data, stages, show, on_repeat=show_repeat, **options)


def _keep(run: "Run", folder: Path, stages: "Stages", finished: bool, lang: str) -> None:
    """Write the run into its folder, and say if it lies elsewhere."""
    from miwake.workflow.run_folder import keep

    error = keep(run, folder, stages, finished)
    if error is not None:
        said = Phrase("{error}; kept in {path} for now", error=error, path=run.path)
        complain(said, lang)


def _show(run: "Run", finished: bool, lang: str) -> None:
    from miwake.messages import translate
    from miwake.render.findings import verdict_lines
    from miwake.render.html.tables import interrupted
    from miwake.render.text import (
        crossing_lines,
        repeats_lines,
        result_lines,
        run_lines,
        waiting_lines,
    )

    assert run.record is not None
    assert run.result is not None
    if not finished:
        say(interrupted(run.record, lang))
    for line in waiting_lines(run.record, lang):
        say(line)
    for line in result_lines(run.result, lang):
        say(line)
    for line in repeats_lines(run.record, lang):
        say(line)
    for line in crossing_lines(run.record, lang):
        say(line)
    say()
    for line in verdict_lines(run.verdict, lang):
        say(line)
    for line in run_lines(run, lang):
        say(line)
    if not finished:
        command = f"miwake train --resume {shlex.quote(str(run.path))}"
        say(translate("printed.go_on", lang, command=command))
