"""Views: does the network do better than what simple features tell?"""

from math import hypot

from miwake.audit.baseline_scores import BaselineScore
from miwake.checks import Check, Result
from miwake.findings import Status
from miwake.stats.intervals import Interval, Share, r2_interval, wilson_interval
from miwake.stats.significance_tests import (
    Z95,
    Difference,
    normal_difference,
    paired_difference,
)
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import ALPHA, differs


class Views(Check[Evidence]):
    """A network that a simple rule surpasses is bad; one that it equals, a warning."""

    code, name, gravest = "MW204", "views", "bad"

    def run(self, evidence: Evidence) -> Result:
        """Compare it with the best single number if that is above it, else with the best view."""
        if evidence.views is None:
            return self.skipped("no_look")
        telling = [view for view in evidence.views if view.p < ALPHA]
        if not telling:
            return [self.finding("note", "views.nothing", {"n": len(evidence.views)})]
        best = max(telling, key=lambda view: view.accuracy)
        single = max((v for v in telling if v.single), key=lambda v: v.accuracy, default=best)
        rival = single if _is_below(evidence, single) else best
        gain = gain_over(evidence, rival)
        values = {"view": rival.view, "view_score": rival.accuracy, "score": evidence.score}
        kind = "number" if rival.single else "rule"
        if not differs(gain):
            status: Status = "note" if evidence.at_ceiling else "warning"
            return [self.finding(status, f"views.equal.{kind}", values)]
        if gain.value > 0:
            return [self.finding("good", "views.worse", values)]
        other = evidence.other_network()
        return [self.finding("bad", f"views.better.{kind}", values, other)]


def gain_over(evidence: Evidence, view: BaselineScore) -> Difference:
    """Return how far the network is above a view, on the same examples where that is known."""
    if len(view.hits) == len(evidence.scores):
        return paired_difference(evidence.scores, view.hits)
    errors = [(one.high - one.low) / 2 / Z95 for one in (view, _interval(evidence))]
    return normal_difference(evidence.score - view.accuracy, hypot(*errors))


def _is_below(evidence: Evidence, view: BaselineScore) -> bool:
    gain = gain_over(evidence, view)
    return differs(gain) and gain.value < 0


def _interval(evidence: Evidence) -> Share | Interval:
    if evidence.classes:
        return wilson_interval(int(evidence.scores.sum()), len(evidence.scores))
    return r2_interval(evidence.answers[:, 0], evidence.y)
