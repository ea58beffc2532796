"""Trainings whose run is kept in a folder: the steps that the command and the page both take."""

import contextlib
import shlex
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from miwake.dataset import Dataset
from miwake.errors import Phrase, RunError, WorkerError
from miwake.plan import TrainingPlan
from miwake.run import folder as folders
from miwake.run.checkpoint import STATE, forget_checkpoint
from miwake.runtime.keras_backend import keras_for_commands
from miwake.runtime.signals import check_stop, defer_stop
from miwake.runtime.timer import Stages
from miwake.training.sharding import report_lost_peers
from miwake.workflow.resolve_plan import resolve_plan
from miwake.workflow.run_api import Run
from miwake.workflow.train_plan import Hooks, train_plan


@dataclass(frozen=True)
class SavedRun:
    """A run and where it lies.

    Attributes:
        run: what came of the training.
        finished: False where it was interrupted.
        error: why it lies elsewhere than it was to, if it does.
    """

    run: Run
    finished: bool
    error: RunError | None


@contextlib.contextmanager
def run_directory(out: Path, name: str, resumable: bool = True) -> Iterator[Path]:
    """Make a run folder, this process's alone, which disappears if nothing is finished in it.

    Args:
        out: where runs are kept.
        name: of the task.
        resumable: whether the user can go on with it where another process was lost.
    """
    with folders.claim_folder(out, name) as folder:
        try:
            yield folder
        except WorkerError as error:  # the folder stays: --resume goes on with it
            if not resumable:
                raise
            raise WorkerError("{error}; RUN is {folder}", error=error, folder=folder) from error
        except KeyboardInterrupt:
            raise _stopped(folder) from None
        except BaseException:
            folders.discard_folder(folder)
            raise


def write_report(run: Run, lang: str) -> None:
    """Write the report of a run that is kept already.

    Raises:
        KeyboardInterrupt: Ctrl-C came; its phrase says that the run is kept.
    """
    assert run.path is not None
    try:
        check_stop()
        run.write_report(lang)
    except KeyboardInterrupt:
        raise _stopped(run.path) from None


def _stopped(folder: Path) -> KeyboardInterrupt:
    """Say how to go on with what is finished in a folder; without that, the folder goes."""
    if (folder / folders.RECORD).exists():
        return KeyboardInterrupt(
            Phrase(
                "interrupted; {run} is kept, and `miwake report {quoted}` writes its report",
                run=folder,
                quoted=shlex.quote(str(folder)),
            )
        )
    if (folder / STATE).exists():
        return KeyboardInterrupt(
            Phrase(
                "interrupted; the finished epochs are kept, and `miwake train --resume {quoted}` "
                "goes on after them",
                quoted=shlex.quote(str(folder)),
            )
        )
    folders.discard_folder(folder)
    return KeyboardInterrupt()


def train_in_folder(
    folder: Path, data: Dataset, plan: TrainingPlan, hooks: Hooks, stages: Stages
) -> SavedRun:
    """Train, or go on with a training, and write the run into its folder, or where there is room.

    Args:
        folder: the run's, which this process has locked.
        data: the examples.
        plan: the training.
        hooks: who hears of it, and who works for it.
        stages: the seconds of the command so far; those of the training are added.
    """
    with stages("import"):
        keras_for_commands()
    with report_lost_peers():
        plan = resolve_plan(plan, data)
        outcome = train_plan(plan, data, None, folder, hooks)
    run = outcome.run
    assert run.record is not None
    stages.seconds |= run.record.seconds
    run.record = replace(run.record, seconds=dict(stages.seconds))
    if hooks.on_save:
        hooks.on_save()
    error = None
    with defer_stop(), stages("save"):
        try:
            run.path = run.write(folder)
            if outcome.finished:
                forget_checkpoint(folder)
        except RunError as full:
            error = full
            folders.discard_folder(folder)
            elsewhere = folders.new_folder(Path(tempfile.mkdtemp(prefix="miwake-")) / folder.name)
            run.path = run.write(elsewhere)
    return SavedRun(run, outcome.finished, error)
