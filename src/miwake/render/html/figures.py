"""The figures of a report: curves, examples and what they were taken for, with their captions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from miwake.input_spec import kind_of
from miwake.messages import has_message, join_sentences, translate
from miwake.render.html.axes import axis
from miwake.render.html.charts import DOTS, Series, columns, curves, scatter
from miwake.render.html.error_analysis import (
    PredictedExamples,
    by_facts,
    confusion_matrix,
    least_sure_hits,
    surest_mistakes,
)
from miwake.render.html.thumbnails import thumbnails
from miwake.run.record import Record
from miwake.stats.calibration import measure_calibration

Part = dict[str, Any]
SHARES = (0.0, 1.0)
MAX_EXAMPLES = 12  # examples of a kind
MAX_POINTS = 1_500
MAX_FACTS = 12
MAX_MATRIX = 20  # classes up to which all confusions are halves
PAIRS = 15
BARS = 31


@dataclass(frozen=True)
class Figure:
    """A chart with its words.

    Attributes:
        title: what it is.
        svg: the chart.
        legend: the style and the name of each line, where there are several.
        caption: how to read it.
    """

    title: str
    svg: Markup
    legend: Sequence[tuple[str, str]] = ()
    caption: str = ""


def learning(record: Record, lang: str) -> list[Figure]:
    """The loss and each metric by epoch, in training and, where that was done, in testing."""
    keys = [key for epoch in record.history[:1] for key in epoch if key != "epoch"]
    tested = [key for key in keys if key.startswith("val_")]
    names = dict.fromkeys(key.removeprefix("val_") for key in tested or keys)
    return [_learning(record, name, lang) for name in names]


def _learning(record: Record, name: str, lang: str) -> Figure:
    epochs = [epoch.get("epoch") for epoch in record.history]
    lines, legend, texts = [], [], []
    for style, key, where in (("first", name, "training"), ("second", f"val_{name}", "test")):
        values = [epoch.get(key) for epoch in record.history]
        numbers = [value for value in values if value is not None]
        if numbers:
            part = _sentence(where, lang)
            lines.append(Series(epochs, values, style))
            legend.append((style, part))
            texts.append(_sentence("from_to", lang, name=part, first=numbers[0], last=numbers[-1]))
    key = f"report.metric.{name}"
    title = translate(key, lang) if has_message(key) else name
    across = axis(epochs, _sentence("epoch", lang), steps=5, least=1)
    up = axis(
        [value for line in lines for value in line.y],
        bounds=SHARES if name == "accuracy" else None,
    )
    text = _sentence("learning.said", lang, name=title, lines=", ".join(texts))
    return Figure(title, curves(lines, across, up, text), legend)


def calibration(tested: PredictedExamples, lang: str) -> Figure:
    """How often answers of about the same confidence are right."""
    bins = measure_calibration(tested.answers, tested.y, groups=tested.groups).curve
    line = Series(
        x=[b.confidence for b in bins],
        y=[b.accuracy for b in bins],
        low=[b.low for b in bins],
        high=[b.high for b in bins],
    )
    across = axis(SHARES, _sentence("confidence", lang), bounds=SHARES)
    up = axis(SHARES, _sentence("accuracy", lang), bounds=SHARES)
    title = _sentence("calibration", lang)
    drawn = curves([Series(SHARES, SHARES, "guide"), line], across, up, title)
    return Figure(title, drawn)


def facts(tested: PredictedExamples, lang: str) -> list[Figure]:
    """The accuracy, or the mean absolute error, against each fact."""
    classified = tested.answers.shape[1] > 1
    name_of_score = _sentence("accuracy" if classified else "metric.mean_absolute_error", lang)
    figures = []
    for name, groups in list(by_facts(tested).items())[:MAX_FACTS]:
        line = Series(
            x=[g.at for g in groups],
            y=[g.score for g in groups],
            low=[g.low for g in groups],
            high=[g.high for g in groups],
        )
        across = axis(line.x, name)
        up = axis([0.0, *line.low, *line.high], bounds=SHARES if classified else None)
        text = _sentence("facts.said", lang, score=name_of_score, name=name)
        figures.append(Figure(name, curves([line], across, up, text)))
    return figures


def regression(tested: PredictedExamples, target: str, lang: str) -> list[Figure]:
    """Answers against what is true, and how they differ."""
    values, y = tested.answers[:, 0].astype(np.float64), tested.y.astype(np.float64)
    sound = np.isfinite(values) & np.isfinite(y)
    values, y = values[sound], y[sound]
    if not len(y):
        return []
    some = np.unique(np.linspace(0, len(y) - 1, min(len(y), MAX_POINTS)).astype(int))
    across = axis(y[[y.argmin(), y.argmax()]], f"{_sentence('truth.value', lang)}: {target}")
    up = axis(values[[values.argmin(), values.argmax()]])
    ends = (max(across.low, up.low), min(across.high, up.high))
    cloud = Series([float(v) for v in y[some]], [float(v) for v in values[some]])
    title = _sentence("values.points", lang)
    drawn = scatter([cloud, Series(ends, ends, "guide")], across, up, title)
    caption = _sentence("values.caption", lang)
    if len(some) < len(y):
        part = _sentence("values.part", lang, n=len(some), all=len(y))
        caption = join_sentences([caption, part], lang)
    return [Figure(title, drawn, caption=caption), _residuals(values - y, lang)]


def _residuals(residuals: NDArray[np.float64], lang: str) -> Figure:
    end = float(np.abs(residuals).max()) or 1.0
    across = axis([-end, end], _sentence("residual", lang), steps=6)
    counts = np.histogram(residuals, BARS, (across.low, across.high))[0].tolist()
    title = _sentence("residuals", lang)
    drawn = columns(counts, across, axis([0, max(counts)]), title)
    caption = _sentence("residuals.caption", lang)
    return Figure(title, drawn, caption=caption)


def confusion(tested: PredictedExamples, classes: Sequence[str], lang: str) -> Part:
    """The confusion matrix; of many classes the most frequent mistakes."""
    counts = confusion_matrix(tested)
    if len(classes) <= MAX_MATRIX:
        shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        rows = [
            (name, [(int(n), round(float(s) ** 0.5, 3)) for n, s in zip(line, part, strict=True)])
            for name, line, part in zip(classes, counts, shares, strict=True)
        ]
        caption = _sentence("confusion.caption", lang)
        return {"classes": classes, "rows": rows, "pairs": [], "caption": caption}
    np.fill_diagonal(counts, 0)
    order = counts.ravel().argsort(kind="stable")[::-1][:PAIRS]
    cells = [divmod(int(cell), len(classes)) for cell in order if counts.flat[cell]]
    pairs = [
        (classes[truth], classes[answer], int(counts[truth, answer])) for truth, answer in cells
    ]
    return {"rows": [], "pairs": pairs, "caption": _sentence("confusion.most", lang)}


def galleries(tested: PredictedExamples, classes: Sequence[str], lang: str) -> list[Part]:
    """Surest mistakes and least sure hits; of a regression the largest and smallest errors."""
    parts = surest_mistakes(tested, MAX_EXAMPLES), least_sure_hits(tested, MAX_EXAMPLES)
    items = _items(tested, np.concatenate(parts), classes, lang)
    halves = items[: len(parts[0])], items[len(parts[0]) :]
    names = ("mistakes", "hits") if classes else ("largest", "smallest")
    absent = ("none_wrong", "none_right")
    return [
        {
            "title": _sentence(name, lang),
            "caption": _gallery_caption(name, tested, lang),
            "items": some,
            "none": _sentence(none, lang),
            "kind": "table" if tested.table else kind_of(tested.x.shape[1:]),
        }
        for name, some, none in zip(names, halves, absent, strict=True)
    ]


def _gallery_caption(name: str, tested: PredictedExamples, lang: str) -> str:
    caption = _sentence(f"{name}.caption", lang)
    shape = tested.x.shape[1:]
    if not tested.table and kind_of(shape) == "sequence" and max(shape) > DOTS:
        caption = join_sentences([caption, _sentence("cut", lang, n=DOTS)], lang)
    return caption


def _items(
    tested: PredictedExamples, indices: NDArray[np.int64], classes: Sequence[str], lang: str
) -> list[Mapping[str, str | Markup]]:
    texts = [_describe_answer(tested, index, classes, lang) for index in indices]
    names = [_sentence("example", lang, place=int(index)) for index in indices]
    about = [f"{name}: {', '.join(words)}" for name, words in zip(names, texts, strict=True)]
    pictures = thumbnails(tested.x[indices], about, tested.table)
    return [
        {"picture": picture, "name": name, "answer": words[0], "sure": words[1]}
        | _nearest(tested, int(index), classes, lang)
        for index, picture, name, words in zip(indices, pictures, names, texts, strict=True)
    ]


def _nearest(
    tested: PredictedExamples, index: int, classes: Sequence[str], lang: str
) -> dict[str, str | Markup]:
    """The example for training that is most alike, and its class; nothing where nobody looked."""
    if index not in tested.nearest:
        return {"nearest": "", "nearest_text": ""}
    example, label = tested.nearest[index]
    text = _sentence("nearest", lang, label=classes[label])
    return {"nearest": thumbnails(example[None], [text])[0], "nearest_text": text}


def _describe_answer(
    tested: PredictedExamples, index: int, classes: Sequence[str], lang: str
) -> tuple[str, str]:
    answer, truth = tested.answers[index], tested.y[index]
    if not classes:
        return _sentence("valued", lang, answer=float(answer[0]), truth=float(truth)), ""
    label = int(answer.argmax())
    kind = "right" if label == truth else "wrong"
    words = _sentence(kind, lang, answer=classes[label], truth=classes[int(truth)])
    return words, _sentence("sure", lang, share=float(answer[label]))


def _sentence(key: str, lang: str, **values: Any) -> str:
    return translate(f"report.{key}", lang, **values)
