"""Checks of the answers: is each class found, does the network know how sure it is?"""

from collections.abc import Iterator

import numpy as np

from miwake.findings import Finding, Status
from miwake.stats.calibration import measure_calibration
from miwake.stats.intervals import wilson_interval
from miwake.verdict.evidence import Evidence

UNEVEN = 0.05  # a class that lies less than this below the whole is no finding
UNCALIBRATED = 0.05


def check_classes(evidence: Evidence) -> Iterator[Finding]:
    """Is each class found?"""
    if not evidence.classes:
        return
    given = np.bincount(evidence.answers.argmax(axis=1), minlength=len(evidence.classes))
    counts = np.bincount(evidence.y, minlength=len(evidence.classes))
    present = [number for number, count in enumerate(counts) if count]
    never = [number for number in present if not given[number]]
    if given.max() == len(evidence.y) and len(present) > 1:
        name = evidence.classes[int(given.argmax())]
        yield Finding("classes", "bad", "classes.stuck", {"name": name}, evidence.other_network())
    elif never:
        names = ", ".join(evidence.classes[number] for number in never)
        yield Finding("classes", "warning", "classes.never", {"names": names})
    elif len(present) > 1:
        yield _weakest_class(evidence, present)


def check_calibration(evidence: Evidence) -> Iterator[Finding]:
    """Does it know how sure it may be?"""
    if not evidence.classes:
        return
    found = measure_calibration(evidence.answers, evidence.y)
    values = {"error": found.error, "confidence": found.confidence, "score": found.accuracy}
    if found.error <= max(found.luck, UNCALIBRATED):
        yield Finding("calibration", "good", "calibration.good", values)
        return
    status: Status = "warning" if found.error > 2 * UNCALIBRATED else "note"
    way = "over" if found.confidence > found.accuracy else "under"
    yield Finding("calibration", status, f"calibration.{way}", values)


def _weakest_class(evidence: Evidence, present: list[int]) -> Finding:
    parts = {number: evidence.scores[evidence.y == number] for number in present}
    shares = {number: wilson_interval(int(hits.sum()), len(hits)) for number, hits in parts.items()}
    weakest = min(shares, key=lambda number: shares[number].accuracy)
    found = shares[weakest]
    values = {"name": evidence.classes[weakest], "score": found.accuracy}
    values |= {"low": found.low, "high": found.high}
    if found.high < evidence.score - UNEVEN:
        return Finding("classes", "note", "classes.uneven", values)
    return Finding("classes", "good", "classes.even", values)
