"""Classes: is each class found?"""

import numpy as np

from miwake.checks import Check, Result
from miwake.stats.intervals import share_interval
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import ALPHA, MOST

UNEVEN = 0.05  # a class that lies less than this below the whole is no finding

OPEN = 0.5  # width of an interval that leaves open whether a class is found


class Classes(Check[Evidence]):
    """A network whose answers are all one class is bad; a class never answered is a warning."""

    code, name, gravest = "MW203", "classes", "bad"

    def run(self, evidence: Evidence) -> Result:
        """Count the answers of each class, and how many are right."""
        if not evidence.classes:
            return self.not_applicable("regression")
        predicted = np.bincount(evidence.answers.argmax(axis=1), minlength=len(evidence.classes))
        counts = np.bincount(evidence.y, minlength=len(evidence.classes))
        present = [number for number, count in enumerate(counts) if count]
        never = [number for number in present if not predicted[number]]
        if predicted.max() == len(evidence.y) and len(present) > 1:
            values = {"name": evidence.classes[int(predicted.argmax())]}
            other = None if evidence.contradicted >= MOST else evidence.other_network(failed=True)
            return [self.finding("bad", "classes.stuck", values, other)]
        if never:
            names = ", ".join(evidence.classes[number] for number in never)
            return [self.finding("warning", "classes.never", {"names": names})]
        if len(present) < 2:
            return self.not_applicable("one_class")
        return self._weakest(evidence, present)

    def _weakest(self, evidence: Evidence, present: list[int]) -> Result:
        hits = {number: evidence.scores[evidence.y == number] for number in present}
        groups = {
            number: evidence.groups_of(np.flatnonzero(evidence.y == number)) for number in hits
        }
        shares = {number: share_interval(hit, groups[number]) for number, hit in hits.items()}
        weakest = min(shares, key=lambda number: shares[number].accuracy)
        right = shares[weakest]
        values = {"name": evidence.classes[weakest], "score": right.accuracy}
        values |= {"low": right.low, "high": right.high}
        if right.high < evidence.score - UNEVEN:
            return [self.finding("note", "classes.uneven", values)]
        if right.high - right.low > OPEN:
            return self.skipped("few_tests")
        if evidence.chance_p(evidence.scores) >= ALPHA:
            return self.skipped("no_better")
        return [self.finding("good", "classes.even", values)]
