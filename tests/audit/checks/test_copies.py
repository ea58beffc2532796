"""Examples that stand in the data twice."""

import pytest

from made_look import audit, copies, said
from miwake.audit.checks.copies import Contradicting, Copied, NearCopies, Repeats

CHECKS = (Copied(), NearCopies(), Contradicting(), Repeats())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, [("good", "copies_none.images")]),
        ({"copied": tuple(range(50)), "beyond_luck": True}, [("bad", "copied")]),
        ({"copied": (1, 2, 3), "beyond_luck": True}, [("warning", "copied")]),
        ({"copied": tuple(range(50))}, [("warning", "coinciding")]),
        ({"copied": (1,)}, [("note", "coinciding")]),
        ({"near": tuple((i, i) for i in range(50))}, [("bad", "near_copies")]),
        ({"near": ((4, 5),)}, [("warning", "near_copies")]),
        ({"mirrored": ()}, [("good", "copies_none.mirrored")]),
        ({"mirrored": ((4, 5),)}, [("warning", "mirrored_copies")]),
        ({"mirrored": tuple((i, i) for i in range(50))}, [("bad", "mirrored_copies")]),
        ({"test_repeats": 2}, [("good", "copies_none.images"), ("note", "repeats")]),
        (
            {"copied": (1,), "contradicting": 1},
            [("note", "coinciding"), ("warning", "contradicting")],
        ),
    ],
    ids=str,
)
def test_copies(found, expected):
    made = audit(copies=copies(**found))
    assert [finding for check in CHECKS for finding in said(check, made)] == expected


def test_of_sequences_no_mirrored_ones_are_spoken_of():
    made = audit(copies=copies(), kind="sequence")
    assert said(Copied(), made) == [("good", "copies_none")]


@pytest.mark.parametrize("check", CHECKS[:2])
def test_without_test_examples_nothing_is_compared(check):
    assert said(check, audit(copies=copies(compared=0))) == ("skipped", "no_examples")


def test_values_contradict_nothing():
    made = audit(classes=(), copies=copies(contradicting=3))
    assert said(Contradicting(), made) == ("not applicable", "regression")
