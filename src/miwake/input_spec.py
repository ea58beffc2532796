"""What the input of a network looks like, kept with its weights so that one file is enough."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np

from miwake.errors import Phrase

Kind = Literal["sequence", "image", "vector", "volume"]
Ground = Literal["white", "black"]

DATES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M",
    "%d.%m.%y", "%m/%d/%y", "%d/%m/%y",
)  # fmt: skip
NUMERALS = ("plain", "1,234.5", "1.234,5")
STYLES = (*NUMERALS, *DATES)  # how the cells of a column are written
DAY = 86_400  # seconds; dates are days since 1970
SEEDS = range(2**32)
PHOTO_SIDE = 48  # pixels of the shorter side; smaller pictures are icons
LARGE_SIDE = 128  # pixels of the longer side; larger pictures teach a small network no more
MAX_VALUES = (1.0, 255.0, 65_535.0)  # numbers that may stand for white
IN_JSON = {"background": "paper", "max_value": "white", "image": "canvas"}


def kind_of(shape: tuple[int, ...]) -> Kind:
    """Tell what one example of this shape is.

    (L,) and (L, up to 4 channels) are sequences, (H, W) and (H, W, 1, 3 or 4) are images.
    """
    if len(shape) == 0 or shape == (1,):
        return "vector"
    if len(shape) == 1 or (len(shape) == 2 and min(shape) <= 4):
        return "sequence"
    if len(shape) == 2 or (len(shape) == 3 and shape[2] in (1, 3, 4)):
        return "image"
    return "volume"


def is_photo(shape: tuple[int, ...], side: int = PHOTO_SIDE) -> bool:
    """Tell whether pictures of this shape are in colour, and large enough to show something.

    Args:
        shape: of one picture.
        side: the least pixels of its shorter side.
    """
    return kind_of(shape) == "image" and shape[2:] == (3,) and min(shape[:2]) >= side


@dataclass(frozen=True)
class ImageSpec:
    """The size and the colours that picture files are brought to.

    Attributes:
        height, width: in pixels.
        colour: whether they have red, green and blue, or brightness alone.
        scaled: whether they had other sizes, and were scaled to this one.
        low, high: what is black and what white in pictures of more than 8 bits; 0 without any.
        ground: what pictures with clear parts are laid on.
    """

    height: int
    width: int
    colour: bool
    scaled: bool = False
    low: float = 0.0
    high: float = 0.0
    ground: Ground = "white"

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one picture's array."""
        return (self.height, self.width, 3) if self.colour else (self.height, self.width)


@dataclass(frozen=True)
class Background:
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
class Number:
    """A column of numbers or dates: (value - offset) / scale is what a network gets.

    Attributes:
        name: the column's.
        style: how its cells are written: one of STYLES.
        offset, scale: keep float32 exact where values are large against their differences.
        fill: what stands for a missing value: the mean over the rows for training.
        gaps: whether rows for training lack it, so that a further input says which.
        unit: what stands beside the numbers, such as % or $.
        odd: texts that stood in the place of numbers, and count as missing.
    """

    name: str
    style: str
    offset: float = 0.0
    scale: float = 1.0
    fill: float = 0.0
    gaps: bool = False
    unit: str = ""
    odd: tuple[str, ...] = ()


@dataclass(frozen=True)
class Category:
    """A column of texts: the code of a text is `start` plus 1, 2 ...; of any other it is `start`.

    Attributes:
        name: the column's.
        values: the texts that the rows for training have.
        start: the first code, apart from those of other columns.
    """

    name: str
    values: tuple[str, ...]
    start: int = 0


@dataclass(frozen=True)
class TableSpec:
    """The columns that are inputs. A row becomes the numbers, the gaps among them, the codes.

    Attributes:
        numbers, categories: the columns.
        decimal: the decimal mark of the file.
        header: all columns of the file, in its order.
        label: the one that was learned.
    """

    numbers: tuple[Number, ...]
    categories: tuple[Category, ...]
    decimal: str = "."
    header: tuple[str, ...] = ()
    label: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (*(n.name for n in self.numbers), *(c.name for c in self.categories))

    @property
    def gaps(self) -> tuple[int, ...]:
        """The indices of the numbers that have gaps."""
        return tuple(i for i, number in enumerate(self.numbers) if number.gaps)

    def cells_of(self, row: Sequence[float]) -> dict[str, str]:
        """Write what a row says, by the columns' names; "" where a value is missing."""
        missing = {place: row[len(self.numbers) + i] for i, place in enumerate(self.gaps)}
        cells = {}
        for i, number in enumerate(self.numbers):
            value = row[i] * number.scale + number.offset
            text = f"{value:.6g}{number.unit}"
            if number.style in DATES:
                text = str(np.datetime64(round(value * DAY), "s")).removesuffix("T00:00:00")
            cells[number.name] = "" if missing.get(i) else text
        codes = row[len(self.numbers) + len(self.gaps) :]
        for code, category in zip(codes, self.categories, strict=True):
            place = int(code) - category.start
            cells[category.name] = category.values[place - 1] if place else ""
        return cells

    @property
    def codes(self) -> int:
        """How many codes there are."""
        return sum(len(category.values) + 1 for category in self.categories)

    @property
    def width(self) -> int:
        """How many numbers a row becomes."""
        return len(self.numbers) + len(self.gaps) + len(self.categories)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "TableSpec":
        """Read it from plain data; KeyError, TypeError or ValueError where that describes none."""
        numbers = tuple(
            Number(**number | {"odd": tuple(map(str, number.get("odd", ())))})
            for number in stored["numbers"]
        )
        if not {number.style for number in numbers} <= set(STYLES):
            raise ValueError("a column has no known style")
        categories = tuple(
            Category(str(c["name"]), tuple(map(str, c["values"])), int(c["start"]))
            for c in stored["categories"]
        )
        header = tuple(map(str, stored.get("header", ())))
        decimal, label = str(stored.get("decimal", ".")), str(stored.get("label", ""))
        return cls(numbers, categories, decimal, header, label)


@dataclass(frozen=True)
class InputSpec:
    """One example of the input, and what the outputs mean.

    Attributes:
        shape: of one example.
        dtype: of the examples the network was trained on.
        classes: the labels, in the order of the outputs; empty for a regression.
        target: what the output is, for a regression.
        background: how pictures lie on a plain background; None for anything else.
        max_value: the number that stands for white in a picture.
        image: what pictures were brought to, where they were read from files.
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
    background: Background | None = None
    max_value: float = 1.0
    image: ImageSpec | None = None
    table: TableSpec | None = None
    task: str | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    test: int | None = None
    seed: int = 0

    @property
    def kind(self) -> Kind:
        """What one example is."""
        return "vector" if self.table else kind_of(self.shape)

    def as_json(self) -> dict[str, Any]:
        """The spec as plain data."""
        plain = {IN_JSON.get(name, name): value for name, value in asdict(self).items()}
        return plain | {"kind": self.kind}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "InputSpec":
        """Read it from plain data; KeyError, TypeError or ValueError where that describes none."""
        dtype, test = np.dtype(stored["dtype"]), stored.get("test")
        if dtype.kind not in "biuf" or not isinstance(stored["classes"], list):
            raise ValueError(Phrase("its type or its classes are not valid"))
        spec = cls(
            shape=tuple(int(n) for n in stored["shape"]),
            dtype=str(dtype),
            classes=tuple(str(c) for c in stored["classes"]),
            target=stored["target"],
            background=Background(**stored["paper"]) if stored["paper"] else None,
            max_value=float(stored["white"]),
            image=ImageSpec(**stored["canvas"]) if stored.get("canvas") else None,
            table=TableSpec.from_json(stored["table"]) if stored.get("table") else None,
            task=stored.get("task"),
            settings=dict(stored.get("settings", {})),
            test=None if test is None else int(test),
            seed=int(stored.get("seed", 0)),
        )
        image = spec.image.shape if spec.image else ()
        sizes = (*spec.shape, *image, 1 if spec.test is None else spec.test)
        if min(sizes) < 1 or spec.seed not in SEEDS or not 0 < spec.max_value < math.inf:
            raise ValueError(Phrase("its sizes, its seed or its white are not valid"))
        return spec
