"""A dataset, a look and a run as a notebook shows them: tables, figures, findings."""

from functools import partial, singledispatch
from typing import Any
from urllib.parse import quote

import numpy as np
from markupsafe import Markup

from miwake.audit.baseline_scores import BaselineScore, columns_of
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.messages import resolve_language, translate, view_name
from miwake.render.findings import next_step, view_findings
from miwake.render.html.axes import Axis
from miwake.render.html.charts import interval
from miwake.render.html.page import page_of, render_page
from miwake.render.look_text import describe_data, statistics_rows
from miwake.run.record import Record

EXAMPLES = 12  # images of a class that are drawn
POINTS = 1_000  # numbers of a class's sequences
SEARCHED = 5_000  # training examples among which they are sought
ENDS = Axis(0.0, 1.0)
EMPTY: dict[str, Any] = {
    "score": None,
    "findings": [],
    "next": None,
    "picture": "",
    "tables": [],
    "compared": [],
    "figures": [],
}


def html_of(thing: Any, lang: str | None = None) -> str:
    """Draw a fragment of HTML that brings its own style and takes its ink from the page around it.

    Args:
        thing: a dataset, a look, the record of a run or a comparison.
        lang: the language, such as "ja"; by default the locale's.

    Raises:
        ArgumentError: there is no such language.
    """
    lang = resolve_language(lang)
    return _html(page_for(thing, lang), lang)


def model_html(name: str, path: str) -> str:
    """Draw the same for a .keras file alone, of which nothing is known but its network's name."""
    lang = resolve_language()
    return _html({"title": translate("report.network", lang, network=name), "made": path}, lang)


def _html(parts: dict[str, Any], lang: str) -> str:
    page = EMPTY | {"lang": lang} | parts
    page["say"] = lambda key, **values: translate(f"report.{key}", lang, **values)
    return render_page("notebook.html", page)


@singledispatch
def page_for(thing: Any, lang: str) -> dict[str, Any]:  # noqa: ARG001  the others take it
    """Return what is shown of a thing, by the names that the template knows."""
    raise TypeError(f"a notebook shows nothing of {type(thing).__name__}")


@page_for.register
def _(data: Dataset, lang: str) -> dict[str, Any]:
    say = partial(translate, lang=lang)
    names = data.classes or (say("look_all"),)
    return {
        "title": data.origin.title if data.origin else say("look_untitled"),
        "made": describe_data(data, lang),
        "tables": [_counts(data, names, lang)],
        "picture": _examples(data, names, lang),
        "findings": view_findings(data.notes, lang),
    }


@page_for.register
def _(look: Look, lang: str) -> dict[str, Any]:
    score = translate("look_accuracy" if look.classes else "look_r2", lang)
    chance = look.chance if look.classes else None
    findings = view_findings(look.warnings, lang)
    return {
        "title": look.title,
        "made": describe_data(look, lang),
        "tables": [statistics_rows(look, lang)],
        "compared": [(score, [_interval(view, chance, lang) for view in look.views])],
        "findings": findings,
        "next": next_step(findings),
    }


@page_for.register
def _(record: Record, lang: str) -> dict[str, Any]:
    page = page_of(record, None, lang)
    say, data = page["say"], record.plan.data
    beside, classes = page["comparison"], page["classes"]
    scores = [(beside["score"], beside["rows"])] if beside else []
    if classes and len(record.classes) > 1:
        scores.append((say("accuracy"), classes["rows"]))
    about = {"train": data.train, "test": data.test, "seed": record.plan.seed}
    return {
        "title": page["title"],
        "made": say("made", network=record.plan.network, **about),
        "score": _score(page, lang),
        "compared": scores,
        "figures": page["learning"],
        "findings": page["findings"],
        "next": page["next"],
    }


def _score(page: dict[str, Any], lang: str) -> dict[str, str] | None:
    score = page["score"]
    if score is None:
        return None
    what = "accuracy.test" if page["record"].classes else "r2.test"
    ends = translate("report.interval", lang, low=score["low"], high=score["high"])
    name = translate(f"report.{what}", lang)
    return {"name": name, "value": f"{score['accuracy']:.4f}", "ends": ends}


def _counts(data: Dataset, names: tuple[str, ...], lang: str) -> list[list[str]]:
    """How many examples of each class there are, as a table with its heads first."""
    heads = ["", translate("look_train", lang), translate("look_test", lang)]
    if not data.classes:
        return [heads, [names[0], f"{data.train:,}", f"{len(data.y_test):,}"]]
    train, test = (np.bincount(y, minlength=len(names)) for y in (data.y_train, data.y_test))
    rows = zip(names, train, test, strict=True)
    return [heads, *([name, f"{a:,}", f"{b:,}"] for name, a, b in rows)]


def _examples(data: Dataset, names: tuple[str, ...], lang: str) -> Markup:
    """The first examples of each class as a picture of which the letters are the reader's own."""
    from miwake.render import look_figures, plots  # they load matplotlib

    x, y = data.x_train[:SEARCHED], data.y_train[:SEARCHED]
    labels = y if data.classes else np.zeros(len(y), int)
    many = {"vector": len(x), "sequence": max(1, POINTS // x[0].size)}.get(data.kind, EXAMPLES)
    drawn = {name: x[labels == number][:many] for number, name in enumerate(names)}
    picture = plots.svg(look_figures.examples_figure(drawn, data.kind, lang, columns_of(data)))
    source = f"data:image/svg+xml,{quote(picture, safe=' =:/,;.()')}"
    return Markup('<img src="{}" alt="{}">').format(source, ", ".join(names))


def _interval(view: BaselineScore, chance: float | None, lang: str) -> dict[str, Any]:
    """A view as a row: its name, a bar, its score and the score's interval."""
    low, high, score = (max(0.0, value) for value in (view.low, view.high, view.accuracy))
    return {
        "name": view_name(view.view, lang),
        "bar": interval(score, low, high, ENDS, chance),
        "value": f"{view.accuracy:.3f}",
        "low": f"{view.low:.3f}",
        "high": f"{view.high:.3f}",
        "n": "",
    }
