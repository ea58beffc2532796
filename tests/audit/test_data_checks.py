"""What examples themselves say: every check, every status, on figures made for it."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import TriedView
from miwake.audit.class_statistics import ClassStatistics
from miwake.audit.data_checks import check_balance, check_constants, check_copies, check_facts
from miwake.audit.duplicates import Copies
from miwake.dataset import Dataset
from miwake.messages import languages


def statistics(n, n_test=100, mean=0.0, **other):
    return ClassStatistics(n, n_test, mean, 1.0, 0.0, 1.0, 0.1, 0.1, **other)


def copies(**found):
    nothing = {"train_repeats": 0, "test_repeats": 0, "copied": (), "beyond_luck": False}
    return Copies(**nothing | {"contradicting": 0, "near": (), "compared": 1000} | found)


def said(checks):
    checks = list(checks)
    for check in checks:
        assert all(check.text(lang) for lang in languages())
    return [(check.status, check.sentence) for check in checks]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 500, "b": 500}, [("good", "equal")]),
        ({"a": 500, "b": 480}, [("good", "balanced")]),
        ({"a": 500, "b": 200}, [("note", "uneven")]),
        ({"a": 5000, "b": 200}, [("warning", "imbalanced")]),
        ({"a": 500, "b": 15}, [("warning", "class_tiny"), ("warning", "imbalanced")]),
        ({"a": 500, "b": 0}, [("bad", "class_missing_train")]),
    ],
    ids=["equal", "balanced", "uneven", "imbalanced", "tiny", "missing"],
)
def test_balance(counts, expected):
    found = {name: statistics(n) for name, n in counts.items()}
    assert said(check_balance(found, tuple(counts), 0.5)) == expected


def test_a_class_without_test_examples():
    found = {"a": statistics(500), "b": statistics(500, n_test=0)}
    assert ("bad", "class_missing_test") in said(check_balance(found, ("a", "b"), 0.5))


def test_a_regression_has_no_balance():
    assert said(check_balance({"all": statistics(100)}, (), 0.0)) == []


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([{}, {}], []),
        ([{"blank": 10}, {}], [("note", "blank")]),
        ([{"blank": 300}, {}], [("warning", "blank")]),
        ([{"alike": True}, {}], [("warning", "class_alike")]),
        ([{"alike": True}, {"alike": True}], [("bad", "all_alike")]),
        ([{"alike": True}, {"alike": True, "mean": 1.0}], [("warning", "class_alike")]),
    ],
    ids=["none", "few blank", "many blank", "class alike", "all alike", "each class alike"],
)
def test_constants(found, expected):
    named = {name: statistics(500, **f) for name, f in zip("ab", found, strict=True)}
    assert said(check_constants(named)) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({}, [("good", "copies_none")]),
        ({"copied": tuple(range(50)), "beyond_luck": True}, [("bad", "copied")]),
        ({"copied": (1, 2, 3), "beyond_luck": True}, [("warning", "copied")]),
        ({"copied": tuple(range(50))}, [("warning", "coinciding")]),
        ({"copied": (1,)}, [("note", "coinciding")]),
        ({"near": tuple((i, i) for i in range(50))}, [("bad", "near_copies")]),
        ({"near": ((4, 5),)}, [("warning", "near_copies")]),
        ({"test_repeats": 2}, [("good", "copies_none"), ("note", "repeats")]),
        (
            {"copied": (1,), "contradicting": 1},
            [("note", "coinciding"), ("warning", "contradicting")],
        ),
        ({"compared": 0}, []),
    ],
    ids=str,
)
def test_copies(found, expected):
    assert said(check_copies(copies(**found), ("a", "b"))) == expected


@pytest.mark.parametrize("inside", [True, False])
def test_a_fact_that_gives_the_label_away_matters_where_it_is_an_input(inside):
    rng = np.random.default_rng(0)
    x, y = rng.random((200, 5)).astype(np.float32), np.arange(200, dtype=np.int32) % 2
    fact = y + 0.1 * rng.random(200)
    if inside:
        x[:, 3] = 10 * fact
    known = {"price": fact, "word": np.array(["a", "b"] * 100)}
    data = Dataset(x, y, x, y, ("a", "b"), facts_train=known, facts_test=known)
    trials = [TriedView(f"fact:{name}", 1, 1.0, 0.98, 1.0, 0.0) for name in known]
    found = list(check_facts(data, trials, 0.5))
    assert said(found) == ([("warning", "fact_in_input")] if inside else [])
    assert [check.values["place"] for check in found] == [4] * inside
