"""Sets without a fault raise no warning that is untrue."""

import pytest

from made_clean_sets import CLEAN
from miwake.audit.look import look

EASY = {"iris", "wine", "breast_cancer", "baker", "waves"}  # a simple view does tell their classes
TRUE_OF_EASY = {"number_tells", "view_tells"}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_set_raises_no_untrue_warning(name):
    seen = look(CLEAN[name]())
    warnings = {f.sentence for f in seen.warnings if f.status in {"warning", "bad"}}
    assert warnings <= (TRUE_OF_EASY if name in EASY else set())
    for view in seen.views:
        assert not (warnings & TRUE_OF_EASY and view.gain(seen.chance) > 0.9) or view.p < 0.05


@pytest.mark.parametrize("name", ["heavy", "chance"])
def test_where_no_simple_view_tells_anything_nothing_is_said_to(name):
    assert "nothing_found" in {f.sentence for f in look(CLEAN[name]()).warnings}
