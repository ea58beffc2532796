"""The figures of a look: examples of each class, and what simple views tell."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from numpy.typing import NDArray

from miwake.audit.baseline_scores import BaselineScore
from miwake.control_characters import visible
from miwake.input_spec import Kind
from miwake.messages import translate, view_name
from miwake.render.plots import FAINT, INK, colour_of, style

Examples = Mapping[str, NDArray[Any]]

WIDE = 7.5  # inches
MOST_CLASSES = 20
PAIRED = 12  # examples of a class whose pairs of neighbours are drawn
PICTURES = 12  # images of a class
MOST_POINTS = 400  # of a sequence
MOST_COLUMNS = 12
BINS = 24


def examples_figure(
    examples: Examples, kind: Kind, lang: str = "en", columns: Sequence[str] = ()
) -> Figure:
    """Examples of each class, drawn as what they are.

    Args:
        examples: by class, arrays of shape (n, ...).
        kind: of one example: sequences are drawn as points and as pairs of neighbours, images in
            rows, everything else as histograms of its numbers.
        lang: the language.
        columns: of a table, the view's name for each number.
    """
    drawn = {name: x for name, x in list(examples.items())[:MOST_CLASSES] if len(x)}
    with style():
        if not drawn:
            return Figure(figsize=(WIDE, 1))
        if kind == "image":
            return _images(drawn)
        few = next(iter(drawn.values()))[0].size <= MOST_COLUMNS
        if kind == "sequence" and not few:
            return _sequences(drawn, lang)
        return _columns(drawn, lang, columns)


def views_figure(
    views: Sequence[BaselineScore], chance: float, lang: str = "en", regression: bool = False
) -> Figure:
    """A bar a view with its 95 % interval, and a line where chance is.

    Args:
        views: the best first.
        chance: the share of right answers of guessing.
        lang: the language.
        regression: whether the scores are R2.
    """
    with style():
        figure = Figure(figsize=(WIDE, 0.7 + 0.26 * max(1, len(views))), layout="constrained")
        axes = figure.add_subplot()
        y = np.arange(len(views))
        scores = [max(0.0, view.accuracy) for view in views]
        axes.barh(y, scores, height=0.62, color=colour_of(0), alpha=0.55, linewidth=0)
        for row, view in enumerate(views):
            low, high = max(0.0, view.low), max(0.0, view.high)
            axes.plot([low, high], [row, row], color=INK, linewidth=1.6, solid_capstyle="butt")
            axes.text(1.015, row, f"{view.accuracy:.3f}", va="center", fontsize=8.5)
        if not regression:
            axes.axvline(chance, color=colour_of(1), linewidth=1.2, linestyle=(0, (4, 2)))
            label = f"{translate('look_chance', lang)} {chance:.3f}"
            axes.text(chance, -0.75, label, ha="center", va="bottom", color=colour_of(1))
        names = [view_name(view.view, lang) for view in views]
        axes.set_yticks(y, names)
        axes.set(xlim=(0, 1), ylim=(len(views) - 0.4, -0.6))
        axes.set_xlabel(translate("look_r2" if regression else "look_accuracy", lang))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
    return figure


def _sequences(examples: Examples, lang: str) -> Figure:
    """A row a class: one example as points, and pairs of neighbours of several examples."""
    rows = len(examples)
    figure = Figure(figsize=(WIDE, 0.6 + 1.9 * rows), layout="constrained")
    grid = figure.subplots(
        rows, 2, squeeze=False, sharex="col", width_ratios=(3, 1.15), sharey="col"
    )
    for row, (name, x) in enumerate(examples.items()):
        points, pairs = grid[row]
        colour = colour_of(row)
        first = _channels(x)[:PAIRED]
        _points(points, first[0, :MOST_POINTS], colour)
        points.set_title(visible(name), loc="left", color=colour, fontsize=11, fontweight="bold")
        points.set_ylabel("x[i]")
        before, after = first[:, :-1, 0].ravel(), first[:, 1:, 0].ravel()
        pairs.plot(before, after, ".", color=colour, markersize=2.2, alpha=0.6, markeredgewidth=0)
        pairs.set_ylabel("x[i+1]")
        pairs.set_box_aspect(1)
    grid[-1][0].set_xlabel(translate("look_step", lang))
    grid[-1][1].set_xlabel("x[i]")
    return figure


def _channels(x: NDArray[Any]) -> NDArray[np.float64]:
    """Sequences as (n, length, channels), the longer axis taken for time."""
    numbers = x.astype(np.float64).reshape(len(x), len(x[0]), -1)
    return numbers if numbers.shape[1] >= numbers.shape[2] else numbers.swapaxes(1, 2)


def _points(axes: Axes, sequence: NDArray[np.float64], colour: str) -> None:
    for channel in range(sequence.shape[1]):
        strength = 1 - 0.6 * channel / sequence.shape[1]
        values = sequence[:, channel]
        axes.plot(values, "-", color=colour, linewidth=0.6, alpha=FAINT)
        axes.plot(values, ".", color=colour, markersize=4, alpha=strength, markeredgewidth=0)
    axes.margins(x=0.01)


def _images(examples: Examples) -> Figure:
    """A row of images a class, all on one scale."""
    rows = len(examples)
    low = min(float(x.min()) for x in examples.values())
    high = max(float(x.max()) for x in examples.values())
    height, width = next(iter(examples.values())).shape[1:3]
    tall = (WIDE - 1.1) / PICTURES * height / width
    layout = ConstrainedLayoutEngine(h_pad=0.01, w_pad=0.05, hspace=0, wspace=0)
    figure = Figure(figsize=(WIDE, rows * tall + 0.1), layout=layout)
    grid = figure.subplots(rows, 1, squeeze=False)[:, 0]
    for axes, (name, x) in zip(grid, examples.items(), strict=True):
        strip = _strip((x[:PICTURES].astype(np.float64) - low) / ((high - low) or 1))
        axes.imshow(strip, interpolation="nearest")
        axes.set(xticks=[], yticks=[], anchor="E")
        axes.spines[:].set_visible(False)
        axes.set_ylabel(name, rotation=0, ha="right", va="center", fontsize=11, fontweight="bold")
    return figure


def _strip(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Images beside each other with a gap between them, as RGBA, shape (height, width, 4)."""
    pixels = x if x.ndim == 4 else x[..., None]
    colours = np.repeat(pixels, 3, axis=3) if pixels.shape[3] == 1 else pixels[..., :3]
    gap = max(1, pixels.shape[2] // 14)
    cells = np.zeros((PICTURES, pixels.shape[1], pixels.shape[2] + gap, 4))
    cells[: len(x), :, : pixels.shape[2], :3] = np.clip(np.nan_to_num(colours), 0, 1)
    cells[: len(x), :, : pixels.shape[2], 3] = 1
    strip = cells.transpose(1, 0, 2, 3).reshape(pixels.shape[1], -1, 4)
    return np.asarray(strip[:, :-gap])


def _columns(examples: Examples, lang: str, columns: Sequence[str]) -> Figure:
    """A histogram for each of the first numbers of an example, the classes in one picture."""
    flat = {name: x.astype(np.float64).reshape(len(x), -1) for name, x in examples.items()}
    count = min(MOST_COLUMNS, next(iter(flat.values())).shape[1])
    across = min(count, 4)
    down = -(-count // across)
    figure = Figure(figsize=(WIDE, 0.6 + 1.6 * down), layout="constrained")
    grid = figure.subplots(down, across, squeeze=False).ravel()
    for number, axes in enumerate(grid):
        if number >= count:
            axes.set_axis_off()
            continue
        _histogram(axes, {name: x[:, number] for name, x in flat.items()})
        name = columns[number] if columns else f"column_{number + 1}"
        axes.set_title(view_name(name, lang), fontsize=9, color=INK)
    handles, labels = grid[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper left", ncols=min(5, len(labels)))
    return figure


def _histogram(axes: Axes, columns: Mapping[str, NDArray[np.float64]]) -> None:
    values = {name: x[np.isfinite(x)] for name, x in columns.items()}
    numbers = np.concatenate(list(values.values()))
    low, high = (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 1.0)
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    for number, (name, x) in enumerate(values.items()):
        share = np.histogram(x, edges)[0] / max(1, len(x))
        colour = colour_of(number)
        axes.stairs(share, edges, fill=True, color=colour, alpha=FAINT, linewidth=0)
        axes.stairs(share, edges, color=colour, linewidth=1.2, label=visible(name))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
