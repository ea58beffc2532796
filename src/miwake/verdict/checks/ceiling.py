"""Ceiling: how far is the network from the best possible?"""

from miwake.checks import Check, Result
from miwake.findings import Finding
from miwake.stats.per_example import Scores
from miwake.verdict.evidence import NO_ROOM, Evidence
from miwake.verdict.thresholds import ALIKE, ALPHA, ALPHA_STRONG, differs

FAR = 0.02  # below the best rule


class Ceiling(Check[Evidence]):
    """A network above the best possible is bad: answers leak. One far below is a warning."""

    code, name, gravest = "MW205", "ceiling", "bad"

    def run(self, evidence: Evidence) -> Result:
        """Compare it with the task's `best`, or with 1 where there is none."""
        values = {"score": evidence.score}
        if evidence.best_scores is not None:
            return [self._against_best(evidence, evidence.best_scores)]
        if evidence.best is not None:
            problem = {"problem": evidence.best.problem}
            return [self.finding("warning", "ceiling.unusable", problem)]
        if 1 - evidence.score <= NO_ROOM and evidence.interval.low <= 1 - ALIKE:
            return self.skipped("few_tests")
        if 1 - evidence.score <= NO_ROOM:
            return [self.finding("good", "ceiling.top", values)]
        sentence = "ceiling.unknown" if evidence.has_file else "ceiling.open"
        return [self.finding("note", sentence, values, evidence.other_network())]

    def _against_best(self, evidence: Evidence, best: Scores) -> Finding:
        gain = evidence.compare(evidence.scores, best)
        values = {"best": float(best.mean()), "score": evidence.score}
        if evidence.chance_p(best) >= ALPHA:
            return self.finding("warning", "ceiling.useless", values)
        if gain.value > 0 and gain.p < ALPHA_STRONG:
            return self.finding("bad", "ceiling.above", values, evidence.next.look())
        if not differs(gain) or gain.value > 0:
            return self.finding("good", "ceiling.reached", values)
        if gain.value > -FAR:
            return self.finding("note", "ceiling.near", values)
        more = evidence.other_network() or evidence.next.more_data()
        return self.finding("warning", "ceiling.far", values, more)
