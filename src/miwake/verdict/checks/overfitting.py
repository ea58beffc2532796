"""Overfitting: does the network do as well on new examples as on those it was trained on?"""

from miwake.checks import Check, Result
from miwake.findings import Status
from miwake.stats.per_example import scores_of
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import ALIKE

WIDE, SLIGHT = 0.05, 0.02  # gaps between training and test that are a warning, or worth a note


class Overfitting(Check[Evidence]):
    """A wide gap between training and test is a warning."""

    code, name, gravest = "MW208", "overfitting", "warning"

    def run(self, evidence: Evidence) -> Result:
        """Take the difference of the scores on training and on test examples."""
        trained = scores_of(evidence.train_answers, evidence.y_train, evidence.classes)
        gap = evidence.gap
        values = {"seen": float(trained.mean()), "score": evidence.score}
        values |= {"low": gap.low, "high": gap.high}
        if evidence.fresh:
            sentence = "unlike" if gap.low > WIDE else "fresh"
            status: Status = "warning" if gap.low > WIDE else "good"
            return [self.finding(status, f"overfitting.{sentence}", values)]
        if gap.low > WIDE:
            more = evidence.pretrained_network() or evidence.next.more_data()
            return [self.finding("warning", "overfitting.wide", values, more)]
        if gap.low > SLIGHT:
            return [self.finding("note", "overfitting.slight", values)]
        if gap.high < ALIKE:
            return [self.finding("good", "overfitting.none", values)]
        if gap.value <= SLIGHT:
            return self.skipped("few_tests")
        sentence = evidence.about_tests("overfitting.unsure")
        return [self.finding("note", sentence, values | {"n": evidence.tests})]
