"""Checks by trial: what becomes of the result when labels, order or data are changed."""

from collections.abc import Iterator
from typing import Any

from miwake.findings import Finding
from miwake.stats.significance_tests import paired_difference, z_test
from miwake.verdict.accuracy_checks import LIKELY, PRACTICALLY, SURE, p_of_chance
from miwake.verdict.evidence import Evidence, Trial

GIVEN_AWAY = 0.99  # share of examples whose class a fact gives, from which it gives it away
KNOWN = 0.05  # share of the labels' uncertainty that is worth a word
LUCK = 6.0  # over the root of the examples: what shuffled labels tell by luck, four times over
GAIN = 0.01  # accuracy from which more data is worth its time
NEARLY_HALF, NEARLY_QUARTER = 0.4, 0.2  # whole batches make a little less


def check_labels(evidence: Evidence) -> Iterator[Finding]:
    """With shuffled labels there is nothing to learn: is nothing learned?"""
    trial = evidence.trial("labels")
    if trial is None:
        return
    values = _values(trial)
    if values["score"] > max(KNOWN, LUCK / trial.train**0.5) and z_test(trial.scores) < SURE:
        yield Finding("labels", "bad", "labels.above", values, evidence.next.look())
    else:
        yield Finding("labels", "good", "labels.chance", values)


def check_order(evidence: Evidence) -> Iterator[Finding]:
    """Does the order of steps or pixels matter?"""
    trial = evidence.trial("order")
    part = evidence.trial("part", trial.train if trial else None)
    if trial is None or part is None or p_of_chance(evidence, part.scores, part.places) >= SURE:
        return
    apart = paired_difference(part.scores, trial.scores)
    values = _values(trial) | {"part_score": float(part.scores.mean())}
    if apart.p < LIKELY and apart.value > PRACTICALLY:
        yield Finding("order", "good", f"order.matters.{evidence.steps}", values)
    else:
        yield Finding("order", "note", f"order.same.{evidence.steps}", values)


def check_data(evidence: Evidence) -> Iterator[Finding]:
    """Would more data help?"""
    parts = [trial for trial in evidence.trials if trial.kind == "part"]
    if not parts:
        return
    largest = max(parts, key=lambda trial: trial.train)
    whole = evidence.scores[largest.places]
    gain = paired_difference(whole, largest.scores)
    sizes = {trial.train: float(trial.scores.mean()) for trial in parts}
    plan = evidence.next.plan
    met = int(plan.data.train or 0) * (int(plan.epochs or 1) if evidence.fresh else 1)
    sizes[met] = float(whole.mean())
    curve = ", ".join(f"{n:,}: {sizes[n]:.3f}" for n in sorted(sizes))
    values = {"curve": curve, "seconds": sum(trial.seconds for trial in parts)}
    if gain.p >= LIKELY or gain.value < GAIN:
        yield Finding("data", "good", "data.enough", values)
    elif evidence.fresh:
        yield Finding("data", "note", "data.new", values | {"n": met}, evidence.next.more_epochs())
    elif largest.train >= NEARLY_HALF * met:
        yield Finding("data", "warning", "data.helps", values, evidence.next.more_data())
    elif largest.train >= NEARLY_QUARTER * met:
        yield Finding("data", "note", "data.grew", values)


def check_facts(evidence: Evidence) -> Iterator[Finding]:
    """Is there a fact that the classes differ in besides what they are meant to?"""
    for name, accuracy in evidence.facts.items():
        if accuracy >= GIVEN_AWAY > evidence.chance:
            values = {"name": name, "fact_score": accuracy}
            yield Finding("facts", "note", "facts.give_away", values)


def _values(trial: Trial) -> dict[str, Any]:
    score = float(trial.scores.mean())
    return {"score": score, "train": trial.train, "seconds": trial.seconds}
