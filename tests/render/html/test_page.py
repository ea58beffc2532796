"""The report, from plain data made for it."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import numpy as np
import pytest

from miwake.messages import message, messages, translate
from miwake.plan import TrainingPlan
from miwake.render.html.error_analysis import PredictedExamples, surest_mistakes
from miwake.render.html.page import coded, report_html
from miwake.run.record import PLANNED, Record
from miwake.stats.evaluation import evaluate_outputs

VOID = {"meta", "img", "br", "link"}
NASTY = '<script>alert("x")</script>'
LANGUAGES = ("en", "ja")
CHECK = {
    "check": "ceiling",
    "status": "warning",
    "text": "as it was said",
    "next": "miwake train mine --network conv",
    "sentence": "ceiling.far",
    "values": {"best": 1.0, "score": 0.8},
}
VIEWS = [
    {"view": "lag one", "accuracy": 0.95, "low": 0.94, "high": 0.96, "p": 0.0},
    {"view": "mean", "accuracy": 0.5, "low": 0.49, "high": 0.51, "p": 1.0},
]
TASK = {
    "name": "mine",
    "title": "Mine or yours?",
    "origin": "mine.py",
    "text": "def mine(rng): ...\n",
    "sha256": "abc123",
    "settings": {"LENGTH": 30},
    "changed": {"LENGTH": 50},
}


def record(**changes):
    made = Record(
        task=TASK,
        plan=TrainingPlan.of(train=600, test=100, seed=3, network="dense", epochs=2),
        classes=("mine", "yours"),
        target=None,
        epochs=2,
        results={},
        history=[
            {"epoch": 1, "loss": 0.7, "accuracy": 0.5, "val_loss": 0.6, "val_accuracy": 0.6},
            {"epoch": 2, "loss": 0.4, "accuracy": 0.8, "val_loss": 0.5, "val_accuracy": 0.7},
        ],
        verdict=[CHECK],
        views=VIEWS,
        best={"accuracy": 1.0, "low": 0.97, "high": 1.0},
        versions={"keras": "3.99"},
        seconds={"fit": 1.25, "wondering": 2.0},
    )
    planned = {PLANNED[name]: changes.pop(name) for name in PLANNED if name in changes}
    return replace(made, plan=made.plan.with_(**planned), **changes)


def answered(classes=2, shape=(30,), n=100):
    rng = np.random.default_rng(1)
    y = rng.integers(0, classes, n)
    answers = rng.dirichlet(np.ones(classes), n).astype(np.float32)
    return PredictedExamples(rng.random((n, *shape)), y, answers, {"heat": rng.random(n)})


def classified(shape=(30,), **changes):
    made = record(**changes)
    found = answered(len(made.classes), shape)
    result = evaluate_outputs(found.answers, found.y, made.classes).as_json()
    return replace(made, results=result), found


def regression(**changes):
    rng = np.random.default_rng(2)
    y = rng.random(100).astype(np.float32)
    found = PredictedExamples(rng.random((100, 30)), y, y[:, None] + 0.1, {"heat": rng.random(100)})
    result = evaluate_outputs(found.answers, y, ()).as_json()
    history = [{"epoch": 1, "loss": 0.5, "mean_absolute_error": 0.6}]
    made = {"classes": (), "target": "heat", "results": result, "history": history}
    return record(**made | changes), found


class Tags(HTMLParser):
    """Finds what is not closed, and collects tags and text."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.words = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


RUNS = {"classes": classified, "images": lambda: classified((8, 8)), "regression": regression}


@pytest.fixture(params=LANGUAGES)
def lang(request):
    return request.param


@pytest.fixture(params=RUNS)
def page(request, lang):
    return report_html(*RUNS[request.param](), lang)


# The page as a page


def test_it_is_html_with_every_tag_closed(page):
    assert page.startswith("<!DOCTYPE html>")
    Tags(page)


def test_it_says_its_language(page, lang):
    assert f'<html lang="{lang}">' in page


def test_it_needs_no_other_file_no_host_and_no_script(page):
    for tag, attributes in Tags(page).tags:
        assert tag not in {"script", "link", "iframe", "object"}
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("src") or "data:").startswith("data:")
        assert "href" not in attributes
    assert not re.search(r"https?://|url\(|@import", page)


def test_each_picture_says_what_it_shows(page):
    for tag, attributes in Tags(page).tags:
        if tag == "img":
            assert attributes["alt"]
        if tag == "svg":
            assert attributes.get("aria-label") or attributes.get("aria-hidden") == "true"


def test_headings_go_down_one_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in Tags(page).tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(low - high <= 1 for high, low in pairwise(levels))


def test_table_headers_say_what_they_head(page):
    heads = [a for tag, a in Tags(page).tags if tag == "th"]
    assert all("scope" in a or not a or "aria-hidden" in a for a in heads)


def test_it_is_the_same_each_time(lang):
    assert report_html(*classified(), lang) == report_html(*classified(), lang)


# What it says


def test_japanese_has_no_english_sentence_left():
    text = Tags(report_html(*classified((8, 8)), "ja")).text
    said = {t for key, t in messages("en").items() if key.startswith("report.") and len(t) > 12}
    assert [english for english in said if english in text] == []


def test_the_verdict_comes_first_with_its_next_command(lang):
    text = report_html(*classified(), lang)
    assert text.index('class="next"') < text.index('class="intervals"')
    assert CHECK["next"] in text


def test_a_finding_is_said_in_the_language():
    assert "The best possible is 1.000" in report_html(*classified(), "en")
    assert "最良の規則なら1.000" in report_html(*classified(), "ja")


@pytest.mark.parametrize("change", [{"sentence": "gone.away"}, {"values": {}}, {"values": None}])
def test_a_finding_without_its_sentence_is_told_as_it_was(change):
    text = report_html(*classified(verdict=[CHECK | change]), "ja")
    assert "as it was said" in text


def test_figures_and_origins_stand_in_it():
    made, found = classified()
    text = Tags(report_html(made, found, "en")).text
    assert f"{made.results['test_accuracy']:.4f}" in text
    for part in ("lag one", "0.950", "keras", "3.99", "LENGTH", "50 changed", "abc123", "1.25"):
        assert part in text
    assert "def mine(rng): ..." in text
    assert "wondering" in text


def test_the_network_stands_among_the_views_by_its_accuracy():
    made, found = classified()
    text = report_html(made, found, "en")
    listed = text[text.index("Simple views beside") :]
    assert listed.index("lag one") < listed.index("this network")


def test_an_interrupted_run_says_so():
    assert "Interrupted after 2 of 5 epochs" in report_html(*classified(epochs_asked=5), "en")


def test_a_run_that_was_interrupted_in_its_repeats_says_so():
    repeats = {"n": 3, "mean": 0.8, "sd": 0.1, "min": 0.7, "max": 0.9}
    made, found = classified(epochs_asked=2, repeats=repeats, repeats_asked=5)
    assert "Interrupted after 3 of 5 repeats" in report_html(made, found, "en")
    made, found = classified(epochs_asked=2, repeats=repeats, repeats_asked=3)
    assert "Interrupted" not in report_html(made, found, "en")


def test_of_many_classes_the_worst_and_the_most_frequent_mistakes_are_shown():
    names = tuple(f"class{n}" for n in range(60))
    text = report_html(*classified(classes=names), "en")
    assert "The 24 classes that are found least, of 60." in text
    assert "The most frequent mistakes" in text


def test_many_views_are_counted():
    views = [VIEWS[1] | {"view": f"view {n}"} for n in range(20)]
    assert "8 more views did no better" in report_html(*classified(views=views), "en")


def test_words_between_backticks_are_code():
    assert coded("use `a<b` now") == "use <code>a&lt;b</code> now"
    assert coded("one ` alone <") == "one ` alone &lt;"


# What is not there


def test_without_test_examples_the_rest_is_there(lang):
    made, _ = classified()
    text = report_html(made, None, lang)
    Tags(text)
    assert message("report.absent", lang) in text
    assert 'class="gallery' not in text


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": [], "views": [], "best": None},
        {"history": []},
        {"history": [{"epoch": 1, "loss": None}]},
        {"task": {"name": "data", "title": "arrays", "origin": None, "text": None}},
        {"task": {}},
        {"versions": {}, "seconds": {}},
        {"verdict": [{}], "seconds": {"fit": None}},
    ],
)
def test_what_is_absent_is_left_out(change, lang):
    for make in (classified, regression):
        Tags(report_html(*make(**change), lang))


@pytest.mark.parametrize("results", [{}, {"test_accuracy": None, "chance": None}])
def test_a_run_without_results_still_has_a_report(results, lang):
    made, found = classified()
    Tags(report_html(replace(made, results=results), found, lang))


@pytest.mark.parametrize("make", [classified, regression])
def test_answers_that_are_no_numbers_leave_their_figures_out(make, lang):
    made, found = make()
    broken = replace(found, answers=np.full_like(found.answers, np.nan))
    Tags(report_html(made, broken, lang))


def test_without_mistakes_it_says_so():
    found = answered()
    found = replace(found, answers=np.eye(2, dtype=np.float32)[found.y])
    text = report_html(record(), found, "en")
    assert "every answer is right" in text


def test_the_nearest_photo_for_training_stands_beside_a_mistake(lang):
    made, tested = classified((4, 4))
    (wrong,) = surest_mistakes(tested, 1).tolist()
    tested = replace(tested, nearest={wrong: (np.zeros((4, 4), np.float32), 1)})
    text = report_html(made, tested, lang)
    Tags(text)
    expected = translate("report.nearest", lang, label=made.classes[1])
    assert text.count('<span class="nearest">') == 1
    assert expected in text


def test_examples_without_a_picture_are_named():
    text = report_html(*classified((2, 3, 4)), "en")
    assert "Test example" in text


# What others wrote


def test_what_the_user_wrote_is_text(lang):
    task = {name: NASTY for name in TASK if name not in {"settings", "changed"}}
    task |= {"settings": {NASTY: NASTY}, "changed": {}}
    nasty = CHECK | {"sentence": "", "text": NASTY, "next": NASTY}
    views = [VIEWS[0] | {"view": NASTY}]
    made, found = classified(
        classes=(NASTY, '"><b>'), task=task, network=NASTY, verdict=[nasty], views=views,
        versions={NASTY: NASTY}, seconds={NASTY: 1.0}, target=NASTY,
    )  # fmt: skip
    found = replace(found, facts={NASTY: found.facts["heat"]})
    text = report_html(made, found, lang)
    assert "<script" not in text
    assert '"><b>' not in text
    assert "&lt;script&gt;" in text
    Tags(text)


def test_a_target_is_text():
    assert "<script" not in report_html(*regression(target=NASTY), "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_crossing_stands_below_the_facts(lang):
    found = record(crossings={"warmth": {"value": 2.2691, "error": 0.0021}})
    page = report_html(found, answered(), lang)
    assert "warmth = 2.269(2)" in page
    assert translate("report.crossing.caption", lang) in page
