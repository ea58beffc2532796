"""What a network says of a drawing, of new samples, of files and of a table's row."""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, MiwakeError, Phrase
from miwake.input_spec import DATES, InputSpec
from miwake.readers.columns import encode_new
from miwake.readers.decode_image import warnings_ignored
from miwake.readers.drawings import match_training
from miwake.readers.frames import polars
from miwake.readers.images import decode_like_training
from miwake.readers.registry import accepted, read_examples
from miwake.run.folder import MODEL
from miwake.runtime.keras_backend import keras_for_commands
from miwake.studio.worker.serialize import serialize_examples
from miwake.tasks.protocol import Task
from miwake.training.inference import predict_proba
from miwake.workflow.run_api import Run, load_run

SAMPLES = 2  # of a class
MAX_VALUES = 8  # samples of a regression
MAX_ROWS = 24  # answers for one file of many rows
MAX_CHOICES = 200  # texts of a column to choose from


@dataclass(frozen=True)
class Samples:
    """Examples, what is true of them and, where the network has seen them, others' answers.

    Attributes:
        x: examples, shape (n, ...).
        y: class numbers or values, shape (n,).
        answers: of networks trained without them, shape (n, outputs); None: the network is asked.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    answers: NDArray[Any] | None = None

    def take(self, indices: Any) -> "Samples":
        """Some of them."""
        answers = None if self.answers is None else self.answers[indices]
        return Samples(self.x[indices], self.y[indices], answers)


@dataclass
class LoadedRun:
    """The run whose model is kept at hand, and its test examples where the task loads its data."""

    path: str
    changed: float
    run: Run
    tests: Samples | None = None


_loaded: list[LoadedRun] = []


def load(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001  all take both
    """Load a run and ask it once, so that the first answer comes as fast as the next."""
    loaded = _load_once(command["run"])
    spec = loaded.run.spec
    predict_proba(loaded.run.model, np.zeros((1, *spec.shape), spec.dtype), spec.classes)
    return {
        "run": loaded.path,
        "classes": spec.classes,
        "target": spec.target,
        "kind": spec.kind,
        "shape": spec.shape,
        "draw": can_draw(spec),
        "camera": takes_frames(spec),
        "fields": _fields(spec),
        "accept": accepted(spec),
    }


def draw(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Answer a drawing: `ink` is a square of brightness, 0 to 255, white on black."""
    run = _load_once(command["run"]).run
    example = read_drawing(bytes.fromhex(command["ink"]), run.spec)
    return {
        "seen": serialize_examples(example[None], run.spec.max_value)[0],
        **_answers(run, example[None])[0],
    }


def read_drawing(ink: bytes, spec: InputSpec) -> NDArray[Any]:
    """Read a drawing as the network's training pictures show theirs: centred, and scaled.

    Args:
        ink: brightness 0 to 255 of the pixels of a square.
        spec: what the network takes.

    Raises:
        DataError: the network reads no drawings, or the pixels are no square.
    """
    side = round(len(ink) ** 0.5)
    if not can_draw(spec) or not ink or side * side != len(ink):
        raise DataError("this network can't be asked about a drawing; give it files or samples")
    grey = np.frombuffer(ink, np.uint8).reshape(side, side).astype(np.float32) / np.float32(255)
    return match_training(np.repeat(grey[..., None], 3, axis=2), spec)


def can_draw(spec: InputSpec) -> bool:
    """Whether a network reads drawings: small pictures of ink on plain paper."""
    return (
        spec.kind == "image"
        and spec.background is not None
        and (len(spec.shape) < 3 or spec.shape[2] == 1)
    )


def sample(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Answer new samples of each class.

    Data that can't be made anew gives examples that were kept for testing.
    """
    loaded, seed = _load_once(command["run"]), int(command["seed"])
    samples, fresh = _samples(loaded, seed)
    spec = loaded.run.spec
    pictures = serialize_examples(samples.x, spec.max_value if spec.kind == "image" else None)
    answers = _answers(loaded.run, samples.x, samples.answers)
    rows = [
        {**picture, **answer, "answer": spec.classes[int(label)] if spec.classes else float(label)}
        for picture, answer, label in zip(pictures, answers, samples.y, strict=True)
    ]
    return {"samples": rows, "fresh": fresh}


def files(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Answer files that were handed in."""
    run, rows = _load_once(command["run"]).run, []
    for path in command["paths"]:
        with _rename_in_errors(Path(path)):
            named = read_examples(Path(path), run.spec)[:MAX_ROWS]
        x = np.stack([example for _, example in named])
        pictures = serialize_examples(x, run.spec.max_value if run.spec.kind == "image" else None)
        for (name, _), picture, answer in zip(named, pictures, _answers(run, x), strict=True):
            rows.append({"name": Path(name).name, **picture, **answer})
    return {"samples": rows}


def frame(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Answer a picture of the camera: `picture` is a file's bytes in hexadecimal digits."""
    run = _load_once(command["run"]).run
    if not takes_frames(run.spec):
        raise DataError("this network was not trained on pictures; give it files or samples")
    with warnings_ignored():
        x = decode_like_training(bytes.fromhex(command["picture"]), run.spec)
    return _answers(run, x[None])[0]


def takes_frames(spec: InputSpec) -> bool:
    """Whether a network can be asked about what a camera sees: pictures, and no drawings."""
    return spec.kind == "image" and spec.image is not None and not can_draw(spec)


def row(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Answer one row of a table; an empty cell is a missing value."""
    run, values = _load_once(command["run"]).run, command["values"]
    table = run.spec.table
    if table is None:
        raise DataError("this network was not trained on a table; give it files or samples")
    cells = {name: [str(values.get(name, ""))] for name in table.names}
    frame = polars().DataFrame(cells, schema=dict.fromkeys(cells, polars().String))
    return _answers(run, encode_new(frame, table, Phrase("the form")))[0]


def report(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Write a run's report again, in the language command for."""
    return {"report": str(_load_once(command["run"]).run.write_report(command["lang"]))}


def _load_once(path: str) -> LoadedRun:
    changed = (Path(path) / MODEL).stat().st_mtime if Path(path).is_dir() else 0.0
    if not _loaded or (_loaded[0].path, _loaded[0].changed) != (path, changed):
        keras_for_commands()
        _loaded[:] = [LoadedRun(path, changed, load_run(path))]
    return _loaded[0]


def _answers(
    run: Run, x: NDArray[Any], answers: NDArray[Any] | None = None
) -> list[dict[str, Any]]:
    """Give for each example the label and all probabilities, or the value."""
    classes = run.spec.classes
    answers = predict_proba(run.model, x, classes) if answers is None else answers
    if not classes:
        return [{"prediction": float(value)} for value in answers[:, 0]]
    return [
        {
            "prediction": classes[int(row.argmax())],
            "probabilities": [round(float(p), 4) for p in row],
        }
        for row in answers
    ]


def _samples(loaded: LoadedRun, seed: int) -> tuple[Samples, bool]:
    """Choose examples of each class, and tell whether they are new."""
    run, spec = loaded.run, loaded.run.spec
    task = run.task()
    if task.can_simulate:
        count = SAMPLES if spec.classes else MAX_VALUES
        samples = [task.fresh(count, seed, name) for name in task.classes]
        x, y = (
            np.concatenate(arrays) for arrays in zip(*((s.x, s.y) for s in samples), strict=True)
        )
        return Samples(x, y), True
    if loaded.tests is None:
        loaded.tests = _tests(run, task)
    y = loaded.tests.y
    order = np.random.default_rng(seed).permutation(len(y))
    if not spec.classes:
        return loaded.tests.take(order[:MAX_VALUES]), False
    indices = [p for n in range(len(spec.classes)) for p in order[y[order] == n][:SAMPLES]]
    return loaded.tests.take(indices), False


def _tests(run: Run, task: Task) -> Samples:
    """All examples that were tested; with folds, beside the answers of networks new to them."""
    if run.is_folded and (tested := run.tested_examples()) is not None:
        return Samples(tested.x, tested.y, tested.answers)
    test = run.record.plan.data.test if run.record else None
    data = task.make(test=test, seed=run.spec.seed)
    return Samples(data.x_test, data.y_test)


def _fields(spec: InputSpec) -> list[dict[str, Any]]:
    """List the fields of a form for one row: numbers with what is usual, texts to choose from."""
    if spec.table is None:
        return []
    numbers = [
        {
            "name": n.name,
            "usual": n.style if n.style in DATES else f"{n.fill * n.scale + n.offset:.4g}{n.unit}",
        }
        for n in spec.table.numbers
    ]
    texts = [{"name": c.name, "choices": c.values[:MAX_CHOICES]} for c in spec.table.categories]
    return [*numbers, *texts]


@contextlib.contextmanager
def _rename_in_errors(path: Path) -> Iterator[None]:
    """Name the file in errors as the user knows it, without the folder it was put into."""
    try:
        yield
    except MiwakeError as error:
        raise error.naming(path, path.name) from error
