"""Check: one question about data or about a trained network, as one object.

A check stands in one file and in the tuple `CHECKS` of its room. The catalogue says what it is
called (`name.NAME`), what it asks (`question.NAME`), how to read what it finds (`meaning.NAME`)
and the sentences of its findings; the reference is made from both.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal, TypeVar

from miwake.findings import Action, Finding, Status
from miwake.messages import messages, translate

Evidence = TypeVar("Evidence")
Cost = Literal["free", "trains"]


@dataclass(frozen=True)
class Unanswered:
    """A check that has nothing to say of this data or this network.

    Attributes:
        check: its name.
        result: "not applicable" where the question has no meaning here; "skipped" where an answer
            takes more time, or more data.
        sentence: the key of why.
    """

    check: str
    result: Literal["not applicable", "skipped"]
    sentence: str

    def text(self, lang: str = "en") -> str:
        """Say why in plain words."""
        return translate(self.sentence, lang)

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """Return it under the keys of the command line's JSON."""
        return {"check": self.check, "result": self.result, "text": self.text(lang)}


Result = Iterable[Finding] | Unanswered


class Check(ABC, Generic[Evidence]):
    """One question that is asked of evidence.

    Attributes:
        code: a stable identifier.
        name: a stable name, in JSON the value of `check`.
        gravest: the gravest status that a finding of it can have.
        cost: whether it takes trainings of its own.
        sentences: the keys of all that it may say; by default those that begin with its name.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    gravest: ClassVar[Status]
    cost: ClassVar[Cost] = "free"
    sentences: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def run(self, evidence: Evidence) -> Result:
        """Find out, and return what was found or why nothing can be said."""

    def finding(
        self,
        status: Status,
        sentence: str,
        values: Mapping[str, Any] | None = None,
        next_step: Action | None = None,
    ) -> Finding:
        """Make a finding of this check."""
        return Finding(self.name, status, sentence, values or {}, next_step)

    def not_applicable(self, why: str) -> Unanswered:
        """Say that the question has no meaning here; `why` is a key below "unanswered."."""
        return Unanswered(self.name, "not applicable", f"unanswered.{why}")

    def skipped(self, why: str) -> Unanswered:
        """Say that an answer takes more time or data; `why` is a key below "unanswered."."""
        return Unanswered(self.name, "skipped", f"unanswered.{why}")

    def may_say(self) -> tuple[str, ...]:
        """Return the keys of all sentences that its findings can have."""
        return self.sentences or tuple(
            key for key in messages("en") if key.startswith(f"{self.name}.")
        )


def run_checks(
    checks: Iterable[Check[Evidence]], evidence: Evidence
) -> tuple[list[Finding], list[Unanswered]]:
    """Run checks in their order; return what was found and what stays unanswered."""
    findings: list[Finding] = []
    unanswered: list[Unanswered] = []
    for check in checks:
        result = check.run(evidence)
        if isinstance(result, Unanswered):
            unanswered.append(result)
        else:
            findings += result
    return findings, unanswered
