"""Training: did it run to its end with numbers that mean something?"""

import numpy as np

from miwake.checks import Check, Result
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import MOST

CONSTANT = 1e-6  # range of answers that are all the same


class Training(Check[Evidence]):
    """A training that diverged or whose network answers the same to everything is bad."""

    code, name, gravest = "MW201", "training", "bad"

    def run(self, evidence: Evidence) -> Result:
        """Look for losses and answers that are no numbers, and for answers that are all one."""
        losses = np.asarray(evidence.train_losses)
        broken = np.flatnonzero(~np.isfinite(losses))
        if len(broken) or not np.isfinite(evidence.answers).all():
            epoch = int(broken[0]) + 1 if len(broken) else max(1, len(losses))
            slower = evidence.lower_rate()
            return [self.finding("bad", "training.diverged", {"epoch": epoch}, slower)]
        if np.ptp(evidence.answers, axis=0).max() < CONSTANT:
            if evidence.contradicted >= MOST:
                values = {"share": evidence.contradicted}
                look = evidence.next.look()
                return [self.finding("bad", "training.dead.contradicted", values, look)]
            action = evidence.pretrained_network() or evidence.lower_rate()
            action = action or evidence.other_network(failed=True)
            return [self.finding("bad", "training.dead", {}, action)]
        if not len(losses):
            return self.not_applicable("no_epoch")
        values = {"first": float(losses[0]), "last": float(losses[-1])}
        return [self.finding("good", "training.ran", values)]
