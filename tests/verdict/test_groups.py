"""Groups: what a verdict says of rows that belong together counts people, not rows."""

import numpy as np
import pytest

from made_evidence import evidence, only
from miwake.verdict.checks.chance import Chance
from miwake.verdict.checks.overfitting import Overfitting
from miwake.verdict.verdict import judge

PEOPLE, ROWS = 9, 20
GROUPS = np.repeat(np.arange(PEOPLE), ROWS)
CLAIMS = {"chance.above", "chance.barely", "chance.failed", "classes.uneven", "data.helps"}


def of_people(rng, groups=GROUPS, wrong=None, **changes):
    """A network that answers alike for all rows of a person, whose label is drawn."""
    y = rng.integers(0, 2, PEOPLE)
    says = rng.integers(0, 2, PEOPLE) if wrong is None else y ^ (np.arange(PEOPLE) < wrong)
    answers = np.full((PEOPLE, 2), 0.2, np.float32)
    answers[np.arange(PEOPLE), says] = 0.8
    made = {"y": np.repeat(y, ROWS).astype(np.int32), "answers": np.repeat(answers, ROWS, axis=0)}
    return evidence(groups=groups, **made | {"test_losses": np.empty((0, 0))} | changes)


def claims(made):
    return [f for f in judge(made).findings if f.sentence.rpartition(".")[0] in CLAIMS]


def test_a_verdict_claims_something_in_5_percent_of_null_sets():
    rng = np.random.default_rng(0)
    counted = sum(bool(claims(of_people(rng))) for _ in range(300))
    of_rows = sum(bool(claims(of_people(rng, groups=None))) for _ in range(50))
    assert counted <= 300 * 0.08
    assert of_rows > 50 * 0.12


def test_nine_people_are_few():
    finding = only(Chance(), of_people(np.random.default_rng(1), wrong=3))
    assert finding.sentence == "chance.unsure.accuracy_groups"
    assert "groups of test examples (9)" in finding.text()
    assert "グループが9個" in finding.text("ja")


@pytest.mark.parametrize("groups", [None, GROUPS])
def test_overfitting_on_few_people_is_unsure(groups):
    made = of_people(np.random.default_rng(2), groups, wrong=3)
    sentence = "overfitting.unsure_groups" if groups is not None else "overfitting.wide"
    assert only(Overfitting(), made).sentence == sentence
