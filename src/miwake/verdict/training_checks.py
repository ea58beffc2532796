"""Checks of the training itself: did it run, did it end, did it learn by heart?"""

from collections.abc import Iterator

import numpy as np

from miwake.findings import Finding, Status
from miwake.stats.per_example import Scores, scores_of
from miwake.stats.significance_tests import mean_difference, paired_difference
from miwake.verdict.accuracy_checks import is_at_ceiling
from miwake.verdict.evidence import Evidence

WIDE, SLIGHT = 0.05, 0.02  # gaps between training and test that are a warning, or worth a note
CLEAR = 1e-4  # p-value of a change in loss
FALLING, RISEN = 0.05, 0.1  # shares of the loss by which an epoch changes it


def check_training(evidence: Evidence) -> Iterator[Finding]:
    """Did it run to its end with numbers that mean something?"""
    losses = np.asarray(evidence.train_losses)
    broken = np.flatnonzero(~np.isfinite(losses))
    if len(broken) or not np.isfinite(evidence.answers).all():
        epoch = int(broken[0]) + 1 if len(broken) else max(1, len(losses))
        yield Finding("training", "bad", "training.diverged", {"epoch": epoch})
    elif np.ptp(evidence.answers, axis=0).max() < 1e-6:
        yield Finding("training", "bad", "training.dead", {}, evidence.other_network())
    elif len(losses):
        values = {"first": float(losses[0]), "last": float(losses[-1])}
        yield Finding("training", "good", "training.ran", values)


def check_overfitting(evidence: Evidence) -> Iterator[Finding]:
    """Does it do as well on new examples as on those it was trained on?"""
    seen = scores_of(evidence.seen, evidence.y_seen, evidence.classes)
    gap = mean_difference(seen, evidence.scores)
    values = {"seen": float(seen.mean()), "score": evidence.score}
    values |= {"low": gap.low, "high": gap.high}
    if evidence.fresh:
        status: Status = "warning" if gap.low > WIDE else "good"
        kind = "overfitting.unlike" if gap.low > WIDE else "overfitting.fresh"
        yield Finding("overfitting", status, kind, values)
    elif gap.low > WIDE:
        action = evidence.next.more_data()
        yield Finding("overfitting", "warning", "overfitting.wide", values, action)
    elif gap.low > SLIGHT:
        yield Finding("overfitting", "note", "overfitting.slight", values)
    else:
        yield Finding("overfitting", "good", "overfitting.none", values)


def check_epochs(evidence: Evidence) -> Iterator[Finding]:
    """Was it trained long enough, and not too long?"""
    losses = evidence.test_losses
    if len(losses) < 2:
        return
    means = losses.mean(axis=1, dtype=np.float64)
    lowest = int(means.argmin())
    values = {"epochs": len(losses), "lowest": lowest + 1}
    if _changed(losses[lowest], losses[-1], RISEN) > 0:
        action = evidence.next.train(epochs=lowest + 1)
        yield Finding("epochs", "warning", "epochs.risen", values, action)
    elif _changed(losses[-2], losses[-1], FALLING) < 0 and is_at_ceiling(evidence):
        yield Finding("epochs", "good", "epochs.enough", values)
    elif _changed(losses[-2], losses[-1], FALLING) < 0:
        yield Finding("epochs", "note", "epochs.falling", values, evidence.next.more_epochs())
    else:
        yield Finding("epochs", "good", "epochs.settled", values)


def _changed(before: Scores, after: Scores, share: float) -> int:
    """1 where the loss clearly rose by more than a share of it, -1 where it fell, else 0."""
    change = paired_difference(after, before)
    clear = change.p < CLEAR and abs(change.value) > share * float(before.mean())
    return int(np.sign(change.value)) if clear else 0
