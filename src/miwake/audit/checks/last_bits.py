"""Last bits: are the classes told apart by how their numbers were computed?"""

import numpy as np

from miwake.audit.checks.shortcuts import telling_views
from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result

ARTEFACT = 0.1  # of the way from chance to always right: the last bits should tell nothing


class LastBits(Check[AuditEvidence]):
    """Classes that differ in the last bits of their numbers are a warning."""

    code, name, gravest = "MW108", "last_bits", "warning"
    sentences = ("last_bits", "last_bits.float32")

    def run(self, evidence: AuditEvidence) -> Result:
        """Look at what the last bits tell by themselves."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        short = evidence.data.x_train.dtype.itemsize <= np.dtype(np.float32).itemsize
        sentence = "last_bits.float32" if short else "last_bits"  # rounding to it is no cure then
        return [
            self.finding("warning", sentence, view.as_values())
            for view in telling_views(look)
            if view.view == "last_bits" and view.gain(look.chance) >= ARTEFACT
        ]
