"""Trying: what a network says of a drawing, of new samples, of files and of a table's row."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, MiwakeError
from miwake.input_spec import InputSpec
from miwake.readers.columns import encode
from miwake.readers.drawings import match_training
from miwake.readers.registry import accepted, read_examples
from miwake.studio.worker.serialize import shown
from miwake.training.predict import predict_proba
from miwake.workflow.run import Run, load_run

EACH = 2  # new samples of a class
MOST_FILES = 24  # answers for one file of many rows
CHOICES = 200  # texts of a column to choose from


@dataclass
class Loaded:
    """The run whose model is kept at hand, and its test examples where the task loads its data."""

    path: str
    changed: float
    run: Run
    tests: dict[str, NDArray[Any]] = field(default_factory=dict)


_loaded: list[Loaded] = []


def load(asked: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001  all take both
    """Load a run and ask it once, so that the first answer comes as fast as the next."""
    found = _at_hand(asked["run"])
    spec = found.run.spec
    predict_proba(found.run.model, np.zeros((1, *spec.shape), spec.dtype), spec.classes)
    return {
        "run": found.path,
        "classes": spec.classes,
        "target": spec.target,
        "kind": spec.kind,
        "shape": spec.shape,
        "draw": can_draw(spec),
        "fields": _fields(spec),
        "accept": accepted(spec),
    }


def draw(asked: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """The answer to a drawing: `ink` is a square of brightness, 0 to 255, white on black."""
    run = _at_hand(asked["run"]).run
    example = drawn(bytes.fromhex(asked["ink"]), run.spec)
    return {"seen": shown(example[None], run.spec.max_value)[0], **_answers(run, example[None])[0]}


def drawn(ink: bytes, spec: InputSpec) -> NDArray[Any]:
    """A drawing as the network's training pictures show theirs: centred, and scaled.

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


def sample(asked: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """New samples of each class with the network's answers.

    Data that can't be made anew gives examples that were kept for testing.
    """
    found, seed = _at_hand(asked["run"]), int(asked["seed"])
    x, y, fresh = _samples(found, seed)
    spec = found.run.spec
    pictures = shown(x, spec.max_value if spec.kind == "image" else None)
    rows = [
        {**picture, **answer, "answer": spec.classes[int(label)] if spec.classes else float(label)}
        for picture, answer, label in zip(pictures, _answers(found.run, x), y, strict=True)
    ]
    return {"samples": rows, "fresh": fresh}


def files(asked: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """The answers for files that were handed in."""
    run, rows = _at_hand(asked["run"]).run, []
    for path in asked["paths"]:
        with _told_by_name(Path(path)):
            named = read_examples(Path(path), run.spec)[:MOST_FILES]
        x = np.stack([example for _, example in named])
        pictures = shown(x, run.spec.max_value if run.spec.kind == "image" else None)
        for (name, _), picture, answer in zip(named, pictures, _answers(run, x), strict=True):
            rows.append({"name": Path(name).name, **picture, **answer})
    return {"samples": rows}


def row(asked: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """The answer to one row of a table; an empty cell is a missing value."""
    import polars as pl

    run, values = _at_hand(asked["run"]).run, asked["values"]
    table = run.spec.table
    if table is None:
        raise DataError("this network was not trained on a table; give it files or samples")
    cells = {name: [str(values.get(name, ""))] for name in table.names}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return _answers(run, encode(frame, table, "the form"))[0]


def report(asked: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001
    """Write a run's report again, in the language asked for."""
    return {"report": str(_at_hand(asked["run"]).run.write_report(asked["lang"]))}


def _at_hand(path: str) -> Loaded:
    changed = (Path(path) / "model.keras").stat().st_mtime if Path(path).is_dir() else 0.0
    if not _loaded or (_loaded[0].path, _loaded[0].changed) != (path, changed):
        from miwake.runtime.keras_backend import keras_for_commands

        keras_for_commands()
        _loaded[:] = [Loaded(path, changed, load_run(path))]
    return _loaded[0]


def _answers(run: Run, x: NDArray[Any]) -> list[dict[str, Any]]:
    """For each example the label and all probabilities, or the value."""
    classes = run.spec.classes
    found = predict_proba(run.model, x, classes)
    if not classes:
        return [{"prediction": float(value)} for value in found[:, 0]]
    return [
        {
            "prediction": classes[int(row.argmax())],
            "probabilities": [round(float(p), 4) for p in row],
        }
        for row in found
    ]


def _samples(found: Loaded, seed: int) -> tuple[NDArray[Any], Sequence[Any], bool]:
    task, spec = found.run.task(), found.run.spec
    if task.can_simulate:
        names = task.classes
        made = [task.fresh(EACH if spec.classes else 8, seed, name) for name in names]
        x = np.concatenate([one.x for one in made])
        return x, np.concatenate([one.y for one in made]).tolist(), True
    if not found.tests:
        data = task.make(
            test=found.run.record.plan.data.test if found.run.record else None, seed=spec.seed
        )
        found.tests = {"x": data.x_test, "y": data.y_test}
    x, y = found.tests["x"], found.tests["y"]
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    if not spec.classes:
        return x[order[:8]], y[order[:8]].tolist(), False
    places = [p for n in range(len(spec.classes)) for p in order[y[order] == n][:EACH]]
    return x[places], y[places].tolist(), False


def _fields(spec: InputSpec) -> list[dict[str, Any]]:
    """The fields of a form for one row: numbers with what is usual, texts to choose from."""
    if spec.table is None:
        return []
    numbers = [
        {
            "name": n.name,
            "usual": f"{(n.fill * n.scale + n.offset):.4g}" if n.style == "plain" else n.style,
        }
        for n in spec.table.numbers
    ]
    texts = [{"name": c.name, "choices": c.values[:CHOICES]} for c in spec.table.categories]
    return [*numbers, *texts]


@contextlib.contextmanager
def _told_by_name(path: Path) -> Iterator[None]:
    """Errors name the file as the user knows it, without the folder it was put into."""
    try:
        yield
    except MiwakeError as error:
        raise error.naming(path, path.name) from error
