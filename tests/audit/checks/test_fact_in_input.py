"""Facts that give the label away."""

import numpy as np
import pytest

from made_look import audit, said, view
from miwake.audit.checks.fact_in_input import FactInInput
from miwake.dataset import Dataset

CHECK = FactInInput()


@pytest.mark.parametrize("inside", [True, False])
def test_a_fact_that_gives_the_label_away_matters_where_it_is_an_input(inside):
    rng = np.random.default_rng(0)
    x, y = rng.random((200, 5)).astype(np.float32), np.arange(200, dtype=np.int32) % 2
    fact = y + 0.1 * rng.random(200)
    if inside:
        x[:, 3] = 10 * fact
    known = {"price": fact, "word": np.array(["a", "b"] * 100)}
    data = Dataset(x, y, x, y, ("a", "b"), facts_train=known, facts_test=known)
    facts = [view(f"fact:{name}", 1.0) for name in known]
    made = audit(data, facts=tuple(facts))
    assert said(CHECK, made) == ([("warning", "fact_in_input")] if inside else [])
    assert [finding.values["place"] for finding in CHECK.run(made)] == [4] * inside


def test_without_facts_there_is_nothing_to_ask():
    assert said(CHECK, audit()) == ("not applicable", "no_facts")
