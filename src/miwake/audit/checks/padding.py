"""Padding: were sequences filled up to one length, and does their true length tell?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class Padding(Check[AuditEvidence]):
    """A true length that tells the classes apart is a warning; padding by itself, a note."""

    code, name, gravest = "MW136", "padding", "warning"
    sentences = ("padding_end", "padding_start", "padding_tells")

    def run(self, evidence: AuditEvidence) -> Result:
        """Say what fills the sequences up, and what their length alone reaches."""
        if evidence.look.kind != "sequence":
            return self.not_applicable("no_steps")
        padding = evidence.look.padding
        if padding is None:
            return []
        values = {"value": padding.value, "share": padding.share}
        if padding.score is not None:
            values |= {"score": padding.score, "chance": evidence.look.chance}
            return [self.finding("warning", "padding_tells", values)]
        return [self.finding("note", f"padding_{'end' if padding.at_end else 'start'}", values)]
