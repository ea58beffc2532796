"""Views: does the network do better than what simple features tell?"""

from math import hypot

from miwake.audit.baseline_scores import BaselineScore, associated, tells, too_few
from miwake.checks import Check, Result
from miwake.findings import Finding, Status
from miwake.stats.clusters import Z95
from miwake.stats.significance_tests import (
    Difference,
    format_p,
    normal_difference,
)
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import alike, differs


class Views(Check[Evidence]):
    """A network that a simple rule surpasses is bad; one that it equals, a warning."""

    code, name, gravest = "MW204", "views", "bad"

    def run(self, evidence: Evidence) -> Result:
        """Compare it with the best single number if that is above it, else with the best view."""
        if evidence.views is None:
            return self.skipped("no_look")
        telling = [view for view in evidence.rivals if tells(view)]
        if not telling:
            return [self._nothing(evidence)]
        best = max(telling, key=lambda view: view.accuracy)
        single = max((v for v in telling if v.single), key=lambda v: v.accuracy, default=best)
        rival = single if is_below(evidence, single) else best
        gain = gain_over(evidence, rival)
        values = {"view": rival.view, "view_score": rival.accuracy, "score": evidence.score}
        kind = "number" if rival.single else "rule"
        if not differs(gain) and not alike(gain):
            values["n"] = min(len(rival.hits) or evidence.tests, evidence.tests)
            sentence = evidence.about_tests("views.unsure")
            return [self.finding("note", sentence, values, evidence.next.more_tests())]
        if not differs(gain):
            status: Status = "note" if evidence.at_ceiling else "warning"
            return [self.finding(status, f"views.equal.{kind}", values)]
        if gain.value > 0:
            return [self.finding("good", "views.worse", values)]
        other = evidence.other_network(failed=True)
        return [self.finding("bad", f"views.better.{kind}", values, other)]

    def _nothing(self, evidence: Evidence) -> Finding:
        view = associated(evidence.rivals)
        if view is None or view.association is None:
            few = too_few(evidence.tests, evidence.chance)
            sentence = evidence.about_tests("views.few") if few else "views.nothing"
            counts = {"n": len(evidence.rivals), "tests": evidence.tests}
            return self.finding("note", sentence, counts)
        values = {"view": view.view, "rank": view.association.value, "label": view.label}
        kind = "classes" if evidence.classes else "values"
        p = format_p(view.association.p)
        return self.finding("note", f"views.rank.{kind}", values | {"p": p})


def gain_over(evidence: Evidence, view: BaselineScore) -> Difference:
    """Return how far the network is above a view, on the same examples where that is known."""
    if len(view.hits) == len(evidence.scores):
        return evidence.compare(evidence.scores, view.hits)
    errors = [(one.high - one.low) / 2 / Z95 for one in (view, evidence.interval)]
    return normal_difference(evidence.score - view.accuracy, hypot(*errors))


def is_below(evidence: Evidence, view: BaselineScore) -> bool:
    """Tell whether the network does surely worse than a view."""
    gain = gain_over(evidence, view)
    return differs(gain) and gain.value < 0
