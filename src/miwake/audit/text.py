"""A look as the lines that a person reads."""

from collections.abc import Iterator
from math import floor, isfinite, log10
from typing import TYPE_CHECKING

from miwake.audit.baseline_scores import TriedView
from miwake.audit.class_statistics import ClassStatistics
from miwake.findings import SIGNS, Finding
from miwake.messages import translate, view_name
from miwake.messages.text_table import in_columns
from miwake.stats.significance_tests import format_p

if TYPE_CHECKING:
    from miwake.audit.look import Look

BAR = 20  # characters from 0 to always right


def look_lines(look: "Look", lang: str = "en") -> Iterator[str]:
    """The data, a table of the classes, a table of the views, and what follows."""
    yield data_line(look, lang)
    yield ""
    yield from statistics_lines(look, lang)
    if look.views:
        yield ""
        yield from view_lines(look, lang)
    yield ""
    for check in look.warnings:
        yield from check_lines(check, lang)


def data_line(look: "Look", lang: str = "en") -> str:
    """What was looked at, in one line."""
    what = translate("look_classes", lang, count=len(look.classes))
    if look.target is not None:
        what = translate("look_regression", lang, target=look.target)
    about = {"train": look.train, "test": look.test, "shape": look.shape, "seed": look.seed}
    return translate("look_data", lang, title=look.title, what=what, **about)


def statistics_lines(look: "Look", lang: str = "en") -> Iterator[str]:
    """A table: counts, mean and variance with standard errors, and range of each class."""
    yield from in_columns(statistics_rows(look, lang))


def statistics_rows(look: "Look", lang: str = "en") -> list[list[str]]:
    """The cells of that table, its heads first."""
    heads = ("train", "test", "mean", "variance", "min", "max")
    rows = [["", *(translate(f"look_{head}", lang) for head in heads)]]
    for name, found in look.statistics.items():
        rows.append(_statistics_row(name if look.classes else translate("look_all", lang), found))
    return rows


def view_lines(look: "Look", lang: str = "en") -> Iterator[str]:
    """A table: each view with its score, interval and p-value, the best first."""
    key = "look_views" if look.classes else "look_predictors"
    chance = {"chance": look.chance} if look.classes else {}
    yield translate(key, lang, count=len(look.views), **chance)
    rows = [_view_row(trial, view_name(trial.view, lang)) for trial in look.views]
    yield from in_columns(rows, left=(0, 4))


def check_lines(check: Finding, lang: str = "en") -> Iterator[str]:
    """One finding with its mark and, below it, the command to try next."""
    yield f"{SIGNS[check.status]} {check.text(lang)}"
    if check.next:
        yield f"  → {check.next}"


def _statistics_row(name: str, found: ClassStatistics) -> list[str]:
    counts = [f"{found.n:,}", f"{found.n_test:,}"]
    mean = _with_error(found.mean, found.mean_error)
    variance = _with_error(found.variance, found.variance_error)
    return [name, *counts, mean, variance, f"{found.min:.4g}", f"{found.max:.4g}"]


def _with_error(value: float, error: float) -> str:
    """A value and its standard error, both to the error's second digit where it has any."""
    if not isfinite(error) or error <= 0:
        return f"{value:.4g}"
    places = 1 - floor(log10(error))
    if not -3 < places <= 8:
        return f"{value:.4g} ±{error:.1e}"
    return f"{value:.{max(0, places)}f} ±{error:.{max(0, places)}f}"


def _view_row(trial: TriedView, name: str) -> list[str]:
    bar = "━" * round(BAR * min(1.0, max(0.0, trial.accuracy)))
    return [
        name,
        f"{trial.accuracy:.3f}",
        f"{trial.low:.3f}–{trial.high:.3f}",
        format_p(trial.p, in_table=True),
        bar,
    ]
