"""Overfitting: does the network do as well on new examples as on those it was trained on?"""

from miwake.checks import Check, Result
from miwake.stats.per_example import scores_of
from miwake.stats.significance_tests import mean_difference
from miwake.verdict.evidence import Evidence

WIDE, SLIGHT = 0.05, 0.02  # gaps between training and test that are a warning, or worth a note


class Overfitting(Check[Evidence]):
    """A wide gap between training and test is a warning."""

    code, name, gravest = "MW208", "overfitting", "warning"

    def run(self, evidence: Evidence) -> Result:
        """Take the difference of the scores on training and on test examples."""
        trained = scores_of(evidence.train_answers, evidence.y_train, evidence.classes)
        gap = mean_difference(trained, evidence.scores)
        values = {"seen": float(trained.mean()), "score": evidence.score}
        values |= {"low": gap.low, "high": gap.high}
        if gap.low > WIDE:
            if evidence.fresh:
                return [self.finding("warning", "overfitting.unlike", values)]
            more = evidence.next.more_data()
            return [self.finding("warning", "overfitting.wide", values, more)]
        if evidence.fresh:
            return [self.finding("good", "overfitting.fresh", values)]
        if gap.low > SLIGHT:
            return [self.finding("note", "overfitting.slight", values)]
        return [self.finding("good", "overfitting.none", values)]
