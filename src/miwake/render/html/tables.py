"""The tables of a report: a record as rows of words, numbers and intervals."""

import math
from collections.abc import Mapping
from functools import partial
from typing import Any

from miwake.messages import has_message, help_text, join_sentences, translate, view_name
from miwake.plan import fields_of, further_options
from miwake.render.html.axes import Axis, axis, written
from miwake.render.html.charts import interval
from miwake.run.record import Record
from miwake.stats.transition_point import Estimate

Row = dict[str, Any]
Named = list[tuple[str, Mapping[str, Any]]]
MOST_VIEWS = 12
MOST_CLASSES = 24
ENDS = (0.0, 1.0)


def crossings(record: Record, lang: str) -> list[str]:
    """Where the network finds both classes equally likely, for each fact along which it does."""
    classes = dict(zip(("first", "second"), record.classes, strict=False))
    return [
        translate("report.crossing", lang, fact=fact, value=_estimate(estimate), **classes)
        for fact, estimate in record.crossings.items()
        if estimate["value"] is not None
    ]


def _estimate(estimate: Mapping[str, Any]) -> Estimate:
    return Estimate(estimate["value"], math.nan if estimate["error"] is None else estimate["error"])


def comparison(record: Record, score: Mapping[str, float] | None, lang: str) -> Row | None:
    """The network beside the best simple view and the task's own best rule.

    Args:
        record: of the run.
        score: the network's accuracy or R2, with low and high.
        lang: the language.
    """
    if score is None:
        return None
    say = partial(translate, lang=lang)
    named: Named = [(say("report.network", network=record.plan.network), score)]
    if views := [view for view in record.views if _is_whole(view)]:
        first = max(views, key=lambda view: view["accuracy"])
        name = view_name(first["view"], lang)
        named.append((say("report.view", name=name), first))
    if record.best and _is_whole(record.best):
        named.append((say("report.best"), record.best))
    return _beside(record, named, lang)


def views(record: Record, score: Mapping[str, float] | None, lang: str) -> Row | None:
    """The simple views in the order of what they tell, the network among them."""
    if not record.views or score is None:
        return None
    ordered = sorted(filter(_is_whole, record.views), key=lambda view: -view["accuracy"])
    named: Named = [(translate("report.network", lang, network=record.plan.network), score)]
    named += [(view_name(view["view"], lang), view) for view in ordered[:MOST_VIEWS]]
    named.sort(key=lambda pair: -pair[1]["accuracy"])
    left = len(ordered) - MOST_VIEWS
    more = translate("report.views.more", lang, n=left) if left > 0 else ""
    return _beside(record, named, lang) | {"more": more}


def classes(record: Record, lang: str) -> Row | None:
    """Each class with its interval, on a line that is only as long as they differ."""
    per_class = record.results.get("per_class") or {}
    named = [(name, row) for name, row in per_class.items() if _is_whole(row)]
    if not named:
        return None
    many = len(named) > MOST_CLASSES
    if many:
        named = sorted(named, key=lambda pair: pair[1]["accuracy"])[:MOST_CLASSES]
    ends = [row[end] for _, row in named for end in ("low", "high")]
    scale = axis([*ends, 1.0], bounds=ENDS)
    low, high = written(scale.low), written(scale.high)
    caption = translate("report.classes.caption", lang, low=low, high=high)
    if many:
        part = {"n": MOST_CLASSES, "all": len(per_class)}
        least = translate("report.classes.least", lang, **part)
        caption = join_sentences((least, caption), lang)
    return {"rows": [_row(name, row, scale) for name, row in named], "caption": caption}


def _is_whole(figures: Mapping[str, Any]) -> bool:
    """Whether there is a value with its interval; NaN is null in a record."""
    return None not in [figures[key] for key in ("accuracy", "low", "high")]


def interrupted(record: Record, lang: str) -> str:
    """How far a training had come when it was interrupted."""
    if record.plan.repeats > 1 and record.epochs == record.plan.epochs:
        about = {"repeats": record.repeated, "asked": record.plan.repeats}
        return translate("report.interrupted.repeats", lang, **about)
    return translate("report.interrupted", lang, epochs=record.epochs, asked=record.plan.epochs)


def about(record: Record, lang: str) -> str:
    """What was trained, and on how much."""
    plan = record.plan
    if plan.folds > 1:
        about = {"n": examples(record), "folds": plan.folds}
        return translate(
            "report.made.folds", lang, network=plan.network, seed=plan.first_seed, **about
        )
    counts = {"train": plan.data.train, "test": plan.data.test}
    return translate("report.made", lang, network=plan.network, seed=plan.first_seed, **counts)


def examples(record: Record) -> int:
    """How many examples there are in both parts."""
    data = record.plan.data
    return (data.train or 0) + (data.test or 0)


def folds(record: Record, lang: str) -> str | None:
    """By which networks the examples were tested; None where one network tested some of them."""
    if record.plan.folds == 1:
        return None
    return translate("report.folds", lang, folds=record.plan.folds, n=examples(record))


def used(record: Record, lang: str) -> list[tuple[str, str]]:
    """What the run was made of, a name and a value each."""
    task = record.task
    epochs = f"{record.epochs:,}"
    if record.epochs != record.plan.epochs:
        epochs += f" / {record.plan.epochs:,}"
    values = {
        "task": task.get("name"),
        "origin": task.get("origin"),
        "data": task.get("data"),
        "network": record.plan.network,
        "train": f"{record.plan.data.train:,}",
        "test": f"{record.plan.data.test:,}",
        "epochs": epochs,
        "batch_size": f"{record.plan.batch_size:,}",
        "seed": str(record.plan.first_seed),
        "sha256": task.get("sha256"),
    }
    rows = {translate(f"report.used.{name}", lang): value for name, value in values.items()}
    further = further_options(record.plan)
    for option in (field for field in fields_of("train") if field.name in further):
        rows[help_text(option.help, lang).rstrip(".。")] = further[option.name]
    return [(name, str(value)) for name, value in rows.items() if value]


def settings(record: Record) -> list[tuple[str, str, bool]]:
    """The task's settings: name, value, and whether it was changed."""
    changed = dict(record.task.get("changed") or {})
    values = dict(record.task.get("settings") or {}) | changed
    return [(name, str(value), name in changed) for name, value in values.items()]


def seconds(record: Record, lang: str) -> list[tuple[str, str]]:
    """How long each stage took."""
    rows = []
    for stage, seconds in record.seconds.items():
        key = f"report.seconds.{stage}"
        if seconds is not None:
            rows.append((translate(key, lang) if has_message(key) else stage, f"{seconds:.2f}"))
    return rows


def _beside(record: Record, named: Named, lang: str) -> Row:
    kind = "accuracy" if record.classes else "r2"
    guide = record.results.get("chance") if record.classes else 0.0
    label = translate(f"report.guide.{kind}", lang, guide=guide) if guide is not None else ""
    rows = [_row(name, row, Axis(*ENDS), guide if record.classes else None) for name, row in named]
    return {"rows": rows, "guide": label, "score": translate(f"report.{kind}", lang), "kind": kind}


def _row(name: str, figures: Mapping[str, Any], scale: Axis, guide: float | None = None) -> Row:
    value, low, high = (float(figures[key]) for key in ("accuracy", "low", "high"))
    return {
        "name": name,
        "bar": interval(value, low, high, scale, guide),
        "value": f"{value:.3f}",
        "low": f"{low:.3f}",
        "high": f"{high:.3f}",
        "n": f"{figures['n']:,}" if "n" in figures else "",
    }
