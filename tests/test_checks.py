"""Every check is one whole object: codes, names, entries in the catalogues, sentences."""

from pathlib import Path

import pytest

import miwake
from miwake.audit.checks import CHECKS as AUDIT_CHECKS
from miwake.checks import Check, Unanswered, run_checks
from miwake.findings import SIGNS
from miwake.messages import catalogue, languages, messages
from miwake.verdict.checks import CHECKS as VERDICT_CHECKS

CHECKS = (*AUDIT_CHECKS, *VERDICT_CHECKS)
SOURCE = "".join(path.read_text("utf-8") for path in Path(miwake.__file__).parent.rglob("*.py"))


def test_codes_are_those_of_one_check():
    codes = [check.code for check in CHECKS]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("MW") and code[2:].isdecimal() for code in codes)


@pytest.mark.parametrize("room", [AUDIT_CHECKS, VERDICT_CHECKS])
def test_names_are_those_of_one_check_in_a_room(room):
    names = [check.name for check in room]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_every_check_stands_in_the_catalogue(check, lang):
    known = catalogue(lang).messages
    assert {f"{what}.{check.name}" for what in ("name", "question", "meaning")} <= known.keys()
    assert check.may_say()
    assert set(check.may_say()) <= known.keys()
    assert check.gravest in SIGNS
    assert check.cost in {"free", "trains"}


def test_the_catalogue_has_no_check_that_is_gone():
    keys = [key.split(".") for key in messages("en")]
    named = {key[1] for key in keys if key[0] in {"name", "question", "meaning"}}
    assert named == {check.name for check in CHECKS}


def test_every_reason_of_the_catalogue_is_given_by_a_check():
    reasons = {key.split(".")[1] for key in messages("en") if key.startswith("unanswered.")}
    assert {reason for reason in reasons if f'"{reason}"' not in SOURCE} == set()


class Even(Check[int]):
    """Numbers of which some are even."""

    code, name, gravest = "MW999", "chance", "bad"

    def run(self, evidence):
        """Find out."""
        if evidence < 0:
            return self.not_applicable("no_facts")
        if evidence > 9:
            return self.skipped("time")
        return [self.finding("good", "training.ran", {"first": 1, "last": evidence})]


def test_what_is_found_and_what_stays_unanswered_are_told_apart():
    findings, unanswered = run_checks([Even()], 4)
    assert [(f.check, f.status, f.values["last"]) for f in findings] == [("chance", "good", 4)]
    assert unanswered == []
    results = [run_checks([Even()], n) for n in (-1, 10)]
    assert [found for found, _ in results] == [[], []]
    assert [left for _, left in results] == [
        [Unanswered("chance", "not applicable", "unanswered.no_facts")],
        [Unanswered("chance", "skipped", "unanswered.time")],
    ]


@pytest.mark.parametrize("lang", languages())
def test_why_a_check_stays_unanswered_is_said(lang):
    (skipped,) = run_checks([Even()], 10)[1]
    told = skipped.as_json(lang)
    assert (told["check"], told["result"]) == ("chance", "skipped")
    assert told["text"] == skipped.text(lang) != skipped.sentence
