"""Labels: with shuffled labels there is nothing to learn. Is nothing learned?"""

from miwake.checks import Check, Result
from miwake.stats.significance_tests import mean_test
from miwake.verdict.evidence import Evidence
from miwake.verdict.thresholds import ALPHA_STRONG

LEAST = 0.05  # share of the labels' uncertainty that is worth a word
LUCK = 6.0  # over the root of the examples: what shuffled labels tell by luck, four times over


class Labels(Check[Evidence]):
    """A network that learns from shuffled labels is bad: answers leak into the examples."""

    code, name, gravest, cost = "MW206", "labels", "bad", "trains"

    def run(self, evidence: Evidence) -> Result:
        """Test what a quick training on shuffled labels learned of the true ones."""
        control = evidence.control("labels")
        if control is None:
            return self.skipped(evidence.no_controls)
        values = control.as_values()
        learned = values["score"] > max(LEAST, LUCK / control.train**0.5)
        if (
            learned
            and mean_test(control.scores, evidence.groups_of(control.indices)) < ALPHA_STRONG
        ):
            return [self.finding("bad", "labels.above", values, evidence.next.look())]
        return [self.finding("good", "labels.chance", values)]
