"""The command `train`."""

import shlex
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import typer

from miwake.audit.background import background_look
from miwake.cli import command_options
from miwake.cli.app import INTERRUPTED, wrong_usage
from miwake.cli.console import complain, progress, say
from miwake.cli.data import make_data, workers_at
from miwake.cli.distributed_launcher import is_watched, run_watched, share_work
from miwake.cli.epoch_lines import EpochLines
from miwake.cli.json_output import print_json
from miwake.errors import Phrase
from miwake.messages import resolve_language, translate
from miwake.plan import TrainingPlan
from miwake.render.findings import verdict_lines
from miwake.render.html.tables import interrupted
from miwake.render.text import (
    crossing_lines,
    folds_lines,
    repeat_line,
    repeats_lines,
    result_lines,
    run_lines,
    waiting_lines,
)
from miwake.run.checkpoint import read_plan
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.file_lock import lock_folder
from miwake.runtime.timer import Stages
from miwake.tasks.load import from_record, load_task
from miwake.tasks.protocol import Task
from miwake.workflow.run_api import Run
from miwake.workflow.train_in_folder import SavedRun, run_directory, train_in_folder, write_report
from miwake.workflow.train_plan import Hooks


def train(args: command_options.Train) -> None:
    """Train, keep the run, and print what came of it."""
    lang = resolve_language(args.lang)
    if bool(args.task) == bool(args.resume):
        raise wrong_usage(Phrase("give a TASK, or --resume RUN"), lang)
    if args.distributed and (args.workers or args.cluster):
        phrase = Phrase("--workers and --cluster train repeats apart; drop --distributed")
        raise wrong_usage(phrase, lang)
    if args.distributed and not is_watched():
        raise typer.Exit(run_watched(lang))
    stages, folders = Stages(), (args.out, args.resume)
    work = share_work(*folders, lang) if args.distributed else nullcontext(folders)
    with workers_at(args.cluster, args.workers, lang) as workers, work as (out, resume):
        command = _Command(stages, args.as_json, workers, lang)
        with stages("total"):
            if resume:
                with lock_folder(resume):
                    record, plan = read_plan(resume)
                    saved = command.run(resume, from_record(record, stored=True), plan)
            else:
                task = load_task(args.plan.data)
                with run_directory(out, task.name, out == args.out) as folder:
                    plan = replace(args.plan, seed=args.plan.data.seed)
                    saved = command.run(folder, task, plan)
            with stages("report"):
                write_report(saved.run, lang)
        if args.as_json:
            print_json(saved.run.as_json() | {"seconds": stages.seconds})
        else:
            _show(saved.run, saved.finished, lang)
    if not saved.finished:
        raise typer.Exit(INTERRUPTED)


class _Command:
    """A training on the command line: each epoch is printed.

    Args:
        stages: the seconds of the command.
        quiet: whether standard output is for JSON alone.
        workers: who trains the repeats.
        lang: the language.
    """

    def __init__(self, stages: Stages, quiet: bool, workers: WorkerConfig, lang: str) -> None:
        self.stages, self.quiet, self.workers, self.lang = stages, quiet, workers, lang

    def run(self, folder: Path, task: Task, plan: TrainingPlan) -> SavedRun:
        """Make the data, train, and keep the run in its folder."""
        stream, lang = sys.stderr if self.quiet else sys.stdout, self.lang
        with background_look(plan.checks) as ask, EpochLines(stream, lang) as lines:
            data = make_data(task, plan.data, self.stages, self.quiet, lang)
            hooks = Hooks(
                on_epoch=lines.show,
                on_repeat=lambda seed, score, name: say(
                    repeat_line(seed, score, name, lang), stream
                ),
                features=lambda: progress(translate("printed.features", lang)),
                look=ask(data),
                workers=self.workers,
            )
            saved = train_in_folder(folder, data, plan, hooks, self.stages)
        if saved.error is not None:
            path = saved.run.path
            phrase = Phrase("{error}; kept in {path} for now", error=saved.error, path=path)
            complain(phrase, lang)
        return saved


def _show(run: Run, finished: bool, lang: str) -> None:
    assert run.record is not None
    assert run.result is not None
    if not finished:
        say(interrupted(run.record, lang))
    for line in waiting_lines(run.record, lang):
        say(line)
    for line in result_lines(run.result, lang):
        say(line)
    for line in folds_lines(run.record, lang):
        say(line)
    for line in repeats_lines(run.record, lang):
        say(line)
    for line in crossing_lines(run.record, lang):
        say(line)
    say()
    for line in verdict_lines(run.verdict, lang):
        say(line)
    for line in run_lines(run.path, lang):
        say(line)
    if not finished:
        command = f"miwake train --resume {shlex.quote(str(run.path))}"
        say(translate("printed.go_on", lang, command=command))
