"""Spellings: are there classes whose names differ only in how they are written?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result
from miwake.errors import first_of
from miwake.readers.labels import spellings

NAMED = 5  # groups of names in a sentence
SAID = "data.spellings"  # by the reader of tables, who names the column


class Spellings(Check[AuditEvidence]):
    """Classes whose names differ in case or blanks alone are a warning."""

    code, name, gravest = "MW137", "spellings", "warning"
    sentences = ("spellings",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Name them, unless they were named when a table was read."""
        if not evidence.look.classes:
            return self.not_applicable("regression")
        alike = spellings(evidence.look.classes)
        if not alike or any(note.sentence == SAID for note in evidence.data.notes):
            return []
        return [self.finding("warning", "spellings", {"names": first_of(alike, NAMED)})]
