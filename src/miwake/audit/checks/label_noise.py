"""Label noise: do labels contradict all that lies like their examples?"""

from typing import Any

from miwake.audit.label_noise import Suspect
from miwake.audit.result import AuditEvidence
from miwake.checks import Check, Result
from miwake.errors import Phrase, first_of

NAMED = 3  # suspects in a sentence


class LabelNoise(Check[AuditEvidence]):
    """Labels of which a share seems to be wrong are a warning."""

    code, name, gravest = "MW131", "label_noise", "warning"
    sentences = ("label_noise",)

    def run(self, evidence: AuditEvidence) -> Result:
        """Name the surest suspects; the look has all of them."""
        look = evidence.look
        if not look.classes:
            return self.not_applicable("regression")
        noise = look.label_noise
        if noise is None:
            return []
        values: dict[str, Any] = {
            "share": noise.share,
            "looked": noise.looked,
            "count": len(noise.suspects),
        }
        values |= {"suspects": first_of([_say(one) for one in noise.suspects], NAMED)}
        return [self.finding("warning", "label_noise", values)]


def _say(suspect: Suspect) -> Phrase:
    return Phrase(
        "{index} ({label}, like {answer})",
        index=suspect.index,
        label=suspect.label,
        answer=suspect.answer,
    )
