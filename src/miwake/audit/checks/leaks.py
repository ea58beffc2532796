"""Leaks: does one column of a table alone give the label away?"""

from miwake.audit.leaks import Leak
from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class Leaks(Check[AuditEvidence]):
    """A column that alone gives the label, or one class, where the others do not: a warning."""

    code, name, gravest = "MW121", "leaks", "warning"
    sentences = ("leak", "leak_target", "leak_class", "leak_missing", "leak_identifier")

    def run(self, evidence: AuditEvidence) -> Result:
        """Name each such column, and what is reached without it."""
        look = evidence.look
        if not look.columns:
            return self.not_applicable("no_table")
        findings = []
        for leak in look.leaks:
            values = {"column": leak.column, "score": leak.score, "without": leak.without}
            values |= {"label": leak.label, "target": look.target}
            sentence = _sentence(leak, regression=not look.classes)
            step = evidence.drop(leak.column)
            findings.append(self.finding("warning", sentence, values, step))
        return findings


def _sentence(leak: Leak, regression: bool) -> str:
    if regression:
        return "leak_target"
    if leak.label is not None:
        return "leak_class"
    if leak.identifier:
        return "leak_identifier"
    return "leak_missing" if leak.missing else "leak"
