"""Draws the figures of chapters 6 and 7 into docs/figures.

    python docs/experiment_figures.py

What was measured stands below, from `examples/ising_finite_size.py`; what is exact is computed.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from miwake.tasks.ising_model.exact import CRITICAL_TEMPERATURE, best_accuracy
from miwake.tasks.ising_model.sampler import sample

HERE = Path(__file__).parent
FIGURES = HERE / "figures"
INK, BLUE, ORANGE = "#7b8790", "#2a78b5", "#d9772b"  # legible on light and on dark pages
GRID = np.linspace(1.0, 3.53837, 41)
# Size: (crossing, its standard error), five repeats each
CROSSINGS = {10: (2.269, 0.003), 20: (2.270, 0.003), 30: (2.2729, 0.0009), 40: (2.271, 0.002)}
INFINITE = (2.273, 0.002)
WORDS = {
    "en": {
        "temperature": "temperature",
        "critical": "critical temperature",
        "best": "best possible accuracy",
        "size": "1 / size",
        "crossing": "where the network can't say",
        "infinite": "infinite lattice",
        "exact": "exact: 2.2692",
        "cold": "T = 1.5: ordered",
        "middle": "T = 2.27: critical",
        "hot": "T = 3.5: disordered",
    },
    "ja": {
        "temperature": "温度",
        "critical": "臨界温度",
        "best": "理論上の最高の正答率",
        "size": "1 / 大きさ",
        "crossing": "五分五分になる温度",
        "infinite": "無限に大きい格子",
        "exact": "厳密な値 2.2692",
        "cold": "T = 1.5 そろっている",
        "middle": "T = 2.27 臨界温度",
        "hot": "T = 3.5 ばらばら",
    },
}


def pets(_: dict[str, str]) -> Figure:
    """Three cats and three dogs, drawn by the script in chapter 6."""
    page = (HERE / "en" / "06-photos-and-tables.md").read_text("utf-8")
    found = re.search(r":caption: draw_pets\.py\n\n(.*?)```", page, re.DOTALL)
    assert found is not None
    made: dict[str, Any] = {"__name__": "draw_pets"}
    exec(found[1], made)
    rng = np.random.default_rng(5)
    figure = Figure((6, 4.8))
    for row in range(6):
        kind = "cat" if row < 3 else "dog"
        for column, picture in enumerate(made["photos"](kind, rng)):
            axes = figure.add_subplot(6, 6, 6 * row + column + 1)
            axes.imshow(picture, interpolation="nearest")
            axes.axis("off")
    figure.subplots_adjust(0, 0, 1, 1, 0.02, 0.02)
    return figure


def configurations(words: dict[str, str]) -> Figure:
    """Spins below, at and above the critical temperature."""
    rng = np.random.default_rng(3)
    spins = sample(rng, 40, np.array([1.5, CRITICAL_TEMPERATURE, 3.5]))
    figure = Figure((6.6, 2.5))
    for place, name in enumerate(("cold", "middle", "hot")):
        axes = figure.add_subplot(1, 3, place + 1)
        axes.imshow(spins[place], cmap="cividis", vmin=-1, vmax=1, interpolation="nearest")
        axes.set_title(words[name], fontsize=10, color=INK)
        axes.axis("off")
    figure.subplots_adjust(0.01, 0.02, 0.99, 0.86, 0.06)
    return figure


def ceiling(words: dict[str, str]) -> Figure:
    """The best possible accuracy at each size."""
    sizes = (10, 20, 30, 40)
    best = [best_accuracy(size, GRID[:20], GRID[21:]) for size in sizes]
    figure = Figure((5.2, 2.6), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([f"L = {size}" for size in sizes], best, "o", color=BLUE, markersize=9)
    for place, value in enumerate(best):
        axes.text(
            place, value - 0.006, f"{value:.4f}", ha="center", va="top", color=INK, fontsize=10
        )
    axes.axhline(1, color=INK, ls="--", lw=1)
    axes.set(xlim=(-0.5, 3.5), ylim=(0.93, 1.015))
    axes.set_ylabel(words["best"])
    return figure


def finite_size(words: dict[str, str]) -> Figure:
    """Crossings against 1 / size, and the line through them."""
    figure = Figure((5.6, 3.2), layout="constrained")
    axes = figure.add_subplot()
    inverse = np.array([1 / size for size in CROSSINGS])
    values, errors = np.array(list(CROSSINGS.values())).T
    along = np.array([0, 0.105])
    axes.plot(along, np.polyval(np.polyfit(inverse, values, 1), along), color=BLUE, lw=1)
    axes.errorbar(inverse, values, errors, fmt="o", color=BLUE, capsize=3)
    axes.errorbar([0], *([one] for one in INFINITE), fmt="s", color=ORANGE, capsize=3)
    axes.annotate(words["infinite"], (0, INFINITE[0]), (0.008, 2.2765), color=ORANGE, fontsize=10)
    axes.axhline(CRITICAL_TEMPERATURE, color=INK, ls="--", lw=1)
    axes.text(
        0.075, CRITICAL_TEMPERATURE - 0.0008, words["exact"], ha="center", va="top", color=INK
    )
    axes.set(xlabel=words["size"], ylabel=words["crossing"], xlim=(-0.004, 0.107))
    axes.set_ylim(2.262, 2.279)
    return figure


DRAWN: dict[str, Callable[[dict[str, str]], Figure]] = {
    "pets": pets,
    "ising-configurations": configurations,
    "ising-ceiling": ceiling,
    "ising-finite-size": finite_size,
}


def main() -> None:
    """Draw them all in both languages, without a background, their text kept as text."""
    FIGURES.mkdir(exist_ok=True)
    fixed = {"svg.fonttype": "none", "svg.hashsalt": "miwake", "font.family": "sans-serif"}
    colours = dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor"), INK)
    colours |= dict.fromkeys(("xtick.color", "ytick.color"), INK)
    with mpl.rc_context({**fixed, **colours}):
        for name in sys.argv[1:] or DRAWN:
            for lang, words in WORDS.items():
                figure = DRAWN[name](words)
                for axes in figure.axes:
                    axes.spines[["top", "right"]].set_visible(False)
                path = FIGURES / f"{name}.{lang}.svg"
                figure.savefig(path, transparent=True, metadata={"Date": None})


if __name__ == "__main__":
    main()
