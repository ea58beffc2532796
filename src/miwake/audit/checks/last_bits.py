"""Last bits: are the classes told apart by how their numbers were computed?"""

from miwake.audit.checks.shortcuts import telling_views
from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result

ARTEFACT = 0.1  # of the way from chance to always right: the last bits should tell nothing


class LastBits(Check[AuditEvidence]):
    """Classes that differ in the last bits of their numbers are a warning."""

    code, name, gravest = "MW108", "last_bits", "warning"
    sentences = ("last_bits",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Look at what the last bits tell by themselves."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        return [
            self.finding("warning", "last_bits", view.as_values())
            for view in telling_views(look)
            if view.view == "last_bits" and view.gain(look.chance) >= ARTEFACT
        ]
