"""Draws the figures of chapters 1 to 5, in both languages: python docs/figures.py [NAME ...].

Everything in them is computed here, with the seeds that the chapters use.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from chapters import LANGUAGES
from figure_words import WORDS
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from PIL import Image, ImageDraw

import miwake
from miwake.messages import view_name
from miwake.render.plots import FAINT, INK, colour_of, style, svg
from miwake.stats.intervals import wilson_interval

HERE = Path(__file__).parent / "figures"
Words = Callable[[str], str]
TWO = [(62, 62), (78, 42), (112, 38), (134, 56), (132, 86), (106, 118), (72, 156), (142, 154)]
SIZES = (1_000, 3_000, 10_000, 30_000, 60_000)
LENGTHS = (10, 20, 50, 100, 200)


def examples() -> Callable[[Words], Figure]:
    """Twelve digits with their labels, and part of the first as numbers."""
    data = miwake.load_task("mnist").make()

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(7.5, 3.1), layout="constrained")
        left, right = figure.subfigures(1, 2, width_ratios=(1.05, 1))
        for place, axes in enumerate(left.subplots(3, 4).flat):
            axes.imshow(data.x_train[place], cmap="Greys")
            axes.set_title(f"{words('label')} {data.y_train[place]}", fontsize=8.5)
            axes.set(xticks=[], yticks=[])
        axes = right.subplots()
        part = data.x_train[0][4:14, 11:22]
        axes.imshow(part, cmap="Greys", aspect="auto")
        for (row, column), value in np.ndenumerate(part):
            ink = "white" if value > 127 else "black"
            axes.text(column, row, str(value), ha="center", va="center", fontsize=7.5, color=ink)
        axes.set(xticks=[], yticks=[])
        axes.set_title(words("part"), fontsize=9)
        return figure

    return draw


def network() -> Callable[[Words], Figure]:
    """784 numbers, 128 neurons, 10 probabilities."""

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(7.5, 3.0))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, 10), ylim=(0, 4), aspect="equal")
        axes.axis("off")
        columns = ((2.4, 15, 0.09, 0), (5.0, 12, 0.11, 1), (7.6, 10, 0.13, 2))
        ys = [np.linspace(0.85, 3.35, count) for _, count, _, _ in columns]
        for (x, _, _, _), (then, _, _, _), mine, theirs in zip(
            columns, columns[1:], ys, ys[1:], strict=False
        ):
            for y in mine:
                for other in theirs:
                    axes.plot((x, then), (y, other), color=INK, linewidth=0.4, alpha=FAINT)
        for (x, _, size, number), places in zip(columns, ys, strict=True):
            for y in places:
                axes.add_patch(Circle((x, y), size, color=colour_of(number), zorder=3))
            axes.text(x, 3.72, words(f"layer{number}"), ha="center", fontsize=10)
            axes.text(x, 0.35, words(f"does{number}"), ha="center", va="center", fontsize=8.5)
        for digit, y in enumerate(ys[2][::-1]):
            sure = 0.93 if digit == 5 else 0.05 if digit == 3 else 0.004
            axes.add_patch(Rectangle((8.25, y - 0.07), 1.2 * sure, 0.14, color=colour_of(2)))
            axes.text(8.05, y, str(digit), ha="center", va="center", fontsize=9)
        axes.imshow(
            miwake.load_task("mnist").make().x_train[0], cmap="Greys", extent=(0.4, 1.8, 1.4, 2.8)
        )
        axes.set(xlim=(0, 10), ylim=(0, 4))
        return figure

    return draw


def curves() -> Callable[[Words], Figure]:
    """The loss after each epoch, on training data and on test data."""
    history = miwake.train(miwake.load_task("mnist").make(), epochs=10).record.history

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(6, 2.8), layout="constrained")
        axes = figure.subplots()
        epochs = range(1, len(history) + 1)
        for number, key in enumerate(("loss", "val_loss")):
            losses = [epoch[key] for epoch in history]
            axes.plot(epochs, losses, "o-", color=colour_of(number), markersize=4)
            axes.text(10.15, losses[-1], words(key), color=colour_of(number), va="center")
        axes.set(xlabel=words("epoch"), ylabel=words("losses"), xlim=(0.8, 12.4), ylim=(0, None))
        axes.set_xticks(list(epochs))
        return figure

    return draw


def own_digit() -> Callable[[Words], Figure]:
    """A drawing, what the network is given, and its ten probabilities."""
    from miwake.readers.drawings import match_training

    run = miwake.train(miwake.load_task("mnist").make())
    paper = Image.new("L", (200, 200), "white")
    ImageDraw.Draw(paper).line(TWO, fill="black", width=15, joint="curve")
    drawn = np.repeat(np.asarray(paper, np.float32)[..., None] / 255, 3, axis=2)
    given = match_training(drawn, run.spec)
    sure = run.model.predict(given[None], verbose=0)[0]

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(7.5, 2.4), layout="constrained")
        grid = figure.subplots(1, 3, width_ratios=(1, 1, 1.6))
        for axes, picture, title in zip(
            grid, (255 * drawn[..., 0], 255 - given), "ab", strict=False
        ):
            axes.imshow(picture, cmap="gray", vmin=0, vmax=255)
            axes.set(xticks=[], yticks=[])
            axes.set_title(words(f"digit_{title}"), fontsize=9)
        grid[2].bar(range(10), sure, color=colour_of(0))
        grid[2].set_xticks(range(10))
        grid[2].set_ylim(0, 1.05)
        grid[2].set_title(words("digit_c"), fontsize=9)
        return figure

    return draw


def pairs() -> Callable[[Words], Figure]:
    """Random numbers and the baker's map: in a row, and each number against the one before."""
    data = miwake.load_task("baker").make(train=200, test=2)

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(7.5, 4.4), layout="constrained")
        grid = figure.subplots(2, 2, width_ratios=(2.4, 1))
        for number, name in enumerate(data.classes):
            x = data.x_train[data.y_train == number]
            colour = colour_of(number)
            grid[number][0].plot(x[0], ".", color=colour)
            grid[number][0].set_title(words(name), loc="left", color=colour)
            grid[number][0].set(xlabel="i", ylabel="x[i]", ylim=(0, 1))
            grid[number][1].plot(x[:15, :-1].ravel(), x[:15, 1:].ravel(), ".", ms=2, color=colour)
            grid[number][1].set(xlabel="x[i]", ylabel="x[i+1]", xlim=(0, 1), ylim=(0, 1))
            grid[number][1].set_box_aspect(1)
        return figure

    return draw


def ladder() -> Callable[[Words], Figure]:
    """What rules with one number reach on the baker's map, and where the network stands."""
    data = miwake.load_task("baker").make()
    found = {view.view: view for view in miwake.look(data).views}
    dense = miwake.train(data, checks=False).record.results["test_accuracy"]
    names = ("first_value", "variance", "lag2_autocorrelation", "turning_points")
    names += ("mean_absolute_difference", "lag1_autocorrelation", "pairs")

    def draw(words: Words) -> Figure:
        bars = [(view_name(name, words("lang")), found[name].accuracy, 0) for name in names]
        bars = sorted([*bars, (words("dense"), dense, 1), (words("best"), 1.0, 2)], key=_height)
        figure = Figure(figsize=(7.5, 2.9), layout="constrained")
        axes = figure.subplots()
        for row, (_, accuracy, number) in enumerate(bars):
            axes.barh(row, accuracy, color=colour_of(number), alpha=0.55, height=0.65)
            axes.text(accuracy + 0.006, row, f"{accuracy:.3f}", va="center", fontsize=8.5)
        axes.axvline(0.5, color=INK, linestyle=(0, (4, 2)), linewidth=1)
        axes.text(0.497, len(bars) - 0.35, words("chance"), ha="right", fontsize=8.5)
        axes.set_yticks(range(len(bars)), [name for name, _, _ in bars])
        axes.set(xlim=(0.4, 1.06), xlabel=words("accuracy"))
        return figure

    return draw


def intervals() -> Callable[[Words], Figure]:
    """How exactly 82 % is known from so many test examples."""
    counts = (50, 100, 1_000, 10_000, 100_000)

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(6.5, 2.3), layout="constrained")
        axes = figure.subplots()
        for row, n in enumerate(counts):
            found = wilson_interval(round(0.82 * n), n)
            axes.plot((found.low, found.high), (row, row), color=colour_of(0), linewidth=3)
            axes.plot(found.accuracy, row, "o", color=colour_of(1), markersize=5)
            axes.text(found.high + 0.006, row, f"{found.low:.3f}–{found.high:.3f}", va="center")
        axes.set_yticks(range(len(counts)), [f"{n:,}" for n in counts])
        axes.set(ylabel=words("tests"), xlabel=words("interval"), xlim=(0.65, 1), ylim=(4.5, -0.5))
        return figure

    return draw


def amounts() -> Callable[[Words], Figure]:
    """Accuracy against the amount of training data, and against the length of a sequence."""
    rows = miwake.compare(miwake.load_task("baker"), ["dense", "conv"], SIZES[:4]).rows
    last = miwake.compare(miwake.load_task("baker"), ["dense"], SIZES[4:]).rows
    lengths = [
        miwake.compare(
            miwake.load_task("baker", {"LENGTH": length}), ["dense"], sizes=[60_000]
        ).rows[0]
        for length in LENGTHS
    ]

    def draw(words: Words) -> Figure:
        figure = Figure(figsize=(7.5, 2.8), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True)
        for number, name in enumerate(("dense", "conv")):
            mine = [row for row in (*rows, *last) if row.network == name]
            _with_bars(left, [row.train for row in mine], mine, number)
            end = mine[-1]
            left.text(end.train, end.found.mean + 0.03, name, ha="right", color=colour_of(number))
        left.set(xscale="log", xlabel=words("train"), ylabel=words("accuracy"), ylim=(0.45, 1.06))
        _with_bars(right, LENGTHS, lengths, 0)
        right.set(xscale="log", xlabel=words("length"))
        for axes, places in ((left, SIZES), (right, LENGTHS)):
            axes.set_xticks(places, [f"{n:,}" for n in places])
            axes.minorticks_off()
            axes.axhline(0.5, color=INK, linestyle=(0, (4, 2)), linewidth=1)
        return figure

    return draw


def _with_bars(axes, x, rows, number: int) -> None:  # noqa: ANN001
    means = [row.found.mean for row in rows]
    ends = [[row.found.mean - row.low for row in rows], [row.high - row.found.mean for row in rows]]
    axes.errorbar(x, means, np.abs(ends), fmt="o-", color=colour_of(number), markersize=4)


def _height(bar: tuple[str, float, int]) -> float:
    return bar[1]


FIGURES = (examples, network, curves, own_digit, pairs, ladder, intervals, amounts)


def main() -> None:
    """Draw the figures named, or all."""
    for figure in FIGURES:
        name = figure.__name__.replace("_", "-")
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        draw = figure()
        for lang in LANGUAGES:
            with style():
                drawn = draw(lambda key, lang=lang: WORDS[key][LANGUAGES.index(lang)])
            (HERE / f"{name}.{lang}.svg").write_text(svg(drawn), "utf-8")


if __name__ == "__main__":
    main()
