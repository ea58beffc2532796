"""What changes with dates."""

import pytest

from made_look import audit, said
from miwake.audit.checks.drift import Drift
from miwake.audit.drift import Drift as Found

CHECK = Drift()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found("day", 0.9, 0.6), [("warning", "drift_score")]),
        (Found("day", 0.9, 0.9, "ill", 0.2, 0.5), [("note", "drift_label")]),
        (
            Found("day", 0.9, 0.6, "ill", 0.2, 0.5),
            [("warning", "drift_score"), ("note", "drift_label")],
        ),
        (None, []),
    ],
    ids=["score", "label", "both", "none"],
)
def test_drift(found, expected):
    assert said(CHECK, audit(drift=found, columns=("column:day",))) == expected


def test_what_is_no_table_has_no_dates():
    assert said(CHECK, audit()) == ("not applicable", "no_table")


def test_what_a_model_of_values_reaches_is_no_share_of_right_answers():
    look = audit(drift=Found("day", 0.9, 0.6), columns=("column:day",), classes=(), target="y")
    assert said(CHECK, look) == [("warning", "drift_score_values")]
