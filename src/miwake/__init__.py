"""miwake: make your own dataset, teach a network to tell its classes apart, know if it learned."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from miwake.runtime.html_repr import HtmlRepr

if TYPE_CHECKING:
    from miwake.audit.look import Look, look
    from miwake.comparison.compare import compare
    from miwake.comparison.comparison import Comparison
    from miwake.dataset import Dataset
    from miwake.errors import (
        ArgumentError,
        DataError,
        DownloadError,
        MiwakeError,
        NetworkError,
        RunError,
        TaskError,
        WorkerError,
    )
    from miwake.run.predictions import Evaluation, Prediction
    from miwake.run.run import Run, load_run
    from miwake.stats.evaluation import Classification, Regression
    from miwake.stats.intervals import Share
    from miwake.store.read import Store, open_store
    from miwake.store.write import Written
    from miwake.tasks.load import load_task
    from miwake.tasks.task import Task
    from miwake.training.fit import fit
    from miwake.verdict.monitor import Epoch
    from miwake.workflow.train import TrainingInterrupted, train

__version__ = "0.1.0"

_HOMES = {
    "ArgumentError": "errors",
    "Comparison": "comparison.comparison",
    "Classification": "stats.evaluation",
    "DataError": "errors",
    "Dataset": "dataset",
    "DownloadError": "errors",
    "Epoch": "verdict.monitor",
    "Evaluation": "run.predictions",
    "Look": "audit.look",
    "MiwakeError": "errors",
    "NetworkError": "errors",
    "Prediction": "run.predictions",
    "Regression": "stats.evaluation",
    "Run": "run.run",
    "RunError": "errors",
    "Share": "stats.intervals",
    "Store": "store.read",
    "Task": "tasks.task",
    "TaskError": "errors",
    "TrainingInterrupted": "workflow.train",
    "WorkerError": "errors",
    "Written": "store.write",
    "compare": "comparison.compare",
    "fit": "training.fit",
    "load_run": "run.run",
    "load_task": "tasks.load",
    "open_store": "store.read",
    "look": "audit.look",
    "train": "workflow.train",
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
    "Store",
    "Task",
    "TaskError",
    "TrainingInterrupted",
    "WorkerError",
    "Written",
    "__version__",
    "compare",
    "fit",
    "load_run",
    "load_task",
    "look",
    "open_store",
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


def _html_of(shown: Any) -> str:
    from miwake.render.notebook import html_of

    return html_of(shown)


HtmlRepr.renderer = staticmethod(_html_of)
