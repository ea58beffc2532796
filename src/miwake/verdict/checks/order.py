"""Order: does the order of steps, or the places of pixels, matter?"""

from miwake.checks import Check, Result
from miwake.verdict.evidence import Evidence


class Order(Check[Evidence]):
    """That the order does not matter is a note: the values alone tell."""

    code, name, gravest, cost = "MW207", "order", "note", "trains"

    def run(self, evidence: Evidence) -> Result:
        """Compare a quick training with one in which each example is shuffled within itself."""
        if evidence.steps == "numbers":
            return self.not_applicable("no_order")
        shuffled = evidence.control("order")
        part = evidence.control("part", shuffled.train if shuffled else None)
        if shuffled is None or part is None:
            return self.skipped(evidence.no_controls)
        gain = evidence.order_gain
        if gain is None:
            return self.skipped("at_chance")
        values = shuffled.as_values() | {"part_score": float(part.scores.mean())}
        if evidence.order_matters is None:
            return self.skipped("few_tests")
        if evidence.order_matters:
            return [self.finding("good", f"order.matters.{evidence.steps}", values)]
        return [self.finding("note", f"order.same.{evidence.steps}", values)]
