"""Looks made for one finding at a time."""

import numpy as np

from miwake.audit.baseline_scores import BaselineScore
from miwake.audit.class_statistics import ClassStatistics
from miwake.audit.duplicates import Copies
from miwake.audit.result import AuditEvidence, Look
from miwake.checks import Unanswered
from miwake.dataset import Dataset
from miwake.messages import languages

NOTHING = np.zeros((0, 1)), np.zeros(0, np.int32)
EMPTY = Dataset(*NOTHING, *NOTHING, ("a", "b"))


def statistics(n, n_test=100, mean=0.0, **other):
    return ClassStatistics(n, n_test, mean, 1.0, 0.0, 1.0, 0.1, 0.1, **other)


def copies(**found):
    nothing = {"train_repeats": 0, "test_repeats": 0, "copied": (), "beyond_luck": False}
    return Copies(**nothing | {"contradicting": 0, "near": (), "compared": 1000} | found)


def view(name, score, p=0.0, features=1, sure=()):
    return BaselineScore(name, features, score, score - 0.01, score + 0.01, p, sure)


def audit(data=EMPTY, **changes):
    """A look that finds nothing, but for the changes."""
    usual = {
        "task": "data",
        "title": "Data",
        "classes": ("a", "b"),
        "target": None,
        "train": 1000,
        "test": 200,
        "shape": (8, 8),
        "kind": "image",
        "seed": 0,
        "statistics": {"a": statistics(500), "b": statistics(500)},
        "chance": 0.5,
        "views": (),
        "facts": (),
        "copies": copies(),
        "tested": np.arange(200),
        "examples": {},
    }
    return AuditEvidence(Look(**usual | changes), data)


def said(check, evidence):
    """What a check finds, said in all languages; or why it has nothing to say."""
    found = check.run(evidence)
    if isinstance(found, Unanswered):
        return found.result, found.sentence.removeprefix("unanswered.")
    for finding in found:
        assert finding.check == check.name
        assert finding.sentence in check.may_say()
        assert all(finding.text(lang) for lang in languages())
    return [(finding.status, finding.sentence) for finding in found]
