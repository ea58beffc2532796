"""Facts: is there a fact that the classes differ in besides what they are meant to?"""

from miwake.checks import Check, Result
from miwake.verdict.evidence import Evidence

GIVEN_AWAY = 0.99  # share of examples whose class a fact gives, from which it gives it away


class Facts(Check[Evidence]):
    """A fact that gives the class away is a note."""

    code, name, gravest = "MW211", "facts", "note"

    def run(self, evidence: Evidence) -> Result:
        """Look for facts that give nearly every class."""
        if not evidence.facts:
            return self.not_applicable("no_facts")
        return [
            self.finding("note", "facts.give_away", {"name": name, "fact_score": accuracy})
            for name, accuracy in evidence.facts.items()
            if accuracy >= GIVEN_AWAY > evidence.chance
        ]
