"""The verdict: what a result is worth, check by check, and what to do next."""

from collections.abc import Sequence
from dataclasses import dataclass

from miwake.checks import Unanswered, run_checks
from miwake.findings import SIGNS, Finding
from miwake.verdict.checks import CHECKS
from miwake.verdict.evidence import Evidence


@dataclass(frozen=True)
class Verdict:
    """What the checks of a trained network say.

    Attributes:
        findings: the gravest first; what the audit warned of comes first among equals.
        unanswered: the checks that had nothing to say, and why.
    """

    findings: tuple[Finding, ...] = ()
    unanswered: tuple[Unanswered, ...] = ()


def judge(evidence: Evidence) -> Verdict:
    """Judge a trained network.

    A training that failed is judged as a training alone: its figures mean nothing.
    """
    training, *others = CHECKS
    findings, unanswered = run_checks([training], evidence)
    if any(finding.status == "bad" for finding in findings):
        unanswered += [check.skipped("failed") for check in others]
    else:
        more, silent = run_checks(others, evidence)
        findings, unanswered = findings + more, unanswered + silent
    gravest_first = list(SIGNS)
    ordered = sorted(
        [*evidence.warnings, *findings], key=lambda finding: gravest_first.index(finding.status)
    )
    return Verdict((*ordered, *_ending(ordered, evidence)), tuple(unanswered))


def _ending(findings: Sequence[Finding], evidence: Evidence) -> list[Finding]:
    """Say where something is wrong and no command follows that there is none, and why."""
    wrong = any(finding.status in {"bad", "warning"} for finding in findings)
    if not wrong or any(finding.next for finding in findings):
        return []
    kind = "made" if evidence.next.can_make else "read"
    return [Finding("next", "note", f"next.none.{kind}")]
