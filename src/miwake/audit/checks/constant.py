"""Constant: do the examples differ at all?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result
from miwake.errors import first_of

NAMED = 5  # columns in a sentence


class Constant(Check[AuditEvidence]):
    """Examples that are all the same are bad; those of one class, or many blank, a warning."""

    code, name, gravest = "MW102", "constant", "bad"
    sentences = ("all_alike", "class_alike", "blank", "constant_columns")

    def run(self, evidence: AuditEvidence) -> Result:
        """Look for classes of equal examples, and for examples of one number throughout."""
        statistics = evidence.look.statistics
        alike = [name for name, figures in statistics.items() if figures.alike]
        present = [figures for figures in statistics.values() if figures.n]
        if alike and len(alike) == len(present) and len({f.mean for f in present}) == 1:
            return [self.finding("bad", "all_alike")]
        if alike:
            return [self.finding("warning", "class_alike", {"names": ", ".join(alike)})]
        if evidence.look.columns:  # equal numbers in a row of a table are no blank
            return self._constant_columns(evidence)
        blank = {name: figures.blank for name, figures in statistics.items()}
        count, total = sum(blank.values()), sum(figures.n for figures in statistics.values())
        if not count:
            return []
        half = any(figures.n < 2 * figures.blank for figures in statistics.values())
        largest = max(blank, key=blank.__getitem__)
        values = {"count": count, "share": count / total, "largest": largest}
        return [self.finding("warning" if half else "note", "blank", values)]

    def _constant_columns(self, evidence: AuditEvidence) -> Result:
        """Name the columns of a table that are the same in every row, gaps included."""
        table = evidence.look.table
        names = [c.name for c in table if c.different == 1 and not c.missing]
        if not names:
            return []
        values = {"names": first_of(names, NAMED)}
        return [self.finding("note", "constant_columns", values, evidence.drop(*names))]
