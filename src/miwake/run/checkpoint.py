"""Checkpoint: what a training needs to go on where it was, kept after every epoch.

Each file is written under a temporary name and then renamed, so a process that is killed at any
moment leaves the checkpoint of the last epoch it finished.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import Phrase, RunError, reason
from miwake.plan import TrainingPlan
from miwake.run.json_schema import PlanJson
from miwake.run.validate_json import check_schema, read_json, read_limited
from miwake.runtime.atomic_write import write_whole
from miwake.runtime.plain_data import plain
from miwake.training.model_state import train_variables

PLAN, STATE = "plan.json", "state.npz"


@dataclass(frozen=True)
class Progress:
    """How far a training had come.

    Attributes:
        history: the loss and the metrics of each finished epoch.
        test_losses: the loss of each watched test example after each of them.
    """

    history: list[dict[str, float]]
    test_losses: list[NDArray[Any]]


def write_plan(folder: Path, task: Mapping[str, Any], plan: TrainingPlan) -> None:
    """Write what was asked for, before the first epoch.

    Args:
        folder: the run's.
        task: as a run's record keeps it.
        plan: the training.

    Raises:
        RunError: the disk does not take it.
    """
    text = json.dumps(plain({"task": task, **plan.to_json()}), ensure_ascii=False, indent=1)
    try:
        write_whole(folder / PLAN, lambda path: path.write_text(text, "utf-8"))
    except OSError as error:
        raise unwritable(folder, error) from error


def unwritable(folder: Path, error: OSError) -> RunError:
    """Say that a run's folder does not take what is to be kept there."""
    return RunError(
        "the run can't be written to {folder} ({why}); "
        "make room, or name another folder with --out DIR",
        folder=folder,
        why=reason(error),
    )


def read_plan(folder: Path) -> tuple[dict[str, Any], TrainingPlan]:
    """Read what was asked for: the task as a run's record keeps it, and the plan.

    Raises:
        RunError: there is nothing to go on with.
    """
    try:
        values = read_json(read_limited(folder / PLAN))
        check_schema(values, PlanJson, "")
        return values.pop("task"), TrainingPlan.from_json(values)
    except FileNotFoundError:
        what = Phrase("has no {plan}", plan=PLAN)
        if (folder / "run.json").exists():
            what = Phrase("is finished already")
        raise RunError(
            "{folder} {what}, so there is nothing to resume; train anew with miwake train",
            folder=folder,
            what=what,
        ) from None
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise RunError(
            "{path} is damaged ({error}); train anew", path=folder / PLAN, error=error
        ) from error


def write_state(folder: Path, model: Any, progress: Progress) -> None:
    """Write everything that training has changed."""
    arrays = {f"v{i}": _bytes(v.value) for i, v in enumerate(_variables(model))}
    arrays |= {f"t{i}": losses for i, losses in enumerate(progress.test_losses)}
    history = np.frombuffer(json.dumps(progress.history).encode(), np.uint8)
    packed = io.BytesIO()
    np.savez(packed, allow_pickle=False, history=history, **arrays)
    write_whole(folder / STATE, lambda path: path.write_bytes(packed.getvalue()))


def read_state(folder: Path, model: Any) -> Progress:
    """Put a kept state into the model.

    Args:
        folder: the run's folder.
        model: the same network, its variables built.

    Returns:
        How far the training had come; nothing where it had finished no epoch.

    Raises:
        RunError: the state is damaged, or of another network.
    """
    path = folder / STATE
    if not path.exists():
        return Progress([], [])
    try:
        with np.load(path, allow_pickle=False) as arrays:
            history = json.loads(arrays["history"].tobytes())
            losses = [arrays[f"t{i}"] for i in range(sum(n.startswith("t") for n in arrays.files))]
            for i, variable in enumerate(_variables(model)):
                value = np.asarray(variable.value)
                variable.assign(arrays[f"v{i}"].view(value.dtype).reshape(value.shape))
    except Exception as error:  # NumPy's reader raises many kinds on damaged bytes
        raise RunError(
            "{path} does not fit this network ({error}); train anew", path=path, error=error
        ) from error
    return Progress(history, losses)


def forget_checkpoint(folder: Path) -> None:
    """Remove what only an unfinished training needs, half-written files of killed ones too."""
    for left in (folder / STATE, folder / PLAN, *folder.glob(f".*-{STATE}")):
        left.unlink(missing_ok=True)


def _variables(model: Any) -> list[Any]:
    trainable, others, optimizer, _ = train_variables(model)  # metrics begin anew every epoch
    return [*trainable, *others, *optimizer]


def _bytes(value: Any) -> NDArray[np.uint8]:
    return np.frombuffer(np.asarray(value).tobytes(), np.uint8)
