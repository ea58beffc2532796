"""The keys that run.json and plan.json may hold, and the types of their values."""

from typing import Any, NotRequired, TypedDict

Figure = float | None  # null is what JSON has for NaN


class TaskJson(TypedDict, total=False):
    """A task, as `Task.record` gives it."""

    name: str | None
    title: str | None
    origin: str | None
    file: str | None
    folder: str | None
    text: str | None
    sha256: Any  # one text, or one for each part of a dataset
    settings: dict[str, Any] | None
    changed: dict[str, Any] | None
    data: str | None
    options: dict[str, Any] | None
    stored: str | None
    jit: bool


class ScoreJson(TypedDict):
    """An accuracy (R2) with its interval."""

    accuracy: Figure
    low: Figure
    high: Figure
    n: NotRequired[int]


class ResultsJson(TypedDict, total=False):
    """What a test gave."""

    test_loss: Figure
    test_accuracy: Figure
    low: Figure
    high: Figure
    chance: Figure
    test_mae: Figure
    test_rmse: Figure
    test_r2: Figure
    test_r2_low: Figure
    test_r2_high: Figure
    per_class: dict[str, ScoreJson]


class FindingJson(TypedDict):
    """A finding; its action is read only where a button is made of it."""

    check: str
    status: str
    text: str
    next: NotRequired[str | None]
    sentence: NotRequired[str | None]
    values: NotRequired[dict[str, Any]]


class ViewJson(ScoreJson):
    """A simple view."""

    view: str


class RepeatsJson(TypedDict):
    """The figures of several seeds."""

    n: int
    mean: float
    sd: float
    min: float
    max: float


class CrossingJson(TypedDict):
    """A number and its standard error."""

    value: Figure
    error: Figure


class RunJson(TypedDict):
    """What run.json holds."""

    task: TaskJson
    network: str
    classes: list[str]
    target: str | None
    train: int
    test: int
    seed: int
    epochs: int
    epochs_asked: int
    batch_size: int
    results: ResultsJson
    history: list[dict[str, Figure]]
    verdict: NotRequired[list[FindingJson]]
    unanswered: NotRequired[list[dict[str, str]]]
    views: NotRequired[list[ViewJson]]
    best: NotRequired[ScoreJson | None]
    fresh: NotRequired[bool]
    repeats: NotRequired[RepeatsJson | None]
    repeats_asked: NotRequired[int]
    crossings: NotRequired[dict[str, CrossingJson]]
    versions: NotRequired[dict[str, str]]
    seconds: NotRequired[dict[str, Figure]]
    learning_rate: NotRequired[float]
    most_epochs: NotRequired[int]
    folds: NotRequired[int]


class ReaderJson(TypedDict):
    """How the user's own files are read."""

    label: str | None
    drop: list[str]
    facts: list[str]
    group: str | None
    sheet: str | None


class DataJson(TypedDict):
    """What data."""

    task: str | None
    settings: list[list[Any]]
    data: str | None
    reader: ReaderJson
    jit: bool
    train: int | None
    test: int | None
    seed: int
    fresh: bool


class PlanJson(TypedDict):
    """What plan.json holds."""

    task: TaskJson
    data: DataJson
    network: str | None
    epochs: int | None
    batch_size: int
    seed: int | None
    repeats: int
    checks: bool
    learning_rate: NotRequired[float]
    augment: NotRequired[bool]
    most_epochs: NotRequired[int | None]
    folds: NotRequired[int]
