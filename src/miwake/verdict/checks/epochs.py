"""Epochs: was the network trained long enough, and not too long?"""

import numpy as np

from miwake.checks import Check, Result
from miwake.stats.significance_tests import Difference
from miwake.verdict.evidence import Evidence

CLEAR = 1e-4  # p-value of a change in loss
FALLING, RISEN = 0.05, 0.1  # shares of the loss by which an epoch changes it
MUCH = 0.05  # share of the loss that as many epochs again would take, were they like the last
STEADY = 0.7  # of the fall before, from which a fall does not slow down
LEAST = 3  # epochs that say so


class Epochs(Check[Evidence]):
    """A test loss that has risen since its lowest is a warning; one still falling, a note."""

    code, name, gravest = "MW209", "epochs", "warning"

    def run(self, evidence: Evidence) -> Result:
        """Compare the test's losses after the last epoch with those before."""
        losses = evidence.test_losses
        if len(losses) < 2:
            return self.skipped("one_epoch")
        lowest = int(losses.mean(axis=1, dtype=np.float64).argmin())
        values = {"epochs": len(losses), "lowest": lowest + 1}
        if _change(evidence, lowest, -1, RISEN) > 0:
            fewer = evidence.next.train(epochs=lowest + 1)
            return [self.finding("warning", "epochs.risen", values, fewer)]
        if _change(evidence, -2, -1, FALLING) >= 0 and not _falls_steadily(evidence):
            if _rise(evidence, -2, -1).low < -2 * FALLING * losses[-2].mean():
                return self.skipped("few_tests")
            return [self.finding("good", "epochs.settled", values)]
        if evidence.at_ceiling:
            return [self.finding("good", "epochs.enough", values)]
        return [self.finding("note", "epochs.falling", values, evidence.next.more_epochs())]


def _rise(evidence: Evidence, before: int, after: int) -> Difference:
    """Return by how much the loss after one epoch is above that after another."""
    losses = evidence.test_losses
    return evidence.compare(losses[after], losses[before], evidence.monitored)


def _falls_steadily(evidence: Evidence) -> bool:
    """Tell whether the last epochs' loss falls surely, and as many more would take much of it."""
    losses = evidence.test_losses
    if len(losses) < LEAST:
        return False
    last, before = (_rise(evidence, i, i - 1) for i in (-1, -2))
    much = last.value * len(losses) > MUCH * float(losses[-1].mean())
    return last.p < CLEAR and much and last.value > STEADY * before.value


def _change(evidence: Evidence, before: int, after: int, share: float) -> int:
    """Return 1 where the loss clearly rose by more than a share of it, -1 where it fell, else 0."""
    change = _rise(evidence, before, after)
    loss = float(evidence.test_losses[before].mean())
    clear = change.p < CLEAR and abs(change.value) > share * loss
    return int(np.sign(change.value)) if clear else 0
