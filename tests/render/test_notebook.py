"""What a notebook shows, as fragments of HTML."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

import miwake
from miwake.dataset import Dataset
from miwake.render.display import html_of

LANGUAGES = ("en", "ja")
VOID = {"img", "br", "rect", "line", "path", "polyline"}
RNG = np.random.default_rng(0)


class Tags(HTMLParser):
    """Whether every tag that is opened is closed again."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, text):
        self.text.append(text)


def read(html):
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    return tags


@pytest.fixture(scope="module")
def comparison():
    task = miwake.load_task("baker", {"LENGTH": "8"})
    return miwake.compare(task, ["dense"], sizes=[100, 200], repeats=2, epochs=1, test=100)


@pytest.fixture
def things(baker_run, comparison):
    data = baker_run.data
    return {
        "data": data,
        "look": miwake.look(data),
        "run": baker_run.record,
        "comparison": comparison,
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["data", "look", "run", "comparison"])
def test_each_is_one_whole_fragment_in_the_language(things, name, lang):
    html = html_of(things[name], lang)
    tags = read(html)
    assert html.startswith(f'<div class="miwake" lang="{lang}">')
    assert "table" in tags.seen
    assert ("img" if name == "data" else "svg") in tags.seen
    japanese = re.search(r"[ぁ-ん]", "".join(tags.text)) is not None
    assert japanese == (lang == "ja")


@pytest.mark.parametrize("name", ["data", "look", "run", "comparison"])
def test_jupyter_gets_it_in_the_users_language(things, baker_run, name, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    shown = baker_run if name == "run" else things[name]
    assert shown._repr_html_() == html_of(things[name], "ja")


def test_the_figures_are_those_of_the_run(baker_run):
    text = " ".join(read(html_of(baker_run.record, "en")).text)
    assert f"{baker_run.result.accuracy.accuracy:.4f}" in text
    assert all(check.text("en").split("`")[0] in text for check in baker_run.verdict)
    assert next(str(check.next) for check in baker_run.verdict if check.next) in text


def test_a_run_from_its_folder_shows_the_same(baker_run):
    assert miwake.load_run(baker_run.path)._repr_html_() == baker_run._repr_html_()


def test_a_keras_file_alone_shows_its_name(baker_run):
    alone = miwake.load_run(baker_run.path / "model.keras")
    assert "model.keras" in alone._repr_html_()


def test_the_ink_is_that_of_the_page_around_it(things):
    for thing in things.values():
        style = html_of(thing, "en").split("</style>")[0]
        assert "--ink: currentColor" in style
        assert ":root" not in style
        assert re.search(r"(?<!-)\bbackground: (?!none|var\(--raised\))", style) is None


def test_names_are_text_and_nothing_else():
    x, y = RNG.random((40, 9, 4)).astype(np.float32), np.arange(40, dtype=np.int32) % 2
    nasty = ("<script>alert(1)</script>", '"><b>')
    html = html_of(Dataset(x, y, x, y, classes=nasty), "en")
    assert "<script" not in html
    assert "<b>" not in html
    read(html)


@pytest.mark.parametrize("shape", [(3,), (2000,), (9, 9), (9, 9, 3), (4, 4, 4, 4)])
def test_examples_of_any_kind_are_shown_in_little_room(shape):
    x = RNG.random((60, *shape)).astype(np.float32)
    y = np.arange(60, dtype=np.int32) % 2
    html = html_of(Dataset(x, y, x, y, classes=("a", "b")), "en")
    assert "<img" in html
    assert len(html) < 1_000_000


def test_a_regression_counts_all_examples_together():
    x = RNG.random((60, 5)).astype(np.float32)
    html = html_of(Dataset(x, x[:, 0], x[:20], x[:20, 0], target="size"), "en")
    text = " ".join(read(html).text)
    assert "regression of size" in text
    assert re.search(r"all\s+60\s+20", text)


def test_nothing_else_is_shown():
    with pytest.raises(TypeError, match="nothing of int"):
        html_of(3)
