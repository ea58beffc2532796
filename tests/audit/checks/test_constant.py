"""Examples that are all the same."""

import pytest

from made_look import audit, said, statistics
from miwake.audit.checks.constant import Constant

CHECK = Constant()


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
    assert said(CHECK, audit(statistics=named)) == expected


def test_equal_numbers_in_a_row_of_a_table_are_no_blank():
    named = {"a": statistics(500, blank=300), "b": statistics(500)}
    assert said(CHECK, audit(statistics=named, columns=("column:x", "column:y"))) == []
