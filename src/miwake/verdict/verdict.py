"""The verdict: what a result is worth, check by check, and what to do next."""

from collections.abc import Callable, Iterable, Iterator

from miwake.findings import Action, Finding
from miwake.verdict.accuracy_checks import check_ceiling, check_chance, check_views
from miwake.verdict.answer_checks import check_calibration, check_classes
from miwake.verdict.control_checks import check_data, check_facts, check_labels, check_order
from miwake.verdict.evidence import Evidence
from miwake.verdict.training_checks import check_epochs, check_overfitting, check_training

CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    check_chance,
    check_classes,
    check_views,
    check_ceiling,
    check_labels,
    check_order,
    check_overfitting,
    check_epochs,
    check_data,
    check_facts,
    check_calibration,
)
GRAVEST_FIRST = ("bad", "warning", "note", "good")


def verdict(evidence: Evidence) -> tuple[Finding, ...]:
    """Judge a trained network.

    A training that failed is judged as a training alone: its figures mean nothing.

    Args:
        evidence: what is known about it.

    Returns:
        the checks, the gravest first; what the look warned of comes first among equals.
    """
    checks = [*evidence.warnings, *check_training(evidence)]
    if not any(check.check == "training" and check.status == "bad" for check in checks):
        checks += [found for check in CHECKS for found in check(evidence)]
    return tuple(sorted(checks, key=lambda check: GRAVEST_FIRST.index(check.status)))


def next_step(checks: Iterable[Finding]) -> Action | None:
    """The one thing to try first: that of the gravest finding that has one."""
    ordered = sorted(checks, key=lambda check: GRAVEST_FIRST.index(check.status))
    return next((check.next for check in ordered if check.next), None)
