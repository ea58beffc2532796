"""Collecting the evidence about a trained network."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from miwake.audit.result import Look
from miwake.dataset import Dataset, Groups, next_steps
from miwake.errors import Phrase
from miwake.findings import Finding
from miwake.plan import TrainingPlan
from miwake.runtime.sandbox import explain, folder_restored
from miwake.stats.chance import chance_of
from miwake.training.inference import predict_proba
from miwake.training.networks import NETWORKS, fitting, own_networks
from miwake.verdict.controls import FinishedTraining, run_controls, why_no_controls
from miwake.verdict.evidence import Best, Evidence

MIN_TRAINED, MAX_TRAINED = 1_000, 10_000  # examples of the training that are answered again
BINS = 64
OF_ONE_SPLIT = "class_tiny"  # counts the test examples of the first fold alone
REPEATED = {"views", "data"}  # what the verdict says by itself, and what was said before


def collect_evidence(
    training: FinishedTraining,
    tested: Dataset,
    answers: NDArray[np.floating[Any]],
    look: Look | None = None,
) -> Evidence:
    """Collect all that a verdict rests on.

    Args:
        training: the training that was done.
        tested: the test examples; those that the training tested come first.
        answers: the network's answers to the test examples.
        look: what the audit of the data found; None where nobody looked.
    """
    data, plan, monitor = training.data, training.plan, training.monitor
    losses = [epoch["loss"] for epoch in monitor.history]
    x_train, y_train, groups_train = _draw_trained(data, plan.first_seed)
    sound = np.isfinite(losses).all() and np.isfinite(answers).all()
    return Evidence(
        classes=data.classes,
        y=tested.y_test,
        answers=answers,
        chance=chance_of(tested),
        y_train=y_train,
        train_answers=predict_proba(training.model, x_train, data.classes),
        next=next_steps(data, replace(plan, repeats=1)),
        groups=tested.groups_test,
        groups_train=groups_train,
        networks=untried(data, plan.network),
        steps=steps_of(data),
        train_losses=losses,
        test_losses=np.stack(monitor.test_losses),
        monitored=monitor.indices,
        test_scores=[
            epoch["val_accuracy" if data.classes else "val_r2"] for epoch in monitor.history
        ],
        views=look.views if look else None,
        warnings=list(_warnings(look, plan)) if look else (),
        best=answer_best(tested),
        facts=accuracy_of_facts(data),
        controls=tuple(run_controls(training)) if sound else (),
        no_controls=why_no_controls(training),
        fresh=data.fresh,
        has_file=data.origin is not None and bool(data.origin.record["text"]),
        own_optimizer=plan.network is None or plan.network in own_networks(data),
    )


def steps_of(data: Dataset) -> Literal["steps", "pixels", "numbers"]:
    """What one example consists of: a few numbers, such as a point's, are no sequence."""
    if data.kind == "image":
        return "pixels"
    return "steps" if data.kind == "sequence" and len(fitting(data)) > 1 else "numbers"


def _warnings(look: Look, plan: TrainingPlan) -> Iterator[Finding]:
    """Yield what the look warns of; with folds the next step has them, too."""
    for warning in look.warnings:
        if warning.check in REPEATED or (plan.folds > 1 and warning.sentence == OF_ONE_SPLIT):
            continue
        step = warning.next
        if step is not None and step.verb == "train" and plan.folds > 1:
            step = replace(step, plan=step.plan.with_(folds=plan.folds))
        yield replace(warning, next=step)


def untried(data: Dataset, network: str | None) -> tuple[str, ...]:
    """List the networks to try next: the task's own, a pretrained one, those from scratch."""
    own = tuple(data.origin.networks) if data.origin else ()
    first, *others = fitting(data)
    others.sort(key=lambda name: not NETWORKS[name].pretrained)
    order = (first, *own, *others)
    name = network or (own or (first,))[-1]
    return order[order.index(name) + 1 :] if name in order else ()


def answer_best(data: Dataset) -> Best | None:
    """Let the task's best rule answer the test examples; None if it has no such rule."""
    rule = data.origin.best if data.origin else None
    if data.origin is None or rule is None:
        return None
    try:
        with contextlib.redirect_stdout(sys.stderr), folder_restored():
            answers = np.asarray(rule(data.x_test.copy()))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  a user's function may raise anything
        why = explain(error, data.origin.functions.name)
        return Best(problem=Phrase("it raised {why}", why=why))
    problem = _problem_with(answers, data)
    return Best(problem=problem) if problem else Best(answers)


def _problem_with(answers: NDArray[Any], data: Dataset) -> Phrase | None:
    """Say why a rule's answers are not to be used; None where they are."""
    if answers.shape != data.y_test.shape:
        return Phrase(
            "it returned an array of shape {shape}; return one answer an example, shape {wanted}",
            shape=answers.shape,
            wanted=data.y_test.shape,
        )
    if answers.dtype.kind not in "biuf" or not np.isfinite(answers).all():
        return Phrase("it returned {dtype} values that are no numbers", dtype=answers.dtype)
    wrong = answers[~np.isin(answers, np.arange(len(data.classes)))]
    if data.classes and len(wrong):
        return Phrase(
            "it returned {wrong}; return class numbers, 0 to {last}",
            wrong=wrong[0],
            last=len(data.classes) - 1,
        )
    return None


def accuracy_of_facts(data: Dataset) -> dict[str, float]:
    """Return for each fact the share of test examples whose class it gives.

    The rule is the most frequent class in each of 64 ranges of the fact, or for each text.
    """
    if not data.classes:
        return {}
    shared = [name for name in data.facts_train if name in data.facts_test]
    return {name: _accuracy_of_fact(name, data) for name in shared}


def _accuracy_of_fact(name: str, data: Dataset) -> float:
    train, test = np.asarray(data.facts_train[name]), np.asarray(data.facts_test[name])
    if train.dtype.kind in "iuf":
        edges = np.unique(np.quantile(train, np.linspace(0, 1, BINS + 1)[1:-1]))
    else:
        train, test = train.astype(str), test.astype(str)
        edges = np.unique(train)
    counts = np.zeros((len(edges) + 1, len(data.classes)))
    np.add.at(counts, (np.searchsorted(edges, train), data.y_train), 1)
    return float((counts.argmax(axis=1)[np.searchsorted(edges, test)] == data.y_test).mean())


def _draw_trained(data: Dataset, seed: int) -> tuple[NDArray[Any], NDArray[Any], Groups]:
    """Draw some examples that it was trained on; of the last epoch where each has its own."""
    x, y = data.stream.trained_examples() if data.stream else (data.x_train, data.y_train)
    count = min(MAX_TRAINED, max(MIN_TRAINED, len(data.y_test)), len(y))
    indices = np.sort(np.random.default_rng(seed).choice(len(y), count, replace=False))
    groups = None if data.stream or data.groups_train is None else data.groups_train[indices]
    return x[indices], y[indices], groups
