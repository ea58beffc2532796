"""Findings as they are shown: in the terminal, on pages, from records."""

import pytest

from miwake.findings import SIGNS, Action, Finding
from miwake.messages import languages
from miwake.plan import TrainingPlan
from miwake.render.findings import (
    finding_lines,
    next_step,
    verdict_lines,
    view_findings,
    view_in_all,
)

LOOK, TRAIN = (Action(verb, TrainingPlan.of(task="a")) for verb in ("look", "train"))
FINDINGS = (
    Finding("views", "bad", "views.better.number", {"view": "mean", "view_score": 0.9}, LOOK),
    Finding("ceiling", "warning", "ceiling.unusable", {"problem": "x"}, TRAIN),
    Finding("facts", "note", "facts.give_away", {"name": "t", "fact_score": 1.0}),
    Finding("data", "good", "data.enough", {"curve": "", "seconds": 0.0}),
    Finding("chance", "good", "chance.above.accuracy", {"score": 1, "chance": 0.5, "p": "p"}),
)


def test_a_verdict_says_what_matters_and_one_step():
    lines = list(verdict_lines(FINDINGS))
    assert [line[0] for line in lines] == ["✗", "!", "·", "✓", "N"]
    assert lines[0] == "✗ One number does better: the mean alone reaches 0.900."
    assert lines[3:] == ["✓ enough data, better than chance", "Next: miwake look a"]


def test_a_verdict_in_japanese():
    lines = list(verdict_lines(FINDINGS, "ja"))
    assert lines[3:] == ["✓ データは十分、当てずっぽうより良い", "次の一手：miwake look a"]


def test_no_verdict_no_lines():
    assert list(verdict_lines(())) == []


@pytest.mark.parametrize("status", SIGNS)
def test_a_finding_has_its_mark_and_the_next_step_below(status):
    action = Action("train", TrainingPlan.of(task="it"))
    finding = Finding("views", status, "nothing_found", {"count": 7}, next=action)
    assert list(finding_lines([finding])) == [
        f"{SIGNS[status]} nothing found among these 7 views",
        "  → miwake train it",
    ]


@pytest.mark.parametrize("lang", languages())
def test_a_recorded_finding_is_shown_as_the_finding_was(lang):
    recorded = [finding.as_json() for finding in FINDINGS]
    assert view_findings(recorded, lang) == view_findings(FINDINGS, lang)


def test_a_recorded_finding_of_a_stranger_is_shown_in_its_own_words():
    stranger = {"check": "x", "status": "note", "text": "So it is.", "sentence": "none.such"}
    (view,) = view_findings([stranger, {"status": "dreadful"}])
    assert (view.sign, view.text, view.next) == ("·", "So it is.", None)


def test_a_page_gets_every_language():
    view = view_in_all(FINDINGS[3])
    assert (view["status"], view["sign"], view["next"]) == ("good", "✓", None)
    assert view["text"] == {lang: FINDINGS[3].text(lang) for lang in languages()}


def test_the_next_step_is_that_of_the_gravest():
    assert next_step(view_findings(reversed(FINDINGS))) == "miwake look a"
    assert next_step([]) is None
