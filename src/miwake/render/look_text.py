"""A look as the lines that a person reads."""

from collections.abc import Iterator, Sequence
from functools import singledispatch
from math import floor, isfinite, log10
from typing import Any

from miwake.audit.baseline_scores import BaselineScore
from miwake.audit.class_statistics import ClassStatistics
from miwake.audit.result import Look
from miwake.audit.table_summary import ColumnSummary
from miwake.dataset import Dataset
from miwake.messages import translate, view_name
from miwake.messages.text_table import in_columns
from miwake.render.findings import finding_lines
from miwake.stats.significance_tests import format_p

BAR = 20  # characters from 0 to always right
BLOCKS = " ▁▂▃▄▅▆▇█"
LONGEST = 20  # letters of a text


@singledispatch
def text_of(thing: Any) -> str:
    """Write data as the lines that its command prints."""
    raise TypeError(f"there are no lines for {type(thing).__name__}")


@text_of.register
def _(look: Look) -> str:
    return "\n".join(look_lines(look))


def look_lines(look: Look, lang: str = "en") -> Iterator[str]:
    """Write the data, a table of the classes, a table of the views, and what follows."""
    yield data_line(look, lang)
    yield ""
    yield from statistics_lines(look, lang)
    if look.table:
        yield ""
        yield from table_lines(look, lang)
    if look.views:
        yield ""
        yield from view_lines(look, lang)
    yield ""
    yield from finding_lines(look.warnings, lang)


def data_line(data: Dataset | Look, lang: str = "en") -> str:
    """Write what a dataset is, in one line."""
    return translate("look_data", lang, title=_title(data), **_counts(data, lang))


def describe_data(data: Dataset | Look, lang: str = "en") -> str:
    """Write the same without the title."""
    return translate("look_about", lang, **_counts(data, lang))


def statistics_lines(look: Look, lang: str = "en") -> Iterator[str]:
    """Write a table: counts, mean and variance with standard errors, and range of each class.

    Of a table's rows just the counts: its columns have nothing in common.
    """
    yield from in_columns(statistics_rows(look, lang))


def statistics_rows(look: Look, lang: str = "en") -> list[list[str]]:
    """Return the cells of that table, its heads first."""
    heads = ("train", "test", *(() if look.table else ("mean", "variance", "min", "max")))
    rows = [["", *(translate(f"look_{head}", lang) for head in heads)]]
    for name, figures in look.statistics.items():
        title = name if look.classes else translate("look_all", lang)
        rows.append(_statistics_row(title, figures)[: len(heads) + 1])
    return rows


def table_lines(look: Look, lang: str = "en") -> Iterator[str]:
    """Write a table: what each column of a table holds, and a small picture of its values."""
    yield from in_columns(table_rows(look, lang), left=(0, 1, 3, 4))
    more = len(look.columns) and sum(1 for name in look.columns if name.startswith("column:"))
    if more > len(look.table):
        yield f"  {translate('look_more_columns', lang, count=more - len(look.table))}"


def table_rows(look: Look, lang: str = "en") -> list[list[str]]:
    """Return the cells of that table, its heads first."""
    heads = ("column", "type", "missing", "range", "values")
    rows = [[translate(f"look_{head}", lang) for head in heads]]
    for column in look.table:
        kind = translate(f"look_type_{column.kind}", lang)
        missing = f"{column.missing:,}" if column.missing else ""
        rows.append([column.name, kind, missing, _range(column, lang), sparkline(column.counts)])
    return rows


def sparkline(counts: Sequence[int]) -> str:
    """Draw counts as a row of blocks, the highest the most; a space where there are none."""
    most, steps = max(counts, default=0), len(BLOCKS) - 1
    return "".join(BLOCKS[-(-count * steps // most)] for count in counts) if most else ""


def _range(column: ColumnSummary, lang: str) -> str:
    if column.kind != "text":
        return " … ".join(column.range)
    texts = ", ".join(_shortened(text) for text in column.range)
    more = column.different - len(column.range)
    return translate("look_texts", lang, texts=texts, more=more) if more > 0 else texts


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def view_lines(look: Look, lang: str = "en") -> Iterator[str]:
    """Write a table: each view with its score, interval and p-value, the best first."""
    key = "look_views" if look.classes else "look_predictors"
    chance = {"chance": look.chance} if look.classes else {}
    yield translate(key, lang, count=len(look.views), **chance)
    rows = [_view_row(view, view_name(view.view, lang)) for view in look.views]
    yield from in_columns(rows, left=(0, 4))


def _title(data: Dataset | Look) -> str:
    if isinstance(data, Look):
        return data.title
    return data.origin.title if data.origin else "Data"


def _counts(data: Dataset | Look, lang: str) -> dict[str, Any]:
    what = translate("look_classes", lang, count=len(data.classes))
    if data.target is not None:
        what = translate("look_regression", lang, target=data.target)
    test = len(data.y_test) if isinstance(data, Dataset) else data.test
    shape, seed = data.shape, data.seed
    return {"what": what, "train": data.train, "test": test, "shape": shape, "seed": seed}


def _statistics_row(name: str, figures: ClassStatistics) -> list[str]:
    counts = [f"{figures.n:,}", f"{figures.n_test:,}"]
    mean = _with_error(figures.mean, figures.mean_error)
    variance = _with_error(figures.variance, figures.variance_error)
    return [name, *counts, mean, variance, f"{figures.min:.4g}", f"{figures.max:.4g}"]


def _with_error(value: float, error: float) -> str:
    """Write a value and its standard error, both to the error's second digit where it has any."""
    if not isfinite(error) or error <= 0:
        return f"{value:.4g}"
    places = 1 - floor(log10(error))
    if not -3 < places <= 8:
        return f"{value:.4g} ±{error:.1e}"
    return f"{value:.{max(0, places)}f} ±{error:.{max(0, places)}f}"


def _view_row(view: BaselineScore, name: str) -> list[str]:
    bar = "━" * round(BAR * min(1.0, max(0.0, view.accuracy)))
    p = format_p(view.p, in_table=True)
    return [name, f"{view.accuracy:.3f}", f"{view.low:.3f}–{view.high:.3f}", p, bar]
