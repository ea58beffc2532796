"""Row groups: do rows that belong together lie on both sides of the split?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class RowGroups(Check[AuditEvidence]):
    """Rows of one person, say, in training and in testing, that give each other away: a warning."""

    code, name, gravest = "MW123", "row_groups", "warning"
    sentences = ("groups_column", "groups_clouds")

    def run(self, evidence: AuditEvidence) -> Result:
        """Say what is reached on groups that were not met."""
        if evidence.data.plan.reader.group:
            return self.not_applicable("grouped")
        groups = evidence.look.row_groups
        if groups is None:
            return []
        values = {"groups": groups.groups, "score": groups.score, "apart": groups.apart}
        if groups.column is None:
            return [self.finding("warning", "groups_clouds", values)]
        step = evidence.train(group=groups.column)
        return [self.finding("warning", "groups_column", values | {"column": groups.column}, step)]
