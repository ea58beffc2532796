"""Last bits: are the classes told apart by how their numbers were computed?"""

from miwake.audit.checks.shortcuts import telling_views
from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result

ARTEFACT = 0.1  # of the way from chance to always right: the last bits should tell nothing


class LastBits(Check[AuditEvidence]):
    """Classes that differ in the last bits of their numbers are a warning."""

    code, name, gravest = "MW108", "last_bits", "warning"
    sentences = ("last_bits", "last_bits.float32")

    def run(self, evidence: AuditEvidence) -> Result:
        """Look at what the last bits tell by themselves."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        rounded = look.remedies.get("last_bits")
        cures = rounded is not None and _gain(rounded.accuracy, look.chance) < ARTEFACT
        sentence = "last_bits" if cures else "last_bits.float32"
        return [
            self.finding("warning", sentence, view.as_values())
            for view in telling_views(look)
            if view.view == "last_bits" and view.gain(look.chance) >= ARTEFACT
        ]


def _gain(accuracy: float, chance: float) -> float:
    return (accuracy - chance) / (1 - chance) if chance < 1 else 0.0
