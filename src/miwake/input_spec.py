"""Form: what a network's input looks like, kept beside its weights so that the file is enough."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, Kind, kind_of
from miwake.errors import Phrase, RunError
from miwake.readers.decode_image import Canvas
from miwake.readers.table_encoder import Table

PLAIN = 0.9  # share of border pixels at one level from which pictures count as drawn on plain paper
WHITES = (1.0, 255.0, 65_535.0)  # numbers that may stand for white


@dataclass(frozen=True)
class Paper:
    """How pictures lie on a plain background, measured on the examples for training.

    Attributes:
        level: the background's brightness, 0 to 1.
        extent: the longer side of what is drawn, as a share of the picture's side (median).
        spread: how far extents vary (interquartile range); small where all were scaled alike.
    """

    level: float
    extent: float
    spread: float


MNIST_PAPER = Paper(level=0.0, extent=20 / 28, spread=0.0)


@dataclass(frozen=True)
class Form:
    """One example of the input, and what the outputs mean.

    Attributes:
        shape: of one example.
        dtype: of the examples the network was trained on.
        classes: the labels, in the order of the outputs; empty for a regression.
        target: what the output is, for a regression.
        paper: how pictures lie on a plain background; None for anything else.
        white: the number that stands for white in a picture.
        canvas: what pictures were brought to, where they were read from files.
        table: the columns that a row's numbers are made of, for a table.
        task: the built-in task the examples came from, if one did.
        settings: what was changed in it.
        test: how many examples it was tested on.
        seed: what the examples were made from.
    """

    shape: tuple[int, ...]
    dtype: str
    classes: tuple[str, ...]
    target: str | None = None
    paper: Paper | None = None
    white: float = 1.0
    canvas: Canvas | None = None
    table: Table | None = None
    task: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    test: int | None = None
    seed: int = 0

    @property
    def kind(self) -> Kind:
        """What one example is."""
        return "vector" if self.table else kind_of(self.shape)

    def as_json(self) -> dict[str, Any]:
        """The form as plain data."""
        return asdict(self) | {"kind": self.kind}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Form":
        """The form from plain data; KeyError, TypeError or ValueError where it is none."""
        dtype, test = np.dtype(found["dtype"]), found.get("test")
        if dtype.kind not in "biuf" or not isinstance(found["classes"], list):
            raise ValueError(Phrase("its type or its classes are none"))
        return cls(
            shape=tuple(int(n) for n in found["shape"]),
            dtype=str(dtype),
            classes=tuple(str(c) for c in found["classes"]),
            target=found["target"],
            paper=Paper(**found["paper"]) if found["paper"] else None,
            white=float(found["white"]),
            canvas=Canvas(**found["canvas"]) if found.get("canvas") else None,
            table=Table.from_json(found["table"]) if found.get("table") else None,
            task=found.get("task"),
            settings=dict(found.get("settings", {})),
            test=None if test is None else int(test),
            seed=int(found.get("seed", 0)),
        )


def form_of(data: Dataset) -> Form:
    """The form of a dataset's examples."""
    image = data.kind == "image"
    white = white_of(data.x_train) if image else 1.0
    paper = paper_of(data.x_train, white) if image else None
    task = data.task if data.task and data.task.built_in else None
    return Form(
        shape=data.shape,
        dtype=str(data.x_train.dtype),
        classes=data.classes,
        target=data.target,
        paper=paper,
        white=white,
        canvas=data.reading if isinstance(data.reading, Canvas) else None,
        table=data.reading if isinstance(data.reading, Table) else None,
        task=task.name if task else None,
        settings=dict(task.file.changed) if task else {},
        test=len(data.x_test),
        seed=data.seed,
    )


def form_of_model(model: Any) -> Form:
    """The form of a Keras model that miwake did not write, as far as its shapes tell.

    One of 28 x 28 inputs and ten outputs is taken to read digits as MNIST shows them.

    Raises:
        RunError: it has several inputs or outputs, or a free shape.
    """
    shape: Any = getattr(model, "input_shape", None)
    outputs: Any = getattr(model, "output_shape", None)
    if not (_is_fixed(shape) and _is_fixed(outputs) and len(outputs) == 2):
        raise RunError(
            "this model takes {shape} and gives {outputs}; miwake can use models with one input "
            "of fixed shape and one row of outputs",
            shape=shape,
            outputs=outputs,
        )
    classes = tuple(str(n) for n in range(outputs[1])) if outputs[1] > 1 else ()
    digits = shape[1:3] == (28, 28) and shape[3:] in {(), (1,)} and len(classes) == 10
    return Form(
        shape=tuple(shape[1:]),
        dtype="float32",
        classes=classes,
        target=None if classes else "value",
        paper=MNIST_PAPER if digits else None,
        white=255.0 if any(_divides_by_255(layer) for layer in model.layers[:2]) else 1.0,
    )


def _is_fixed(shape: Any) -> bool:
    return isinstance(shape, tuple) and len(shape) > 1 and None not in shape[1:]


def _divides_by_255(layer: Any) -> bool:
    return 0 < getattr(layer, "scale", 1) < 0.01 if type(layer).__name__ == "Rescaling" else False


def white_of(x: NDArray[Any]) -> float:
    """The number that stands for white in pictures: 1, 255 or 65,535."""
    largest = float(x.max())
    return next((white for white in WHITES if largest <= white), largest)


def paper_of(x: NDArray[Any], white: float, most: int = 2000) -> Paper | None:
    """How pictures lie on their background; None where it is not plain white or black.

    Args:
        x: pictures, shape (n, height, width) or (n, height, width, channels).
        white: the number that stands for white in them.
        most: how many of them are measured.
    """
    grey = brightness(x[:: max(1, len(x) // most)], white)
    border = np.concatenate([grey[:, 0], grey[:, -1], grey[:, :, 0], grey[:, :, -1]], axis=1)
    level = float(np.median(border))
    if 0.2 < level < 0.8 or (np.abs(border - level) < 0.1).mean() < PLAIN:
        return None
    boxes = [box_of(picture, level) for picture in grey]
    sides = [max(b[1] - b[0], b[3] - b[2]) / max(grey.shape[1:]) for b in boxes if b is not None]
    if not sides:
        return None
    low, middle, high = np.percentile(sides, [25, 50, 75])
    return Paper(level, float(middle), float(high - low))


def brightness(x: NDArray[Any], white: float) -> NDArray[np.float32]:
    """Brightness from 0 to 1, shape (n, height, width)."""
    grey = x.astype(np.float32) / np.float32(white)
    return np.asarray(grey[..., :3].mean(axis=-1) if grey.ndim == 4 else grey, np.float32)


def box_of(picture: NDArray[Any], level: float) -> tuple[int, int, int, int] | None:
    """Top, bottom, left and right of what stands out from the background; None if nothing does."""
    ink = np.abs(picture - level) > 0.25
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
