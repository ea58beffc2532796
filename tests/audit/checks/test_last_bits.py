"""Classes that differ in how their numbers were computed."""

import pytest

from made_look import audit, said, view
from miwake.audit.checks.last_bits import LastBits
from miwake.audit.checks.views import Views
from miwake.stats.intervals import wilson_interval

CHECK = LastBits()


@pytest.mark.parametrize("score", [0.54, 0.99])
def test_last_bits(score):
    views = (view("last_bits", score, features=7), view("pairs", 0.7, features=64))
    made = audit(views=views, remedies={"last_bits": wilson_interval(50, 100)})
    assert said(Views(), made) == [("note", "best_view")]
    assert said(CHECK, made) == ([("warning", "last_bits")] if score > 0.9 else [])


def test_values_have_no_last_bits():
    assert said(CHECK, audit(classes=())) == ("not applicable", "regression")


@pytest.mark.parametrize("remedies", [{}, {"last_bits": wilson_interval(99, 100)}], ids=str)
def test_rounding_that_takes_nothing_away_is_not_advised(remedies):
    made = audit(views=(view("last_bits", 0.99, features=7),), remedies=remedies)
    assert said(CHECK, made) == [("warning", "last_bits.float32")]
    assert "astype" not in CHECK.run(made)[0].text()
