"""Drift: does a table change with time?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class Drift(Check[AuditEvidence]):
    """Rows to come that are harder, or of other classes, than rows that were mixed: a warning."""

    code, name, gravest = "MW133", "drift", "warning"
    sentences = ("drift_score", "drift_score_values", "drift_label")

    def run(self, evidence: AuditEvidence) -> Result:
        """Say what a quick model reaches on the latest rows, and how the classes changed."""
        if not evidence.look.columns:
            return self.not_applicable("no_table")
        drift = evidence.look.drift
        if drift is None:
            return []
        findings = []
        if drift.worse:
            values = {"column": drift.column, "mixed": drift.mixed, "ahead": drift.ahead}
            sentence = "drift_score" if evidence.look.classes else "drift_score_values"
            findings.append(self.finding("warning", sentence, values))
        if drift.label is not None:
            values = {"column": drift.column, "before": drift.before, "after": drift.after}
            findings.append(self.finding("note", "drift_label", values | {"label": drift.label}))
        return findings
