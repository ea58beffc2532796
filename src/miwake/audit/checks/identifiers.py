"""Identifiers: do inputs just name the rows?"""

from miwake.audit.result import AuditEvidence
from miwake.audit.table_columns import is_identifier, table_columns
from miwake.checks import Check, Result


class Identifiers(Check[AuditEvidence]):
    """Columns with a number or a text of its own for each row are a note."""

    code, name, gravest = "MW122", "identifiers", "note"
    sentences = ("identifiers",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the columns that say which row it is, unless they were named for worse."""
        if not evidence.look.columns:
            return self.not_applicable("no_table")
        leaks = {leak.column for leak in evidence.look.leaks}
        data = evidence.data
        columns = [c for c in table_columns(data) if c.name not in leaks]
        names = [c.name for c in columns if is_identifier(c, data.x_train)]
        if not names:
            return []
        values = {"names": ", ".join(names)}
        return [self.finding("note", "identifiers", values, evidence.drop(*names))]
