"""How many examples the classes have."""

import pytest

from made_look import audit, said, statistics
from miwake.audit.checks.balance import Balance

CHECK = Balance()


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
    assert said(CHECK, audit(statistics=found)) == expected


def test_a_class_without_test_examples():
    found = {"a": statistics(500), "b": statistics(500, n_test=0)}
    assert ("bad", "class_missing_test") in said(CHECK, audit(statistics=found))


def test_a_regression_has_no_balance():
    made = audit(classes=(), statistics={"all": statistics(100)})
    assert said(CHECK, made) == ("not applicable", "regression")


def test_always_answering_a_class_that_the_test_lacks_is_never_right():
    made = audit(statistics={"a": statistics(500, 0), "b": statistics(200, 100)})
    (uneven,) = (found for found in CHECK.run(made) if found.sentence == "uneven")
    assert uneven.values["chance"] == 0


def test_few_tests_of_a_class_with_many_for_training_are_a_note():
    made = audit(statistics={name: statistics(43, 7) for name in "ab"})
    assert said(CHECK, made) == [("note", "class_tiny"), ("good", "equal")]
