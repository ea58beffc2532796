"""Report: a run as one page that needs no other file, no script and no network."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup, escape

from miwake.control_characters import visible
from miwake.messages import join_sentences, translate
from miwake.render.findings import next_step, view_findings
from miwake.render.html import figures, tables
from miwake.render.html.error_analysis import PredictedExamples
from miwake.run.record import Record
from miwake.stats.intervals import r2_interval


def report_html(record: Record, tested: PredictedExamples | None, lang: str = "en") -> str:
    """The report of a run.

    Args:
        record: what the run was trained on and what came of it.
        tested: its test examples and answers; None where they can't be had.
        lang: the language.

    Returns:
        the text of an HTML file.
    """
    return render_page("report.html", page_of(record, tested, lang))


def page_of(record: Record, tested: PredictedExamples | None, lang: str) -> dict[str, Any]:
    """All that the page shows, by the names that the template knows."""
    score = _score(record, tested)
    say = partial(translate, lang=lang)
    findings = view_findings(record.verdict, lang)
    return {
        "lang": lang,
        "say": lambda key, **values: say(f"report.{key}", **values),
        "joined": partial(join_sentences, lang=lang),
        "record": record,
        "title": record.task.get("title") or record.task.get("name") or "miwake",
        "interrupted": tables.interrupted(record, lang) if record.is_interrupted else None,
        "score": score,
        "about": tables.about(record, lang),
        "folds": tables.folds(record, lang),
        "findings": findings,
        "next": next_step(findings),
        "comparison": tables.comparison(record, score, lang),
        "learning": figures.learning(record, lang),
        "classes": tables.classes(record, lang),
        "views": tables.views(record, score, lang),
        "used": tables.used(record, lang),
        "settings": tables.settings(record),
        "seconds": tables.seconds(record, lang),
        "crossings": tables.crossings(record, lang),
        **_of_examples(record, tested, lang),
    }


def _of_examples(record: Record, tested: PredictedExamples | None, lang: str) -> dict[str, Any]:
    """The parts that take test examples and sound answers to them."""
    absent: dict[str, Any] = {"confusion": None, "galleries": [], "facts": []}
    absent |= {"calibration": None, "values": []}
    if tested is None or not len(tested.y):
        return absent | {"absent": True}
    sound = bool(np.isfinite(tested.answers).all())
    classes = record.classes
    return absent | {
        "absent": False,
        "galleries": figures.galleries(tested, classes, lang),
        "facts": figures.facts(tested, lang) if sound else [],
        "confusion": figures.confusion(tested, classes, lang) if classes else None,
        "calibration": figures.calibration(tested, lang) if classes and sound else None,
        "values": [] if classes else figures.regression(tested, record.target or "y", lang),
    }


def _score(record: Record, tested: PredictedExamples | None) -> dict[str, float] | None:
    """The accuracy or R2 with its interval; None where there is none."""
    results = record.results
    if record.classes:
        values: list[Any] = [results.get(key) for key in ("test_accuracy", "low", "high")]
    elif tested is not None and results.get("test_r2") is not None:
        r2 = r2_interval(tested.answers[:, 0], tested.y, tested.groups)
        values = [r2.value, r2.low, r2.high]
    else:
        values = [results.get("test_r2")] * 3
    if any(value is None or not np.isfinite(value) for value in values):
        return None
    return dict(zip(("accuracy", "low", "high"), values, strict=True))


def is_in_language(page: Path, lang: str) -> bool:
    """Whether a page of ours is there in this language: it begins as `page.html` does."""
    beginning = f'<!DOCTYPE html>\n<html lang="{lang}">'.encode()
    try:
        with page.open("rb") as file:
            return file.read(len(beginning)) == beginning
    except OSError:
        return False


def coded(text: str) -> Markup:
    """A text in which what stands between backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    marked = [Markup("<code>{}</code>").format(p) if n % 2 else p for n, p in enumerate(parts)]
    return Markup("").join(marked)


def render_page(name: str, page: Mapping[str, Any]) -> str:
    """Fill a template; characters of names that would turn the order of a line are shown."""
    return visible(template(name).render(page), keep="\n\t")


@cache
def template(name: str) -> Any:
    """One of the templates beside this file, every text in it escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("miwake", "render/html/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["coded"] = coded
    return environment.get_template(name)
