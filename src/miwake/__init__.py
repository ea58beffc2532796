"""miwake: make your own dataset, teach a network to tell its classes apart, know if it learned."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from miwake.dataset import Dataset
    from miwake.errors import (
        ArgumentError,
        DataError,
        DownloadError,
        MiwakeError,
        NetworkError,
        RunError,
        TaskError,
    )
    from miwake.evaluation import Classification, Regression, Share
    from miwake.fitting import fit
    from miwake.looking import Look, look
    from miwake.run import Evaluation, Prediction, Run, load_run
    from miwake.task import Task, load_task
    from miwake.training import TrainingInterrupted, train
    from miwake.watch import Epoch

__version__ = "0.1.0"

_HOMES = {
    "ArgumentError": "errors",
    "Classification": "evaluation",
    "DataError": "errors",
    "Dataset": "dataset",
    "DownloadError": "errors",
    "Epoch": "watch",
    "Evaluation": "run",
    "Look": "looking",
    "MiwakeError": "errors",
    "NetworkError": "errors",
    "Prediction": "run",
    "Regression": "evaluation",
    "Run": "run",
    "RunError": "errors",
    "Share": "evaluation",
    "Task": "task",
    "TaskError": "errors",
    "TrainingInterrupted": "training",
    "fit": "fitting",
    "load_run": "run",
    "load_task": "task",
    "look": "looking",
    "train": "training",
}

__all__ = [
    "ArgumentError",
    "Classification",
    "DataError",
    "Dataset",
    "DownloadError",
    "Epoch",
    "Evaluation",
    "Look",
    "MiwakeError",
    "NetworkError",
    "Prediction",
    "Regression",
    "Run",
    "RunError",
    "Share",
    "Task",
    "TaskError",
    "TrainingInterrupted",
    "__version__",
    "fit",
    "load_run",
    "load_task",
    "look",
    "train",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for, and only that, so that `import miwake` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'miwake' has no attribute {name!r}")
    found = getattr(import_module(f"miwake.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
