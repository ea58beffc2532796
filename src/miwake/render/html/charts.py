"""Charts: plain data as SVG whose colours and letters are those of the page around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isfinite

from markupsafe import Markup

from miwake.render.html.axes import Axis

WIDTH, HEIGHT = 360, 230
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 10, 38
DOTS = 200  # numbers of a sequence that a small picture shows, at most
Numbers = Sequence[float | None]


@dataclass(frozen=True)
class Series:
    """Points that belong together.

    Attributes:
        x, y: where they are; a point without a finite number is left out.
        style: "first", "second" or "third" for data; "guide" for what it is held against.
        low, high: the ends of each point's interval, if it has one.
    """

    x: Numbers
    y: Numbers
    style: str = "first"
    low: Numbers = field(default_factory=tuple)
    high: Numbers = field(default_factory=tuple)


def curves(series: Sequence[Series], x: Axis, y: Axis, description: str) -> Markup:
    """Lines through points, with intervals where they are known."""
    return _frame([_curve(one, x, y) for one in series], x, y, description)


def scatter(series: Sequence[Series], x: Axis, y: Axis, description: str) -> Markup:
    """Points alone; guides remain lines."""
    drawn = [_curve(s, x, y) if s.style == "guide" else _cloud(s, x, y) for s in series]
    return _frame(drawn, x, y, description)


def columns(counts: Sequence[float], x: Axis, y: Axis, description: str) -> Markup:
    """A histogram: counts in ranges of equal width from end to end of the x axis."""
    wide = (WIDTH - LEFT - RIGHT) / max(1, len(counts))
    bottom = _down(y, y.low)
    bars = [
        _bar("column", LEFT + n * wide + 0.5, _down(y, count), wide - 1, bottom - _down(y, count))
        for n, count in enumerate(counts)
    ]
    return _frame(bars, x, y, description)


def interval(value: float, low: float, high: float, scale: Axis, guide: float | None) -> Markup:
    """One value with its interval on a line as wide as there is room, and a guide across it."""
    at, start, end = (100 * scale.share(v) for v in (value, low, high))
    parts = [Markup('<line class="ground" x1="0" x2="100" y1="10" y2="10"/>')]
    if guide is not None and scale.low <= guide <= scale.high:
        across = 100 * scale.share(guide)
        parts.append(_line("guide", across, 0, across, 20))
    parts.append(_bar("span", start, 5, end - start, 10))
    parts.append(_line("value", at, 2, at, 18))
    inside = Markup("").join(parts)
    return Markup(
        '<svg class="interval" viewBox="0 0 100 20" preserveAspectRatio="none" '
        'aria-hidden="true">{}</svg>'
    ).format(inside)


def dots(channels: Sequence[Sequence[float]], scale: Axis, description: str) -> Markup:
    """A sequence as a small picture: its first numbers as points, each channel a colour."""
    width = max(2, max((len(channel) for channel in channels), default=2))
    styles = ("first", "second", "third")
    drawn = Markup("").join(
        Markup('<path class="{0} thread" d="{1}"/><path class="{0} dots" d="{2}"/>').format(
            styles[number % 3], "M" + "L".join(path), "".join(f"M{p}h0" for p in path)
        )
        for number, channel in enumerate(channels)
        if (path := _path(channel[:DOTS], scale, min(width, DOTS)))
    )
    return Markup(
        '<svg class="sequence" viewBox="0 0 100 50" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg>'
    ).format(description, drawn)


def _path(channel: Sequence[float], scale: Axis, width: int) -> list[str]:
    step = 96 / (width - 1)
    points = enumerate(channel)
    return [f"{2 + n * step:.1f} {47 - 44 * scale.share(v):.1f}" for n, v in points if isfinite(v)]


def _frame(parts: Sequence[Markup], x: Axis, y: Axis, description: str) -> Markup:
    """The axes with what is drawn between them."""
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    grid = [_line("grid", LEFT, _down(y, tick), right, _down(y, tick)) for tick in y.ticks]
    beside = [_text(LEFT - 7, _down(y, tick) + 4, name, "end") for tick, name in y.written()]
    below = [_text(_along(x, tick), bottom + 16, name) for tick, name in x.written()]
    label = _text((LEFT + right) / 2, HEIGHT - 4, x.label)
    inside = Markup("").join([*grid, *beside, *below, label, *parts])
    size = Markup('viewBox="0 0 {} {}"').format(WIDTH, HEIGHT)
    return Markup('<svg class="chart" {} role="img" aria-label="{}">{}</svg>').format(
        size, description, inside
    )


def _curve(series: Series, x: Axis, y: Axis) -> Markup:
    points = _points(series, x, y)
    path = Markup('<polyline class="{}" points="{}"/>').format(
        series.style, " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
    )
    if series.style == "guide":
        return path
    spans = [
        _line(series.style, _along(x, at), _down(y, low), _along(x, at), _down(y, high))
        for at, low, high in zip(series.x, series.low, series.high, strict=False)
        if at is not None and low is not None and high is not None
    ]
    return Markup("").join([path, *spans, _cloud(series, x, y, "points")])


def _cloud(series: Series, x: Axis, y: Axis, kind: str = "dots") -> Markup:
    drawn = "".join(f"M{across:.1f} {down:.1f}h0" for across, down in _points(series, x, y))
    return Markup('<path class="{} {}" d="{}"/>').format(series.style, kind, drawn)


def _points(series: Series, x: Axis, y: Axis) -> list[tuple[float, float]]:
    return [
        (_along(x, across), _down(y, up))
        for across, up in zip(series.x, series.y, strict=True)
        if across is not None and up is not None and isfinite(across) and isfinite(up)
    ]


def _along(x: Axis, value: float) -> float:
    return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT)


def _down(y: Axis, value: float) -> float:
    return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - BOTTOM - TOP)


def _bar(style: str, x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}"/>').format(
        style, x, y, width, height
    )


def _line(style: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{:.2f}" y1="{:.2f}" x2="{:.2f}" y2="{:.2f}"/>').format(
        style, x1, y1, x2, y2
    )


def _text(x: float, y: float, text: str, anchor: str = "middle") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, text
    )
