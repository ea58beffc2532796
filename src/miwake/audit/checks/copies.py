"""Copies: do examples stand in the data twice, exactly or nearly?"""

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result
from miwake.findings import Status

MANY = 0.01  # share of the test examples from which copies spoil the result


class Copied(Check[AuditEvidence]):
    """Test examples that were copied from the training are bad where there are many."""

    code, name, gravest = "MW103", "copies", "bad"
    sentences = (
        *("copied", "copied_one", "coinciding"),
        *("copies_none", "copies_none.images", "copies_none.mirrored"),
    )

    def run(self, evidence: AuditEvidence) -> Result:
        """Count test examples that are training examples, too."""
        copies = evidence.look.copies
        if not copies.compared:
            return self.skipped("no_examples")
        count, share = len(copies.copied), len(copies.copied) / copies.compared
        values = {"count": count, "compared": copies.compared, "share": share}
        many = share >= MANY
        if count and copies.beyond_luck:
            status: Status = "note" if count == 1 else "bad" if many else "warning"
            return [self.finding(status, "copied" if count > 1 else "copied_one", values)]
        if count:
            return [self.finding("warning" if many and count > 1 else "note", "coinciding", values)]
        if copies.near or copies.mirrored:
            return []
        looked_for = "copies_none.images" if evidence.look.kind == "image" else "copies_none"
        if copies.mirrored is not None:
            looked_for = "copies_none.mirrored"
        return [self.finding("good", looked_for, {"compared": copies.compared})]


class NearCopies(Check[AuditEvidence]):
    """Test examples far nearer to training examples than neighbours are: bad where many."""

    code, name, gravest = "MW104", "near_copies", "bad"
    sentences = ("near_copies", "mirrored_copies")

    def run(self, evidence: AuditEvidence) -> Result:
        """Count test examples that are nearly training examples."""
        copies = evidence.look.copies
        if not copies.compared:
            return self.skipped("no_examples")
        findings = []
        for sentence, pairs in (("near_copies", copies.near), ("mirrored_copies", copies.mirrored)):
            if pairs:
                many = len(pairs) >= MANY * copies.compared
                values = {"count": len(pairs), "test": pairs[0][0], "train": pairs[0][1]}
                findings.append(self.finding("bad" if many else "warning", sentence, values))
        return findings


class Contradicting(Check[AuditEvidence]):
    """Equal examples with different labels are a warning."""

    code, name, gravest = "MW105", "contradicting", "warning"
    sentences = ("contradicting",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Count copies whose label is another one."""
        if not evidence.look.classes:
            return self.not_applicable("regression")
        copies = evidence.look.copies
        if not copies.contradicting:
            return []
        count = copies.contradicting
        values = {"count": count, "share": count / max(1, copies.compared)}
        return [self.finding("warning", "contradicting", values)]


class Repeats(Check[AuditEvidence]):
    """Examples that stand in the same part more than once are a note."""

    code, name, gravest = "MW106", "repeats", "note"
    sentences = ("repeats",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Count examples that are equal to an earlier one of their part."""
        copies = evidence.look.copies
        values = {"train": copies.train_repeats, "test": copies.test_repeats}
        return [self.finding("note", "repeats", values)] if any(values.values()) else []
