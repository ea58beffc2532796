"""The verdict as a whole, its order, its next step, and how often it fires at nothing."""

import dataclasses

import numpy as np
import pytest

from made_evidence import answers, control, evidence, hits, regression, view
from miwake.findings import Action, Finding, NextSteps
from miwake.messages import languages
from miwake.plan import TrainingPlan
from miwake.render.findings import next_step, view_findings
from miwake.verdict.checks import CHECKS
from miwake.verdict.checks.chance import Chance
from miwake.verdict.evidence import Best
from miwake.verdict.verdict import judge

CONV = "miwake train baker --network conv"
LOOK = Action("look", TrainingPlan.of(task="baker"))
TRAIN = Action("train", TrainingPlan.of(task="baker"))


def verdict(made):
    return judge(made).findings


def step(findings):
    return next_step(view_findings(findings))


def statuses(made):
    return {check.check: check.status for check in verdict(made)}


def test_the_article_on_baker():
    y = evidence().y
    checks = verdict(evidence(0.8169, views=[view(0.947)], best=Best(y)))
    assert [check.text() for check in checks[:2]] == [
        "One number does better: the lag-1 autocorrelation alone reaches 0.947.",
        "The best possible is 1.000 (`best` in the task file); the network reaches 0.817.",
    ]
    assert step(checks) == CONV


def test_when_all_is_reached_nothing_is_left_to_try():
    y = evidence().y
    done = evidence(0.9995, views=[view(0.947)], best=Best(y), networks=())
    assert {check.status for check in verdict(done)} == {"good"}
    assert step(verdict(done)) is None


def test_a_training_that_failed_is_judged_as_a_training_alone():
    leak = Finding("duplicates", "bad", "training.dead")
    broken = evidence(train_losses=(0.7, float("nan")), warnings=[leak])
    assert [check.check for check in verdict(broken)] == ["duplicates", "training"]
    unanswered = judge(broken).unanswered
    assert {(check.result, check.sentence) for check in unanswered} == {
        ("skipped", "unanswered.failed")
    }
    assert len(unanswered) == len(CHECKS) - 1


def test_what_was_not_asked_is_told_apart():
    told = {check.check: check.result for check in judge(evidence()).unanswered}
    assert told == {
        "views": "skipped",
        "labels": "skipped",
        "order": "skipped",
        "data": "skipped",
        "facts": "not applicable",
        "precision": "not applicable",
    }


def test_the_gravest_comes_first_and_the_look_first_among_equals():
    leak = Finding("duplicates", "bad", "training.dead", next=LOOK)
    checks = verdict(evidence(0.82, views=[view(0.947)], warnings=[leak]))
    assert [check.check for check in checks[:2]] == ["duplicates", "views"]
    assert step(checks) == str(LOOK)
    grave = [("bad", "warning", "note", "good").index(check.status) for check in checks]
    assert grave == sorted(grave)


def test_next_is_that_of_the_gravest_that_has_one():
    def check(status, action):
        return Finding("x", status, "training.dead", next=action)

    found = [check("note", LOOK), check("warning", TRAIN), check("bad", None)]
    assert step(found) == str(TRAIN)
    assert step([check("good", None)]) is None
    assert step([]) is None


def test_a_warning_that_no_command_follows_says_that_there_is_none():
    read = NextSteps(TrainingPlan.of(task="mine.csv", network="dense", epochs=5, train=9, test=9))
    made = evidence(0.9, train_accuracy=1.0, networks=(), next=read)
    assert step(verdict(made)) is None
    assert verdict(made)[-1].sentence == "next.none.read"
    assert [f for f in verdict(evidence(0.9, networks=())) if f.check == "next"] == []


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    "made",
    [
        evidence(0.82, views=[view(0.947)], controls=[control("part", 0.7), control("order", 0.5)]),
        evidence(0.5, train_accuracy=0.9, views=[], facts={"t": 1.0}),
        regression(0.5, views=[view(0.9, right=np.empty(0))], controls=[control("labels", 0.0)]),
        regression(-0.5),
    ],
    ids=range(4),
)
def test_every_finding_can_be_said_and_kept(made, lang):
    for check in verdict(made):
        assert "{" not in check.text(lang)
        assert check.as_json(lang)["text"] == check.text(lang)


def test_a_view_is_said_in_its_language():
    check = Finding("views", "bad", "views.better.rule", {"view": "mean", "view_score": 0.9})
    assert "rule does better: mean alone" in check.text("en")
    assert "平均だけで" in check.text("ja")


def test_a_regression_of_what_does_not_vary_breaks_nothing():
    made = regression()
    flat = dataclasses.replace(made, y=made.y * 0)
    assert statuses(flat)["chance"] == "bad"


def test_better_than_chance_fires_at_nothing_in_5_of_100():
    """Networks whose answers have nothing to do with the labels, 10,000 examples each."""
    rng = np.random.default_rng(0)
    fired = []
    for _ in range(400):
        y, y_train = rng.integers(0, 2, (2, 10_000))
        given = (rng.random((10_000, 4)) @ rng.normal(size=4) > 0.3).astype(int)
        made = evidence(y=y, y_train=y_train, answers=answers(given == y, y), train_answers=None)
        fired += [Chance().run(made)[0].status != "bad"]
    assert 0.02 <= np.mean(fired) <= 0.08


def test_always_answering_the_most_frequent_class_is_chance():
    y = (~hits(0.9)).astype(np.int32)
    made = evidence(y=y, y_train=y, answers=answers(y == 0, y))
    assert Chance().run(made)[0].sentence == "chance.none.accuracy"
    assert made.chance == pytest.approx(0.9)
