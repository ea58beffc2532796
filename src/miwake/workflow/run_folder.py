"""From a task to a kept run: the steps that every front door takes."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from miwake.dataset import Dataset
from miwake.errors import RunError, WorkerError
from miwake.run import folder as folders
from miwake.run.checkpoint import forget_checkpoint
from miwake.run.run import Run
from miwake.runtime.file_lock import lock_folder
from miwake.runtime.keras_backend import keras_for_commands
from miwake.runtime.timer import Stages
from miwake.verdict.monitor import Epoch


@contextlib.contextmanager
def claimed(out: Path, name: str, named: bool = True) -> Iterator[Path]:
    """A new run folder, this process's alone, which disappears if nothing is finished in it.

    Args:
        out: where runs are kept.
        name: of the task.
        named: whether the user can go on with it where another process was lost.
    """
    folder = folders.claim_folder(out, name)
    try:
        with lock_folder(folder):
            yield folder
    except WorkerError as error:  # the folder stays: --resume goes on with it
        if not named:
            raise
        raise WorkerError("{error}; RUN is {folder}", error=error, folder=folder) from error
    except BaseException:
        folders.discard_folder(folder)
        raise


def train_until_stopped(
    data: Dataset,
    stages: Stages,
    on_epoch: Callable[[Epoch], None] | None = None,
    **options: Any,
) -> tuple[Run, bool]:
    """The run, and whether it was not interrupted; `options` are those of `training.train`."""
    with stages("import"):
        keras_for_commands()
    from miwake.training.sharding import lost_peers_told
    from miwake.workflow.train import TrainingInterrupted, train

    try:
        with lost_peers_told():
            return train(data, on_epoch=on_epoch, **options), True
    except TrainingInterrupted as stopped:
        return stopped.run, False


def keep(run: Run, folder: Path, stages: Stages, finished: bool) -> RunError | None:
    """Write the run into its folder, or where there is room if that takes it no more.

    Returns:
        why it lies elsewhere, if it does.
    """
    assert run.record is not None
    stages.seconds |= run.record.seconds
    run.record = replace(run.record, seconds=dict(stages.seconds))
    with stages("save"):
        try:
            run.path = folders.write_run(folder, run.model, run.spec, run.record)
            if finished:
                forget_checkpoint(folder)
        except RunError as error:
            folders.discard_folder(folder)
            elsewhere = folders.new_folder(Path(tempfile.mkdtemp(prefix="miwake-")) / folder.name)
            run.path = folders.write_run(elsewhere, run.model, run.spec, run.record)
            return error
    return None
