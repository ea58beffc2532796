"""Chance: is the network better than guessing?"""

from typing import Any

import numpy as np

from miwake.checks import Check, Result
from miwake.findings import Finding
from miwake.stats.significance_tests import format_p
from miwake.verdict.checks.views import is_below
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import ALPHA, ALPHA_STRONG, MOST

NOTHING = 0.1  # of that way: a result surely below it is next to nothing
UNSEEN = 0.25  # of the way from chance to always right: too much to be missed, were it there


class Chance(Check[Evidence]):
    """A network that does no better than guessing is bad."""

    code, name, gravest = "MW202", "chance", "bad"

    def run(self, evidence: Evidence) -> Result:
        """Test whether guessing does as well (a regression: always answering the mean)."""
        if evidence.classes and np.ptp(evidence.y) == 0:
            return self.not_applicable("one_class")
        p = evidence.chance_p(evidence.scores)
        values = {"score": evidence.score, "chance": evidence.chance, "p": format_p(p)}
        if p < ALPHA_STRONG:
            return [self.finding("good", f"chance.above.{evidence.figure}", values)]
        if p < ALPHA:
            more = evidence.next.more_tests()
            return [self.finding("warning", f"chance.barely.{evidence.figure}", values, more)]
        return [self._at_chance(evidence, values)]

    def _at_chance(self, evidence: Evidence, values: dict[str, Any]) -> Finding:
        """Say whether it is the network's fault: a simple view or `best` does better."""
        if evidence.contradicted >= MOST:
            values |= {"share": evidence.contradicted}
            return self.finding("bad", "chance.contradicted", values, evidence.next.look())
        best, other = evidence.best_scores, evidence.other_network(failed=True)
        views = [view for view in evidence.rivals if view.p < ALPHA_STRONG]
        better = [view for view in views if is_below(evidence, view)]
        if better:
            view = max(better, key=lambda v: v.accuracy)
            values |= {"view": view.view, "view_score": view.accuracy}
            return self.finding("bad", "chance.failed.view", values, other)
        if best is not None and evidence.chance_p(best) < ALPHA_STRONG:
            values |= {"best": float(best.mean())}
            return self.finding("bad", "chance.failed.best", values, other)
        wide = evidence.interval.high - evidence.chance >= UNSEEN * (1 - evidence.chance)
        if views or wide:  # a network that a telling view is not clearly above may tell, too
            values |= {"n": evidence.tests}
            more = evidence.next.more_tests()
            sentence = evidence.about_tests(f"chance.unsure.{evidence.figure}")
            return self.finding("warning", sentence, values, more)
        little = evidence.interval.high - evidence.chance < NOTHING * (1 - evidence.chance)
        if other is None and evidence.views is not None and little:
            return self._nothing(evidence, values)
        more = other or evidence.next.more_data()
        return self.finding("bad", f"chance.none.{evidence.figure}", values, more)

    def _nothing(self, evidence: Evidence, values: dict[str, Any]) -> Finding:
        """Say that no view and no network finds anything; usual data are enough to say so."""
        usual = evidence.next.usual.get("train")
        fewer = usual is not None and (evidence.next.plan.data.train or 0) < usual
        more = evidence.next.train(train=usual) if fewer and evidence.next.can_make else None
        values |= {"n": len(evidence.rivals), "train": evidence.next.plan.data.train}
        return self.finding("bad", f"chance.nothing.{evidence.figure}", values, more)
