"""Thumbnails: examples as small pictures that stand in the page itself."""

import base64
import io
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from miwake.input_spec import MAX_VALUES, TableSpec, kind_of
from miwake.render.html.axes import Axis
from miwake.render.html.charts import dots

MAX_PIXELS = 96  # pixels of a side
MAX_CELLS = 8  # of a row of a table


def thumbnails(
    x: NDArray[Any], descriptions: Sequence[str], table: TableSpec | None = None
) -> list[Markup]:
    """Small pictures of examples, all on one scale; empty where they have no picture.

    Args:
        x: examples, shape (n, ...).
        descriptions: what each shows, for those who can't see it.
        table: the columns, where examples are rows of a table, which are written.
    """
    if table is not None:
        return [_cells(table.cells_of(row)) for row in x.tolist()]
    kind = kind_of(x.shape[1:])
    if kind == "image":
        levels = _levels(x)
        return [_image(one, text) for one, text in zip(levels, descriptions, strict=True)]
    if kind == "sequence":
        scale = _scale(x)
        both = zip(x, descriptions, strict=True)
        return [dots(_channels(one), scale, text) for one, text in both]
    return [Markup("")] * len(x)


def _cells(cells: Mapping[str, str]) -> Markup:
    row = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    rows = [row.format(name, cell or "–") for name, cell in [*cells.items()][:MAX_CELLS]]
    more = Markup("<div>…</div>") if len(cells) > MAX_CELLS else ""
    return Markup('<dl class="cells">{}{}</dl>').format(Markup("").join(rows), more)


def _scale(x: NDArray[Any]) -> Axis:
    finite = x[np.isfinite(x)]
    return Axis(float(finite.min()), float(finite.max())) if len(finite) else Axis(0.0, 1.0)


def _levels(x: NDArray[Any]) -> NDArray[np.uint8]:
    """Brightness from 0 to 255: 0 stays black, unless there are numbers below it."""
    numbers = np.nan_to_num(x.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = float(numbers.min(initial=0)), float(numbers.max(initial=0))
    if low == 0:
        high = next((value for value in MAX_VALUES if high <= value), high)
    return np.asarray((numbers - low) / ((high - low) or 1.0) * 255, np.uint8)


def _image(levels: NDArray[np.uint8], description: str) -> Markup:
    from PIL import Image

    picture = Image.fromarray(levels[..., 0] if levels.shape[2:] == (1,) else levels)
    picture.thumbnail((MAX_PIXELS, MAX_PIXELS))
    with io.BytesIO() as file:
        picture.save(file, "PNG")
        text = base64.b64encode(file.getvalue()).decode()
    return Markup('<img src="data:image/png;base64,{}" alt="{}">').format(text, description)


def _channels(sequence: NDArray[Any]) -> list[list[float]]:
    """The channels of a sequence, the longer axis taken for time."""
    numbers = sequence.astype(np.float64)
    if numbers.ndim == 1:
        return [numbers.tolist()]
    channels: list[list[float]] = min(numbers, numbers.T, key=len).tolist()
    return channels
