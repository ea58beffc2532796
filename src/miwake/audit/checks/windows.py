"""Windows: do pieces of one recording that overlap lie on both sides of the split?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class Windows(Check[AuditEvidence]):
    """Windows for testing that overlap with windows for training are a warning."""

    code, name, gravest = "MW135", "windows", "warning"
    sentences = ("windows_overlap",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Count the windows that share a stretch of numbers."""
        if evidence.look.kind != "sequence":
            return self.not_applicable("no_steps")
        windows = evidence.look.windows
        if windows is None:
            return []
        values = {"count": windows.count, "looked": windows.looked, "steps": windows.steps}
        values |= {"compared": windows.compared}
        return [self.finding("warning", "windows_overlap", values)]
