"""Epochs: was the network trained long enough, and not too long?"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.checks import Check, Result, Unanswered
from miwake.findings import Action
from miwake.stats.per_example import Scores
from miwake.stats.significance_tests import Difference
from miwake.verdict.evidence import Evidence

Compare = Callable[[Scores, Scores], Difference]

CLEAR = 1e-4  # p-value of a change in loss
FALLING, RISEN = 0.05, 0.1  # shares of the loss by which an epoch changes it
MUCH = 0.05  # share of the loss that as many epochs again would take, were they like the last
STEADY = 0.7  # of the fall before, from which a fall does not slow down
LEAST = 3  # epochs that say so
MANY = 10  # epochs from which halves of the training are compared, as one epoch changes little
WORTH = 0.01  # what twice the epochs brought, for as many again to be worth their time
LOST = 0.005  # of the score, which no one gives up for a lower loss
NEARLY_MOST = 0.9  # of the epochs tried, from which more might have been better


class Epochs(Check[Evidence]):
    """A test loss that has risen since its lowest is a warning; one still falling, a note."""

    code, name, gravest = "MW209", "epochs", "warning"

    def run(self, evidence: Evidence) -> Result:
        """Compare the test's losses after the last epoch with those before."""
        losses, most = evidence.test_losses, evidence.next.plan.most_epochs
        values = {"epochs": len(losses), "most": most}
        chosen = [self.finding("note", "epochs.chosen", values)] if most is not None else []
        if most is not None and len(losses) < NEARLY_MOST * most:
            return chosen
        if len(losses) < 2:
            return self.skipped("one_epoch")
        result = self._compare(evidence, losses)
        if isinstance(result, Unanswered):
            return chosen or result
        return [*chosen, *result]

    def _compare(self, evidence: Evidence, losses: NDArray[Any]) -> Result:
        lowest = int(losses.mean(axis=1, dtype=np.float64).argmin())
        values = {"epochs": len(losses), "lowest": lowest + 1}
        compare = _comparing(evidence)
        if _change(compare, losses[lowest], losses[-1], RISEN) > 0:
            fewer = _fewer_epochs(evidence, lowest + 1)
            return [self.finding("warning", "epochs.risen", values, fewer)]
        if not _still_falls(compare, losses, evidence.test_scores):
            if compare(losses[-1], losses[-2]).low < -2 * FALLING * losses[-2].mean():
                return self.skipped("few_tests")
            return [self.finding("good", "epochs.settled", values)]
        if evidence.at_ceiling:
            return [self.finding("good", "epochs.enough", values)]
        return [self.finding("note", "epochs.falling", values, _more_epochs(evidence))]


def still_improves(evidence: Evidence) -> bool:
    """Tell whether more epochs are likely to bring more, as far as there is room."""
    if len(evidence.test_losses) < 2 or evidence.at_ceiling:
        return False
    return _still_falls(_comparing(evidence), evidence.test_losses, evidence.test_scores)


def _fewer_epochs(evidence: Evidence, lowest: int) -> Action | None:
    """Train for fewer epochs, where that loses no right answers and would not be called few."""
    losses, scores, usual = evidence.test_losses, evidence.test_scores, evidence.next.usual_epochs
    if len(scores) and scores[lowest - 1] < scores[-1] - LOST:
        return None
    if lowest == 1:  # it has hardly learned then
        return evidence.other_network()
    if lowest < usual and evidence.next.chooses_epochs:
        return evidence.next.train(epochs=None)
    if lowest >= usual and _still_falls(_comparing(evidence), losses[:lowest], scores[:lowest]):
        return None
    return evidence.next.train(epochs=lowest)


def _more_epochs(evidence: Evidence) -> Action | None:
    """Train for more epochs; where fewer than usual were asked for, that was a choice."""
    if (evidence.next.plan.epochs or 0) >= NEARLY_MOST * evidence.next.usual_epochs:
        return evidence.next.more_epochs()
    return evidence.next.train(epochs=None) if evidence.next.chooses_epochs else None


def _comparing(evidence: Evidence) -> Compare:
    """How losses of the test examples that were watched are compared: groups count once."""
    return lambda one, other: evidence.compare(one, other, evidence.monitored)


def _still_falls(compare: Compare, losses: NDArray[Any], scores: Sequence[float]) -> bool:
    """Tell whether more epochs are likely to bring more.

    Args:
        compare: gives the difference of two epochs' losses.
        losses: of test examples after each epoch, shape (epochs, m).
        scores: their mean score after each; empty where it is not known.
    """
    if len(losses) >= MANY and len(scores):
        return _doubling_pays(compare, losses, scores)
    if len(losses) < 2:
        return False
    last = _change(compare, losses[-2], losses[-1], FALLING)
    return last < 0 or _falls_steadily(compare, losses)


def _doubling_pays(compare: Compare, losses: NDArray[Any], scores: Sequence[float]) -> bool:
    """Tell whether the second half of the epochs brought right answers, and its end still did."""
    quarter, half = len(losses) // 4, len(losses) // 2
    last, before = losses[-quarter:].mean(axis=0), losses[-2 * quarter : -quarter].mean(axis=0)
    gain = float(np.mean(scores[-3:]) - np.mean(scores[half - 2 : half + 1]))
    return gain > WORTH and _change(compare, before, last, FALLING / 2) < 0


def _falls_steadily(compare: Compare, losses: NDArray[Any]) -> bool:
    """Tell whether the last epochs' loss falls surely, and as many more would take much of it."""
    if len(losses) < LEAST:
        return False
    last, before = (compare(losses[i - 1], losses[i]) for i in (-1, -2))
    much = last.value * len(losses) > MUCH * float(losses[-1].mean())
    return last.p < CLEAR and much and last.value > STEADY * before.value


def _change(compare: Compare, before: Scores, after: Scores, share: float) -> int:
    """Return 1 where the loss clearly rose by more than a share of it, -1 where it fell, else 0."""
    change = compare(after, before)
    clear = change.p < CLEAR and abs(change.value) > share * float(before.mean())
    return int(np.sign(change.value)) if clear else 0
