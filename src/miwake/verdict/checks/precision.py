"""Precision: what does a test on few pictures of one's own allow to claim?"""

from miwake.checks import Check, Result
from miwake.stats.intervals import Share, wilson_interval
from miwake.verdict.evidence import Evidence

WIDE = 0.1  # an interval of 95 % that leaves too much open


class Precision(Check[Evidence]):
    """A test on so few pictures that the accuracy stays open is a note."""

    code, name, gravest = "MW213", "precision", "note"

    def run(self, evidence: Evidence) -> Result:
        """Take the width of the accuracy's interval, and how many pictures would halve it."""
        share = evidence.interval
        if evidence.steps != "pixels" or not isinstance(share, Share):
            return self.not_applicable("no_images")
        if evidence.next.can_make or share.high - share.low <= WIDE:
            return self.not_applicable("precise")
        pictures = len(evidence.y) + (evidence.next.plan.data.train or len(evidence.y_train))
        more = round((_tests_to_halve(share) / share.n - 1) * pictures)
        values = {"n": len(evidence.y), "low": share.low, "high": share.high, "more": more}
        return [self.finding("note", "precision.few", values)]


def _tests_to_halve(share: Share) -> int:
    """How many tests give an interval half as wide, the accuracy being the same."""
    n, half = 2 * share.n, (share.high - share.low) / 2
    while _width(share, n) > half:
        n += 1
    return n


def _width(share: Share, n: int) -> float:
    interval = wilson_interval(round(share.accuracy * n), n)
    return interval.high - interval.low
