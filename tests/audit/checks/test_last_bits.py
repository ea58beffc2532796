"""Classes that differ in how their numbers were computed."""

import pytest

from made_look import audit, said, view
from miwake.audit.checks.last_bits import LastBits
from miwake.audit.checks.views import Views

CHECK = LastBits()


@pytest.mark.parametrize("score", [0.54, 0.99])
def test_last_bits(score):
    made = audit(views=(view("last_bits", score, features=7), view("pairs", 0.7, features=64)))
    assert said(Views(), made) == [("note", "best_view")]
    assert said(CHECK, made) == ([("warning", "last_bits")] if score > 0.9 else [])


def test_values_have_no_last_bits():
    assert said(CHECK, audit(classes=())) == ("not applicable", "regression")
