"""Examples that are all the same."""

import pytest

from made_look import audit, said, statistics
from miwake.audit.checks.constant import Constant
from miwake.audit.table_summary import ColumnSummary

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


def test_columns_that_are_the_same_in_every_row_are_named():
    one, gaps = ({"range": ("5",), "counts": (9,), "different": 1} for _ in range(2))
    table = (
        ColumnSummary("k", "number", 0, **one),
        ColumnSummary("gaps", "number", 3, **gaps),
        ColumnSummary("a", "number", 0, ("1", "5"), (4, 5), 5),
    )
    made = audit(columns=tuple(f"column:{c.name}" for c in table), table=table)
    assert said(CHECK, made) == [("note", "constant_columns")]
    assert str(next(iter(CHECK.run(made))).values["names"]) == "k"
