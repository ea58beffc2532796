"""Classes that differ in how their numbers were computed."""

import numpy as np
import pytest

from made_look import audit, said, view
from miwake.audit.checks.last_bits import LastBits
from miwake.audit.checks.views import Views
from miwake.dataset import Dataset

CHECK = LastBits()


@pytest.mark.parametrize("score", [0.54, 0.99])
def test_last_bits(score):
    made = audit(views=(view("last_bits", score, features=7), view("pairs", 0.7, features=64)))
    assert said(Views(), made) == [("note", "best_view")]
    assert said(CHECK, made) == ([("warning", "last_bits")] if score > 0.9 else [])


def test_values_have_no_last_bits():
    assert said(CHECK, audit(classes=())) == ("not applicable", "regression")


def test_numbers_that_are_short_already_are_not_to_be_shortened():
    x, y = np.zeros((4, 2), np.float32), np.zeros(4, np.int32)
    made = audit(Dataset(x, y, x, y, ("a", "b")), views=(view("last_bits", 0.99, features=7),))
    assert said(CHECK, made) == [("warning", "last_bits.float32")]
    assert "astype" not in CHECK.run(made)[0].text()
