"""The built site, opened as files: both languages, and search where no spaces part the words.

MIWAKE_TEST_SITE names it: python docs/build.py FOLDER.
"""

import os
import re
from pathlib import Path

import pytest
from chapters import LANGUAGES

SITE = Path(os.environ.get("MIWAKE_TEST_SITE", "none")).resolve()
PAGES = sorted(str(path.relative_to(SITE / "en")) for path in (SITE / "en").rglob("*.html"))
DONE = """() => {
  const title = document.querySelector("#search-results h2");
  return title && !title.querySelector("span");
}"""
OTHER = {"en": "ja", "ja": "en"}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PAGES, reason="MIWAKE_TEST_SITE names no built site"),
]


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    wrong = []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


def test_both_languages_have_the_same_pages():
    assert sorted(str(p.relative_to(SITE / "ja")) for p in (SITE / "ja").rglob("*.html")) == PAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_leads_to_itself_in_the_other_language(name, lang):
    text = (SITE / lang / name).read_text("utf-8")
    assert re.search(r'<html[^>]* lang="(\w+)"', text)[1] == lang
    link = re.search(r'<a class="other-language" lang="(\w+)".*? href="([^"]+)"', text)
    assert link[1] == OTHER[lang]
    target = ((SITE / lang / name).parent / link[2]).resolve()
    assert target == (SITE / OTHER[lang] / name).resolve()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_brings_all_it_needs(name, lang):
    text = (SITE / lang / name).read_text("utf-8")
    brought = re.findall(r'<(?:script|img|link)\b[^>]*?(?:src|href)="([^"]+)"', text)
    assert [url for url in brought if url.startswith(("http:", "https:", "//"))] == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("訓練データ", "glossary"),
        ("パイこね変換", "03-your-own-data"),
        ("正答率", "04-good-or-bad"),
        ("温度", "07-ising"),
        ("パイこね変換の正答率", "04-good-or-bad"),
        ("mnist", "01-first-training"),
    ],
)
def test_search_finds_japanese_words_without_a_server(page, asked, found):
    assert found in results(page, "ja", asked)


def test_search_finds_english_words_without_a_server(page):
    assert "04-good-or-bad" in results(page, "en", "accuracy")


def test_search_finds_nothing_that_is_not_there(page):
    assert results(page, "ja", "存在しない言葉") == []


def results(page, lang, asked):
    """The pages that the search box finds."""
    page.goto((SITE / lang / "search.html").as_uri())
    page.fill("input[name=q] >> nth=0", asked, force=True)
    page.locator("form:has(input[name=q]) >> nth=0").evaluate("form => form.submit()")
    page.wait_for_function(DONE)
    links = page.locator("ul.search li a").evaluate_all("all => all.map(a => a.href)")
    start = (SITE / lang).as_uri() + "/"
    return [link.partition("#")[0].removeprefix(start).removesuffix(".html") for link in links]


def test_a_phone_needs_no_sideways_scrolling(page):
    wide = []
    for lang in LANGUAGES:
        for name in PAGES:
            page.goto((SITE / lang / name).as_uri())
            if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                wide.append(f"{lang}/{name}")
    assert wide == []
