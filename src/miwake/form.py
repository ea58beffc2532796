"""Form: what a network's input looks like, kept beside its weights so that the file is enough."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, Kind, kind_of
from miwake.errors import RunError

PLAIN = 0.9  # share of border pixels at one level from which pictures count as drawn on plain paper


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


@dataclass(frozen=True)
class Form:
    """One example of the input, and what the outputs mean.

    Attributes:
        shape: of one example.
        dtype: of the examples the network was trained on.
        classes: the labels, in the order of the outputs; empty for a regression.
        target: what the output is, for a regression.
        paper: how pictures lie on a plain background; None for anything else.
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
    task: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    test: int | None = None
    seed: int = 0

    @property
    def kind(self) -> Kind:
        """What one example is."""
        return kind_of(self.shape)

    def as_json(self) -> dict[str, Any]:
        """The form as plain data."""
        return asdict(self) | {"kind": self.kind}

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Form":
        """The form from plain data; KeyError or TypeError where it is none."""
        return cls(
            shape=tuple(int(n) for n in found["shape"]),
            dtype=str(np.dtype(found["dtype"])),
            classes=tuple(str(c) for c in found["classes"]),
            target=found["target"],
            paper=Paper(**found["paper"]) if found["paper"] else None,
            task=found.get("task"),
            settings=dict(found.get("settings", {})),
            test=found.get("test"),
            seed=int(found.get("seed", 0)),
        )


def form_of(data: Dataset) -> Form:
    """The form of a dataset's examples."""
    paper = paper_of(data.x_train) if data.kind == "image" else None
    task = data.task if data.task and data.task.built_in else None
    return Form(
        shape=data.shape,
        dtype=str(data.x_train.dtype),
        classes=data.classes,
        target=data.target,
        paper=paper,
        task=task.name if task else None,
        settings=dict(task.file.changed) if task else {},
        test=len(data.x_test),
        seed=data.seed,
    )


def form_of_model(model: Any) -> Form:
    """The form of a Keras model that miwake did not write, as far as its shapes tell."""
    shape, outputs = model.input_shape, model.output_shape
    if not isinstance(shape, tuple) or None in shape[1:] or len(outputs) != 2:
        raise RunError(
            f"this model takes {shape} and gives {outputs}; miwake can use models with one input "
            "of fixed shape and one row of outputs"
        )
    classes = tuple(str(n) for n in range(outputs[1])) if outputs[1] > 1 else ()
    return Form(tuple(shape[1:]), "float32", classes, None if classes else "value")


def paper_of(x: NDArray[Any], most: int = 2000) -> Paper | None:
    """How pictures lie on their background; None where it is not plain.

    Args:
        x: pictures, shape (n, height, width) or (n, height, width, channels).
        most: how many of them are measured.
    """
    grey = brightness(x[:: max(1, len(x) // most)])
    border = np.concatenate([grey[:, 0], grey[:, -1], grey[:, :, 0], grey[:, :, -1]], axis=1)
    level = float(np.median(border))
    if (np.abs(border - level) < 0.1).mean() < PLAIN:
        return None
    boxes = [box_of(picture, level) for picture in grey]
    sides = [max(b[1] - b[0], b[3] - b[2]) / max(grey.shape[1:]) for b in boxes if b is not None]
    if not sides:
        return None
    low, middle, high = np.percentile(sides, [25, 50, 75])
    return Paper(level, float(middle), float(high - low))


def brightness(x: NDArray[Any]) -> NDArray[np.float32]:
    """Brightness from 0 to 1, shape (n, height, width); floats are taken to lie there already."""
    scale = np.iinfo(x.dtype).max if x.dtype.kind in "iu" else 1
    grey = x.astype(np.float32) / scale
    return np.asarray(grey[..., :3].mean(axis=-1) if grey.ndim == 4 else grey, np.float32)


def box_of(picture: NDArray[Any], level: float) -> tuple[int, int, int, int] | None:
    """Top, bottom, left and right of what stands out from the background; None if nothing does."""
    ink = np.abs(picture - level) > 0.25
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
