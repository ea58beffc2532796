"""A comparison as one page that needs no other file, no script and no network."""

from collections.abc import Iterator
from functools import partial
from math import log10
from typing import Any

from miwake.comparison.comparison import Comparison
from miwake.findings import SIGNS
from miwake.messages import translate
from miwake.render.comparison_text import about, findings
from miwake.render.findings import FindingView
from miwake.render.html.axes import Axis, axis, logarithmic
from miwake.render.html.charts import Series, curves, interval
from miwake.render.html.figures import Figure
from miwake.render.html.page import render_page
from miwake.stats.significance_tests import format_p

STYLES = ("first", "second", "third")
ENDS = (0.0, 1.0)


def comparison_html(comparison: Comparison, lang: str = "en") -> str:
    """Write a comparison as the text of an HTML file."""
    return render_page("comparison.html", comparison_page(comparison, lang))


def comparison_page(comparison: Comparison, lang: str) -> dict[str, Any]:
    """All that the page shows, by the names that the template knows."""
    say = partial(translate, lang=lang)
    most = comparison.sizes[-1]
    epochs = "compare.default_epochs" if comparison.plan.epochs is None else "compare.epochs"
    return {
        "lang": lang,
        "title": comparison.title,
        "say": lambda key, **values: say(f"report.{key}", **values),
        "compare": lambda key, **values: say(f"compare.{key}", **values),
        "head": about(comparison, lang),
        "epochs": say(epochs, epochs=comparison.plan.epochs),
        "findings": [
            FindingView(status, SIGNS[status], "", text)
            for status, text in findings(comparison, lang)
        ],
        "next": comparison.next_action(),
        "curve": _curve(comparison, lang) if len(comparison.sizes) > 1 else None,
        "score": say(f"compare.{comparison.rows[0].found.figure}"),
        "bars": [
            _bar(row, comparison.chance, lang) for row in comparison.rows if row.train == most
        ],
        "columns": [say(f"compare.{name}") for name in _columns(comparison)],
        "rows": list(_rows(comparison)),
        "difference_columns": [
            *(say(f"compare.{name}") for name in ("first", "second", "difference", "range")),
            "p",
        ],
        "differences": list(_differences(comparison, lang)),
    }


def _curve(comparison: Comparison, lang: str) -> Figure:
    """The mean of each network against the amount of data."""
    lines, legend = [], []
    for number, network in enumerate(comparison.networks):
        rows = sorted(
            (r for r in comparison.rows if r.network == network), key=lambda row: row.train
        )
        style = STYLES[number % len(STYLES)]
        lines.append(
            Series(
                x=[log10(row.train) for row in rows],
                y=[row.found.mean for row in rows],
                style=style,
                low=[row.low for row in rows],
                high=[row.high for row in rows],
            )
        )
        legend.append((style, network))
    title = translate(f"compare.{comparison.rows[0].found.figure}", lang)
    ends = [end for row in comparison.rows for end in (row.low, row.high)]
    bounds = ENDS if comparison.chance is not None else None
    across = logarithmic(comparison.sizes, translate("compare.examples", lang))
    up = axis([*ends, *([comparison.chance] if comparison.chance else [])], bounds=bounds)
    if comparison.chance:
        lines.append(
            Series((across.low, across.high), (comparison.chance, comparison.chance), "guide")
        )
    return Figure(title, curves(lines, across, up, title), legend)


def _bar(row: Any, chance: float | None, lang: str) -> dict[str, str]:
    low, high, mean = max(0.0, row.low), min(1.0, row.high), row.found.mean
    return {
        "name": translate("compare.of", lang, network=row.network, train=row.train),
        "bar": interval(mean, low, high, Axis(*ENDS), chance),
        "value": f"{mean:.4f}",
        "low": f"{row.low:.4f}",
        "high": f"{row.high:.4f}",
        "n": "",
    }


def _columns(comparison: Comparison) -> tuple[str, ...]:
    return ("network", "train", comparison.rows[0].found.figure, "sd", "range")


def _rows(comparison: Comparison) -> Iterator[tuple[str, ...]]:
    for row in sorted(
        comparison.rows, key=lambda row: (comparison.networks.index(row.network), row.train)
    ):
        spread = f"{row.found.sd:.4f}" if row.found.n > 1 else "–"
        ends = f"{row.low:.4f} – {row.high:.4f}"
        yield row.network, f"{row.train:,}", f"{row.found.mean:.4f}", spread, ends


def _differences(comparison: Comparison, lang: str) -> Iterator[tuple[str, ...]]:
    for contrast in (*comparison.between, *comparison.more):
        sides = [
            translate("compare.of", lang, network=network, train=train)
            for network, train in (contrast.first, contrast.second)
        ]
        one = contrast.difference
        p = format_p(one.p, in_table=True).removeprefix("p ").removeprefix("= ")
        yield *sides, f"{one.value:+.4f}", f"{one.low:+.4f} – {one.high:+.4f}", p
