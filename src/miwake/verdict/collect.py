"""Gathering the evidence about a trained network."""

import contextlib
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, next_steps
from miwake.plan import TrainingPlan
from miwake.tasks.task_file import explain
from miwake.training.networks import fitting
from miwake.training.predict import answers_of
from miwake.verdict.controls import Training, run_trials
from miwake.verdict.evidence import Best, Evidence, View

SEEN = 10_000  # examples of the training that are looked at again, at most
BINS = 64
SAID = {"views", "data"}  # what the verdict says by itself, and what was said before
STEPS = {"sequence": "steps", "image": "pixels"}


def gather(training: Training, answers: NDArray[np.floating[Any]], found: Any = None) -> Evidence:
    """Everything that a verdict is spoken on.

    Args:
        training: the training that was done.
        answers: the network's answers to the test examples.
        found: what `look` found in the data; None where nobody looked.
    """
    losses = [epoch["loss"] for epoch in training.watch.history]
    data = training.data
    x_seen, y_seen = _seen(data, training.seed)
    network = training.network if isinstance(training.network, str) else None
    plan = TrainingPlan(data.plan, network, training.epochs, training.batch_size)
    sound = np.isfinite(losses).all() and np.isfinite(answers).all()
    return Evidence(
        classes=data.classes,
        y=data.y_test,
        answers=answers,
        y_seen=y_seen,
        seen=answers_of(training.model, x_seen, data.classes),
        next=next_steps(data, plan),
        networks=untried(data, training.network),
        steps=STEPS.get(data.kind, "numbers"),  # type: ignore[arg-type]
        train_losses=losses,
        test_losses=np.stack(training.watch.test_losses),
        views=None if found is None else [_view(view) for view in found.views],
        warnings=[] if found is None else [c for c in found.warnings if c.check not in SAID],
        best=best_of(data),
        facts=facts_that_tell(data),
        trials=tuple(run_trials(training)) if sound else (),
        fresh=data.fresh,
    )


def untried(data: Dataset, network: Any) -> tuple[str, ...]:
    """The networks to try after this one: the task's own, then conv where it takes the examples."""
    own = tuple(data.origin.networks) if data.origin else ()
    first, *others = fitting(data)
    order = (first, *own, *others)
    name = network if isinstance(network, str) else (own or ("dense",))[-1]
    return order[order.index(name) + 1 :] if name in order else ()


def best_of(data: Dataset) -> Best | None:
    """What the task's best rule answers to the test examples; None if it has no such rule."""
    rule = data.origin.best if data.origin else None
    if data.origin is None or rule is None:
        return None
    try:
        with contextlib.redirect_stdout(sys.stderr):
            answers = np.asarray(rule(data.x_test.copy()))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  a user's function may raise anything
        return Best(problem=f"it raised {explain(error, data.origin.functions.name)}")
    if answers.shape != data.y_test.shape:
        wanted = f"return one answer an example, shape {data.y_test.shape}"
        return Best(problem=f"it returned an array of shape {answers.shape}; {wanted}")
    if answers.dtype.kind not in "biuf" or not np.isfinite(answers).all():
        return Best(problem=f"it returned {answers.dtype} values that are no numbers")
    if data.classes and not np.isin(answers, np.arange(len(data.classes))).all():
        wrong = answers[~np.isin(answers, np.arange(len(data.classes)))][0]
        wanted = f"return class numbers, 0 to {len(data.classes) - 1}"
        return Best(problem=f"it returned {wrong}; {wanted}")
    return Best(answers)


def facts_that_tell(data: Dataset) -> dict[str, float]:
    """For each fact, the share of test examples whose class it gives.

    The rule is the most frequent class in each of 64 ranges of the fact, or for each text.
    """
    if not data.classes:
        return {}
    shared = [name for name in data.facts_train if name in data.facts_test]
    return {name: _told_by(name, data) for name in shared}


def _told_by(name: str, data: Dataset) -> float:
    train, test = np.asarray(data.facts_train[name]), np.asarray(data.facts_test[name])
    if train.dtype.kind in "iuf":
        edges = np.unique(np.quantile(train, np.linspace(0, 1, BINS + 1)[1:-1]))
    else:
        train, test = train.astype(str), test.astype(str)
        edges = np.unique(train)
    counts = np.zeros((len(edges) + 1, len(data.classes)))
    np.add.at(counts, (np.searchsorted(edges, train), data.y_train), 1)
    return float((counts.argmax(axis=1)[np.searchsorted(edges, test)] == data.y_test).mean())


def _seen(data: Dataset, seed: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Some examples that it was trained on; of the last epoch where each has its own."""
    x, y = data.stream.seen() if data.stream else (data.x_train, data.y_train)
    kept = _some(len(y), min(SEEN, len(data.y_test)), seed)
    return x[kept], y[kept]


def _some(n: int, most: int, seed: int) -> NDArray[np.int64]:
    """At most so many of n places, drawn with the seed, in order."""
    return np.sort(np.random.default_rng(seed).choice(n, min(n, most), replace=False))


def _view(found: Any) -> View:
    hits, single = np.asarray(found.hits), getattr(found, "single", True)
    return View(found.view, found.accuracy, found.low, found.high, found.p, hits, single)
