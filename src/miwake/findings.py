"""Check: one finding about data or a run, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from miwake.messages import translate

Status = Literal["good", "note", "warning", "bad"]
SIGNS: Mapping[Status, str] = {"bad": "✗", "warning": "!", "note": "·", "good": "✓"}


@dataclass(frozen=True)
class Check:
    """One finding.

    Attributes:
        check: which check found it; a stable name.
        status: how it stands.
        sentence: the key of what it says.
        values: what fills the sentence.
        next: the command to try next, where there is one.
    """

    check: str
    status: Status
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)
    next: str | None = None

    def text(self, lang: str = "en") -> str:
        """The finding in plain words."""
        return translate(self.sentence, lang, **self.values)

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """The finding under the keys of the command line's JSON."""
        return {
            "check": self.check,
            "status": self.status,
            "text": self.text(lang),
            "next": self.next,
            "sentence": self.sentence,
            "values": dict(self.values),
        }
