"""Shift: do the examples for testing come from elsewhere than those for training?"""

from typing import Any

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result


class Shift(Check[AuditEvidence]):
    """Parts that differ in their classes or their inputs are a warning."""

    code, name, gravest = "MW132", "shift", "warning"
    sentences = (
        *("shift_class", "shift_target", "shift_column", "shift_texts"),
        *("shift_mean", "shift_spread", "shift_all"),
    )

    def run(self, evidence: AuditEvidence) -> Result:
        """Say what differs; where groups were kept together, it does by design."""
        if evidence.data.plan.reader.group:
            return self.not_applicable("grouped")
        shift = evidence.look.shift
        if shift is None:
            return []
        values: dict[str, Any] = {"train": shift.train, "test": shift.test}
        name = "view" if shift.change in {"column", "texts"} else "label"
        values |= {"distance": shift.distance, name: shift.name}
        return [self.finding("warning", f"shift_{shift.change}", values)]
