"""miwake: make your own dataset, teach a network to tell its classes apart, know if it learned."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from miwake.comparing.compare import compare
    from miwake.comparing.comparison import Comparison
    from miwake.dataset import Dataset
    from miwake.doubt.watch import Epoch
    from miwake.errors import (
        ArgumentError,
        DataError,
        DownloadError,
        MiwakeError,
        NetworkError,
        RunError,
        TaskError,
    )
    from miwake.learn.fit import fit
    from miwake.looking.look import Look, look
    from miwake.measures.evaluation import Classification, Regression, Share
    from miwake.reading import load_task
    from miwake.runs.predictions import Evaluation, Prediction
    from miwake.runs.run import Run, load_run
    from miwake.task import Task
    from miwake.training import TrainingInterrupted, train

__version__ = "0.1.0"

_HOMES = {
    "ArgumentError": "errors",
    "Comparison": "comparing.comparison",
    "Classification": "measures.evaluation",
    "DataError": "errors",
    "Dataset": "dataset",
    "DownloadError": "errors",
    "Epoch": "doubt.watch",
    "Evaluation": "runs.predictions",
    "Look": "looking.look",
    "MiwakeError": "errors",
    "NetworkError": "errors",
    "Prediction": "runs.predictions",
    "Regression": "measures.evaluation",
    "Run": "runs.run",
    "RunError": "errors",
    "Share": "measures.evaluation",
    "Task": "task",
    "TaskError": "errors",
    "TrainingInterrupted": "training",
    "compare": "comparing.compare",
    "fit": "learn.fit",
    "load_run": "runs.run",
    "load_task": "reading",
    "look": "looking.look",
    "train": "training",
}

__all__ = [
    "ArgumentError",
    "Classification",
    "Comparison",
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
    "compare",
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
