"""Plain data as the lines that a person reads."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from miwake.messages import translate
from miwake.messages.text_table import width
from miwake.render.html.tables import crossings, folds
from miwake.run.predictions import Evaluation, Prediction
from miwake.run.record import Record
from miwake.stats.evaluation import Classification, Regression, Result
from miwake.stats.intervals import Share
from miwake.verdict.monitor import Epoch

WAITED = 0.1  # share of a training from which waiting for examples is worth a line
BAR = "━" * 20


def epoch_line(epoch: Epoch) -> str:
    """Write a finished epoch as Keras prints it."""
    values = " - ".join(f"{name}: {value:.4f}" for name, value in epoch.logs.items())
    return (
        f"Epoch {epoch.number}/{epoch.epochs}  {epoch.steps}/{epoch.steps} {BAR} "
        f"{_seconds(epoch.seconds)}  {values}"
    )


def waiting_lines(record: Record, lang: str = "en") -> Iterator[str]:
    """Write how long a training waited for examples, where that was long."""
    wait, fit = record.seconds.get("wait", 0.0), record.seconds["fit"]
    if wait > WAITED * fit:
        key = "waited.fresh" if record.plan.data.fresh else "waited.disk"
        yield translate(key, lang, wait=_seconds(wait), fit=_seconds(fit))


def result_lines(result: Result, lang: str = "en") -> Iterator[str]:
    """Write the loss, the accuracy with its interval, and each class."""
    yield f"Test Loss = {result.loss:.4f}"
    if isinstance(result, Regression):
        for name, figure in (("MAE", "mae"), ("RMSE", "rmse"), ("R2", "r2")):
            value, low, high = (getattr(result, figure + end) for end in ("", "_low", "_high"))
            interval = translate("printed.interval", lang, low=low, high=high)
            yield f"Test {name} = {value:.4f}   {interval}"
        yield from _groups_line(result, lang)
        return
    right, chance = result.accuracy, result.chance
    interval = translate(
        "printed.interval.chance", lang, low=right.low, high=right.high, chance=chance
    )
    yield f"Test Accuracy = {right.accuracy:.4f}   {interval}"
    classes = [_share(name, part, lang) for name, part in result.per_class.items()]
    per_line = min(len(classes), 4)
    for start in range(0, len(classes), per_line):
        yield "  " + "   ".join(classes[start : start + per_line])
    yield from _groups_line(result, lang)


def folds_lines(record: Record, lang: str = "en") -> Iterator[str]:
    """Write by which networks the examples were tested, if by several."""
    line = folds(record, lang)
    if line:
        yield line


def repeat_line(seed: int, score: float, figure: str, lang: str = "en") -> str:
    """Write that a further training is done."""
    what = translate(
        "report.score.accuracy" if figure == "test_accuracy" else "report.score.r2", lang
    )
    return translate("printed.seed", lang, seed=seed, what=what, score=score)


def repeats_lines(record: Record, lang: str = "en") -> Iterator[str]:
    """Write what several seeds gave together, if there were several."""
    if record.repeats:
        names = ("n", "mean", "sd", "min", "max")
        figures = {name: record.repeats[name] for name in names}
        yield translate("report.repeats", lang, **figures)
        if record.task.get("options") is not None:  # it was read: the seed decides its split, too
            yield translate("report.repeats.split", lang)


def crossing_lines(record: Record, lang: str = "en") -> Iterator[str]:
    """Write at which value of each fact the network finds both classes equally likely."""
    yield from crossings(record, lang)


def run_lines(path: Path | None, lang: str = "en") -> Iterator[str]:
    """Write where a run is kept."""
    if path is not None:
        yield translate("printed.kept", lang, path=path)


def evaluation_lines(evaluation: Evaluation, lang: str = "en") -> Iterator[str]:
    """Write the whole, and each class alone in the words of the article."""
    yield translate("printed.fresh" if evaluation.fresh else "printed.tests", lang, n=evaluation.n)
    yield from result_lines(evaluation.whole, lang)
    for name, result in evaluation.each.items():
        yield ""
        yield f"When everything is {name}"
        yield f"Test Loss = {result.loss:.4f}"
        if isinstance(result, Classification):
            right = result.accuracy
            ends = {"low": right.low, "high": right.high, "n": right.n}
            interval = translate("printed.interval.n", lang, **ends)
            yield f"Test Accuracy = {right.accuracy:.4f}   {interval}"


def prediction_lines(predictions: Sequence[Prediction]) -> Iterator[str]:
    """Write each prediction next to its answer, or after the file it is about."""
    for one in predictions:
        prediction = _label(one.prediction)
        if one.answer is not None:
            yield f"prediction= {prediction} answer = {_label(one.answer)}"
        else:
            sure = "" if one.probability is None else f"   ({one.probability:.1%})"
            yield f"{one.input}: prediction= {prediction}{sure}"


def task_lines(titles: dict[str, str]) -> Iterator[str]:
    """Write the built-in tasks, a line each."""
    widest = max(map(width, titles))
    for name, title in titles.items():
        yield f"{name}{' ' * (widest - width(name))}   {title}"


def _groups_line(result: Result, lang: str) -> Iterator[str]:
    if result.groups is not None:
        yield translate("printed.groups", lang, n=result.groups)


def _label(label: str | float) -> str:
    return label if isinstance(label, str) else f"{label:.4g}"


def _share(name: str, part: Share, lang: str) -> str:
    if part.n == 0:
        return translate("printed.share.none", lang, name=name)
    about = {"accuracy": part.accuracy, "low": part.low, "high": part.high}
    return translate("printed.share", lang, name=name, **about)


def _seconds(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f}s" if seconds < 10 else f"{seconds:.0f}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
