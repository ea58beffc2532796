"""Facts that give the class away."""

import numpy as np

from made_evidence import evidence, found, hits, why
from miwake.verdict.checks.facts import Facts

CHECK = Facts()


def test_facts():
    made = evidence(facts={"temperature": 1.0, "length": 0.7})
    assert found(CHECK, made) == [("facts", "note", "facts.give_away", None)]


def test_without_facts_there_is_nothing_to_ask():
    assert why(CHECK, evidence()) == ("not applicable", "no_facts")


def test_a_fact_gives_nothing_away_where_one_class_is_nearly_all():
    y = (~hits(0.995)).astype(np.int32)
    assert found(CHECK, evidence(y=y, y_train=y, facts={"any": 0.995})) == []
