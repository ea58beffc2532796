"""Calibration: does the network know how sure it may be?"""

from miwake.checks import Check, Result
from miwake.findings import Status
from miwake.stats.calibration import measure_calibration
from miwake.verdict.evidence import Evidence

UNCALIBRATED = 0.05
OPEN = 0.3  # width of the accuracy's interval, that no confidence disagrees with


class Calibration(Check[Evidence]):
    """Confidence that is far from the share of right answers is a warning."""

    code, name, gravest = "MW212", "calibration", "warning"

    def run(self, evidence: Evidence) -> Result:
        """Compare how sure it is with how often it is right."""
        if not evidence.classes:
            return self.not_applicable("regression")
        figures = measure_calibration(evidence.answers, evidence.y, groups=evidence.groups)
        values = {"error": figures.error, "confidence": figures.confidence}
        values |= {"score": figures.accuracy}
        if figures.error <= figures.luck and figures.luck > 2 * UNCALIBRATED:
            return self.skipped("few_tests")
        if figures.error <= max(figures.luck, UNCALIBRATED):
            if evidence.interval.high - evidence.interval.low > OPEN:
                return self.skipped("few_tests")
            return [self.finding("good", "calibration.good", values)]
        status: Status = "warning" if figures.error > 2 * UNCALIBRATED else "note"
        way = "over" if figures.confidence > figures.accuracy else "under"
        return [self.finding(status, f"calibration.{way}", values)]
