"""Row groups: do rows that belong together lie on both sides of the split?"""

from typing import Any

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class RowGroups(Check[AuditEvidence]):
    """Rows of one person, say, in training and in testing, that give each other away: a warning."""

    code, name, gravest = "MW123", "row_groups", "warning"
    sentences = (
        *("groups_column", "groups_column_values"),
        *("groups_clouds", "groups_clouds_values"),
    )

    def run(self, evidence: AuditEvidence) -> Result:
        """Say what is reached on groups that were not met."""
        if evidence.data.plan.reader.group:
            return self.not_applicable("grouped")
        groups = evidence.look.row_groups
        if groups is None:
            return []
        values: dict[str, Any] = {"groups": groups.groups}
        values |= {"score": groups.score, "apart": groups.apart}
        kind = "" if evidence.look.classes else "_values"
        if groups.column is None:
            return [self.finding("warning", f"groups_clouds{kind}", values)]
        step = evidence.train(group=groups.column)
        values |= {"column": groups.column}
        return [self.finding("warning", f"groups_column{kind}", values, step)]
