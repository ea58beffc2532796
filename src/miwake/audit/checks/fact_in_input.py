"""Fact in input: does a fact that gives the label away stand in the input itself?"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result

GIVES_AWAY = 0.8  # of the way from chance to always right
SAME = 0.999  # correlation from which a number of the input is the fact
SAMPLE = 2_000  # examples that facts are looked for in
MAX_NUMBERS = 4_096  # of an example


class FactInInput(Check[AuditEvidence]):
    """A fact that gives the label away and is an input is a warning; elsewhere it does no harm."""

    code, name, gravest = "MW107", "fact_in_input", "warning"
    sentences = ("fact_in_input",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Look for the numbers of an example that go along with a telling fact."""
        look, data = evidence.look, evidence.data
        if not look.facts:
            return self.not_applicable("no_facts")
        findings = []
        for fact in look.facts:
            name = fact.view.removeprefix("fact:")
            values = data.facts_train[name][:SAMPLE]
            if fact.gain(look.chance) < GIVES_AWAY or values.dtype.kind not in "biuf":
                continue
            index = _index_of(values, data.x_train[:SAMPLE].reshape(len(values), -1))
            if index is not None:
                facts = {"fact": name, "score": fact.accuracy, "place": index + 1}
                findings.append(self.finding("warning", "fact_in_input", facts))
        return findings


def _index_of(values: NDArray[Any], rows: NDArray[Any]) -> int | None:
    """Find the number of the examples that goes along with these values, if one does."""
    with np.errstate(all="ignore"):
        numbers = rows[:, :MAX_NUMBERS].astype(np.float64)
        apart = np.nan_to_num(numbers - numbers.mean(axis=0))
        other = np.nan_to_num(values - values.mean(dtype=np.float64))
        length = np.linalg.norm(apart, axis=0) * np.linalg.norm(other)
        correlation = np.nan_to_num(np.abs(other @ apart) / length)
    index = int(correlation.argmax())
    return index if correlation[index] > SAME else None
