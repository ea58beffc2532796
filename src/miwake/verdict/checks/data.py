"""Data: would more of it help?"""

from typing import Any

from miwake.checks import Check, Result
from miwake.stats.significance_tests import Difference
from miwake.verdict.checks.epochs import still_improves
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import ALIKE, ALPHA, ALPHA_STRONG

GAIN = 0.01  # accuracy from which more data is worth its time
NEARLY_HALF, NEARLY_QUARTER = 0.4, 0.2  # whole batches make a little less


class Data(Check[Evidence]):
    """That the score still rises with the data is a warning."""

    code, name, gravest, cost = "MW210", "data", "warning", "trains"

    def run(self, evidence: Evidence) -> Result:
        """Compare the training with quick ones on parts of its data."""
        parts = [control for control in evidence.controls if control.kind == "part"]
        if not parts:
            return self.skipped(evidence.no_controls)
        largest = max(parts, key=lambda part: part.train)
        whole = evidence.scores[largest.indices]
        gain = evidence.compare(whole, largest.scores, largest.indices)
        plan = evidence.next.plan
        assert plan.data.train is not None
        assert plan.epochs is not None
        met = plan.data.train * (plan.epochs if evidence.fresh else 1)
        sizes = {part.train: float(part.scores.mean()) for part in parts}
        sizes[met] = float(whole.mean())
        curve = ", ".join(f"{n:,}: {sizes[n]:.3f}" for n in sorted(sizes))
        values = {"curve": curve, "seconds": sum(part.seconds for part in parts)}
        if evidence.chance_p(whole, largest.indices) >= ALPHA_STRONG:
            return self.skipped("no_better")
        if gain.p >= ALPHA or gain.value < GAIN:
            return self._no_gain(evidence, gain, values)
        return self._gain(evidence, largest.train, met, values)

    def _gain(self, evidence: Evidence, part: int, met: int, values: dict[str, Any]) -> Result:
        """Say that the whole does better than its largest part."""
        if evidence.fresh:
            more = evidence.next.more_epochs()
            return [self.finding("note", "data.new", values | {"n": met}, more)]
        if part >= NEARLY_HALF * met and not evidence.at_ceiling:
            return [self.finding("warning", "data.helps", values, evidence.next.more_data())]
        if part >= NEARLY_QUARTER * met:
            return [self.finding("note", "data.grew", values)]
        return self.skipped("small_part")

    def _no_gain(self, evidence: Evidence, gain: Difference, values: dict[str, Any]) -> Result:
        """Say that a part does as well, where the test would have shown a gain."""
        if gain.high >= ALIKE:
            return self.skipped("few_tests")
        if still_improves(evidence):
            return self.skipped("improving")
        if evidence.gap.low > ALIKE and not evidence.fresh:
            return [self.finding("note", "data.overfits", values)]
        return [self.finding("good", "data.enough", values)]
