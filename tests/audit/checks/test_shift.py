"""Parts that come from elsewhere."""

from dataclasses import replace

import pytest

from made_look import EMPTY, audit, said
from miwake.audit.checks.shift import Shift
from miwake.audit.shift import Shift as Found
from miwake.dataset import Origin
from miwake.plan import DataPlan, ReaderOptions

CHECK = Shift()


@pytest.mark.parametrize("change", ["class", "target", "column", "texts", "mean", "spread", "all"])
def test_each_change_has_its_words(change):
    name = "column:height" if change in {"column", "texts"} else "a"
    made = audit(shift=Found(change, name, 0.5, 0.7, 0.3))
    assert said(CHECK, made) == [("warning", f"shift_{change}")]
    if change in {"column", "texts"}:
        assert "column height" in next(iter(CHECK.run(made))).text()


def test_groups_on_one_side_differ_by_design():
    origin = Origin.__new__(Origin)
    object.__setattr__(origin, "plan", DataPlan(reader=ReaderOptions(group="person")))
    made = audit(replace(EMPTY, origin=origin), shift=Found("mean", "", 0, 1))
    assert said(CHECK, made) == ("not applicable", "grouped")


def test_parts_that_are_alike_raise_no_word():
    assert said(CHECK, audit()) == []
