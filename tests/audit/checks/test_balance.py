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
    sizes = {name: statistics(n) for name, n in counts.items()}
    assert said(CHECK, audit(statistics=sizes, chance=0.6)) == expected


def test_a_class_without_test_examples():
    found = {"a": statistics(500), "b": statistics(500, n_test=0)}
    assert ("bad", "class_missing_test") in said(CHECK, audit(statistics=found))


def test_a_regression_has_no_balance():
    made = audit(classes=(), statistics={"all": statistics(100)})
    assert said(CHECK, made) == ("not applicable", "regression")


def test_what_is_always_right_is_what_the_test_has():
    made = audit(statistics={"a": statistics(500, 0), "b": statistics(200, 100)}, chance=1.0)
    (uneven,) = (finding for finding in CHECK.run(made) if finding.sentence == "uneven")
    assert "Always answering b is right in 100.0%" in uneven.text()


def test_the_chance_is_that_of_all_other_sentences():
    """Of few examples classes may come out unequal by luck: no other share is called chance."""
    made = audit(statistics={"a": statistics(12, 5), "b": statistics(7, 3)}, chance=0.5)
    (luck,) = (finding for finding in CHECK.run(made) if finding.sentence == "uneven_luck")
    assert "Chance is 50.0%" in luck.text()
    assert "偶然の範囲" in luck.text("ja")


def test_few_tests_of_a_class_with_many_for_training_are_a_note():
    made = audit(statistics={name: statistics(43, 7) for name in "ab"})
    assert said(CHECK, made) == [("note", "class_tiny"), ("good", "equal")]
