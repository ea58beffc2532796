"""Balance: how many examples do the classes have?"""

from collections.abc import Mapping

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result
from miwake.findings import Finding

UNEVEN, IMBALANCED = 1.5, 10.0  # times the smallest class
TINY_TRAIN, TINY_TEST = 20, 10  # examples
VERY_FEW_TEST = 5  # of many more in the training, whose accuracy is worth a warning


class Balance(Check[AuditEvidence]):
    """A class without examples is bad; few of them, or very unequal classes, are a warning."""

    code, name, gravest = "MW101", "balance", "bad"
    sentences = (
        *("class_missing_train", "class_missing_test", "class_tiny"),
        *("equal", "balanced", "uneven", "uneven_luck", "imbalanced"),
    )

    def run(self, evidence: AuditEvidence) -> Result:
        """Count the examples of each class for training and for testing."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        findings = []
        train = {name: look.statistics[name].n for name in look.classes}
        test = {name: look.statistics[name].n_test for name in look.classes}
        for part, counts in (("train", train), ("test", test)):
            missing = ", ".join(name for name, n in counts.items() if n == 0)
            if missing:
                findings.append(self.finding("bad", f"class_missing_{part}", {"names": missing}))
        tiny = [n for n in look.classes if 0 < train[n] < TINY_TRAIN or 0 < test[n] < TINY_TEST]
        if tiny:
            least = {"train": min(train[n] for n in tiny), "test": min(test[n] for n in tiny)}
            values = {"names": ", ".join(tiny)} | least
            very = any(train[n] < TINY_TRAIN or test[n] < VERY_FEW_TEST for n in tiny)
            findings.append(self.finding("warning" if very else "note", "class_tiny", values))
        if min(train.values()) > 0:
            findings.append(self._compare(train, max(test, key=test.__getitem__), look.chance))
        return findings

    def _compare(self, counts: Mapping[str, int], usual: str, chance: float) -> Finding:
        """Compare the classes, and say what always answering the test's usual one reaches."""
        smallest, largest = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
        ratio = counts[largest] / counts[smallest]
        values = {"least": counts[smallest], "most": counts[largest]}
        if ratio < UNEVEN:
            return self.finding("good", "balanced" if ratio > 1 else "equal", values)
        named = values | {"smallest": smallest, "largest": largest, "chance": chance}
        if chance == 1 / len(counts):  # so few that equal classes may come out like this
            return self.finding("note", "uneven_luck", named)
        named["usual"] = usual
        if ratio < IMBALANCED:
            return self.finding("note", "uneven", named)
        return self.finding("warning", "imbalanced", named)
