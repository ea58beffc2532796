from .audit.look import look
from .audit.result import Look
from .comparison.comparison import Comparison
from .dataset import Dataset
from .errors import (
    ArgumentError,
    DataError,
    DownloadError,
    MiwakeError,
    NetworkError,
    RunError,
    TaskError,
    WorkerError,
)
from .run.predictions import Evaluation, Prediction
from .stats.evaluation import Classification, Regression
from .stats.intervals import Share
from .store.write import Written
from .tasks.function_task import Task
from .tasks.load import load_task
from .tasks.stored_task import Store, open_store
from .training.fit import fit
from .verdict.monitor import Epoch
from .workflow.compare import compare
from .workflow.run_api import Run, load_run
from .workflow.train import TrainingInterrupted, train

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
    "compare",
    "fit",
    "load_run",
    "load_task",
    "look",
    "open_store",
    "train",
]

__version__: str
