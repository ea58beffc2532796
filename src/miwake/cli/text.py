"""Plain data as the lines that a person reads."""

from collections.abc import Iterator, Sequence

from miwake.checks import SIGNS, Check
from miwake.dataset import Dataset
from miwake.doubt.verdict import next_step
from miwake.doubt.watch import Epoch
from miwake.measures.evaluation import Classification, Regression, Result, Share
from miwake.record import Record
from miwake.reports.tables import crossings
from miwake.runs.predictions import Evaluation, Prediction
from miwake.runs.run import Run
from miwake.words import sentence
from miwake.words.columns import width

WAITED = 0.1  # share of a training from which waiting for examples is worth a line
BAR = "━" * 20


def data_line(data: Dataset) -> str:
    """What a dataset is, in one line."""
    title = data.task.title if data.task else "Data"
    what = f"{len(data.classes)} classes" if data.classes else f"regression of {data.target}"
    return (
        f"{title}   {what}, {data.train:,} + {len(data.y_test):,} examples "
        f"of shape {data.shape}, seed {data.seed}"
    )


def note_lines(notes: Sequence[Check], lang: str = "en") -> Iterator[str]:
    """What is to be said about data that a user brought, a line each."""
    for note in notes:
        yield f"{SIGNS[note.status]} {note.text(lang)}"


def epoch_line(epoch: Epoch) -> str:
    """A finished epoch, as Keras prints it."""
    values = " - ".join(f"{name}: {value:.4f}" for name, value in epoch.logs.items())
    return (
        f"Epoch {epoch.number}/{epoch.epochs}  {epoch.steps}/{epoch.steps} {BAR} "
        f"{_seconds(epoch.seconds)}  {values}"
    )


def waiting_lines(record: Record, lang: str = "en") -> Iterator[str]:
    """How long a training waited for examples, where that was long."""
    wait, fit = record.seconds.get("wait", 0.0), record.seconds["fit"]
    if wait > WAITED * fit:
        key = "waited.fresh" if record.fresh else "waited.disk"
        yield sentence(key, lang, wait=_seconds(wait), fit=_seconds(fit))


def result_lines(result: Result) -> Iterator[str]:
    """The loss, the accuracy with its interval, and each class."""
    yield f"Test Loss = {result.loss:.4f}"
    if isinstance(result, Regression):
        for name, figure in (("MAE", "mae"), ("RMSE", "rmse"), ("R2", "r2")):
            value, low, high = (getattr(result, figure + end) for end in ("", "_low", "_high"))
            yield f"Test {name} = {value:.4f}   (95 %: {low:.3f} to {high:.3f})"
        return
    found = result.accuracy
    yield (
        f"Test Accuracy = {found.accuracy:.4f}   "
        f"(95 %: {found.low:.3f} to {found.high:.3f}; chance {result.chance:.3f})"
    )
    classes = [f"{name} {_share(part)}" for name, part in result.per_class.items()]
    per_line = min(len(classes), 4)
    for start in range(0, len(classes), per_line):
        yield "  " + "   ".join(classes[start : start + per_line])


def repeat_line(seed: int, score: float, data: Dataset) -> str:
    """A further training that is done."""
    return f"Seed {seed}: {'accuracy' if data.classes else 'R2'} {score:.4f}"


def repeats_lines(record: Record) -> Iterator[str]:
    """What several seeds gave together, if there were several."""
    found = record.repeats
    if found:
        yield (
            f"{found['n']} seeds: {found['mean']:.4f} ± {found['sd']:.4f} "
            f"({found['min']:.4f} to {found['max']:.4f})"
        )


def crossing_lines(record: Record, lang: str = "en") -> Iterator[str]:
    """Where the network finds both classes equally likely, for each fact along which it does."""
    yield from crossings(record, lang)


def verdict_lines(checks: Sequence[Check], lang: str = "en") -> Iterator[str]:
    """What a result is worth: findings in full, what is well in one line, then what to try."""
    for check in checks:
        if check.status != "good":
            yield f"{SIGNS[check.status]} {check.text(lang)}"
    good = [sentence(f"name.{check.check}", lang) for check in checks if check.status == "good"]
    if good:
        yield f"{SIGNS['good']} {sentence('verdict.and', lang).join(good)}"
    step = next_step(checks)
    if step is not None:
        yield sentence("verdict.next", lang, step=step)


def run_lines(run: Run) -> Iterator[str]:
    """Where a run is kept."""
    if run.path is not None:
        yield f"Kept in {run.path}: model.keras, report.html"


def evaluation_lines(evaluation: Evaluation) -> Iterator[str]:
    """The whole, and each class alone in the words of the article."""
    what = "fresh examples" if evaluation.fresh else "test examples"
    yield f"{evaluation.n:,} {what}"
    yield from result_lines(evaluation.whole)
    for name, result in evaluation.each.items():
        yield ""
        yield f"When everything is {name}"
        yield f"Test Loss = {result.loss:.4f}"
        if isinstance(result, Classification):
            found = result.accuracy
            yield (
                f"Test Accuracy = {found.accuracy:.4f}   "
                f"(95 %: {found.low:.3f} to {found.high:.3f}; {found.n:,} examples)"
            )


def prediction_lines(predictions: Sequence[Prediction]) -> Iterator[str]:
    """A line a prediction: beside its answer, or after the file it is about."""
    for found in predictions:
        shown = found.prediction if isinstance(found.prediction, str) else f"{found.prediction:.4g}"
        if found.answer is not None:
            answer = found.answer if isinstance(found.answer, str) else f"{found.answer:.4g}"
            yield f"prediction= {shown} answer = {answer}"
        else:
            sure = "" if found.probability is None else f"   ({found.probability:.1%})"
            yield f"{found.input}: prediction= {shown}{sure}"


def task_lines(titles: dict[str, str]) -> Iterator[str]:
    """The built-in tasks, a line each."""
    widest = max(map(width, titles))
    for name, title in titles.items():
        yield f"{name}{' ' * (widest - width(name))}   {title}"


def _share(part: Share) -> str:
    if part.n == 0:
        return "(none)"
    return f"{part.accuracy:.2f} ({part.low:.2f} to {part.high:.2f})"


def _seconds(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f}s" if seconds < 10 else f"{seconds:.0f}s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
