"""The page in a real browser, and its words."""

import re
import shutil
import signal
import time
from pathlib import Path

import pytest

from miwake.studio.server import PAGE, catalogue
from miwake.task import built_in_tasks

CHROMIUM = shutil.which("chromium")
WAIT = 120_000  # milliseconds; the machine may be busy with other tests
ATTRIBUTE = re.compile(r'data-say(?:-label|-alt|-placeholder)?="(\w+)"')
SAID = re.compile(r"// Their words: ([\w, ]+)\.")


def page_text(*kinds):
    return "\n".join(p.read_text("utf-8") for p in sorted(PAGE.iterdir()) if p.suffix in kinds)


def keys_used():
    found = set(ATTRIBUTE.findall(page_text(".html")))
    text = page_text(".js")
    found |= set(re.findall(r'say(?:Label|Alt)?: "(\w+)"', text))
    found |= set(re.findall(r'\bput(?:Label)?\([^;"]*?, "(\w+)"', text))
    found |= {key for line in SAID.findall(text) for key in line.split(", ")}
    return found - {"alt"}  # the attribute of pictures


@pytest.mark.parametrize("key", sorted(keys_used()))
def test_what_the_page_says_is_in_the_catalogue(key):
    for words in catalogue().values():
        assert words[key].strip()


@pytest.mark.parametrize("task", sorted(built_in_tasks()))
def test_every_built_in_task_has_words_in_both_languages(task):
    for words in catalogue().values():
        assert words[f"task_{task}"]
        assert words[f"task_{task}_about"]


def test_nothing_comes_from_another_host():
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", page_text(".html", ".js", ".css"))
    assert "style=" not in page_text(".html")


LOST = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")  # killed servers


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("there is no chromium to drive")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def context(browser):
    """A browser window that notes what goes wrong, and what leaves the machine."""
    found = browser.new_context(viewport={"width": 1200, "height": 900})
    found.set_default_timeout(WAIT)
    troubles = []
    found.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    found.on("weberror", lambda e: troubles.append(str(e.error)))
    asked = []
    found.on("request", lambda r: asked.append(r.url))
    yield found
    found.close()
    assert [t for t in troubles if not any(lost in t for lost in LOST)] == []
    local = ("http://127.0.0.1:", "data:", "blob:")
    assert [url for url in asked if not url.startswith(local)] == []


def until(page, script):
    """Wait for something to be true; the page's policy lets no script wait inside it."""
    end = time.monotonic() + WAIT / 1000
    while not page.evaluate(script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)


def train_small(page, task="baker"):
    page.click(f"[data-task={task}]")
    until(page, "!document.querySelector('#order .start').disabled")
    page.fill("#order [name=train]", "1500")
    page.fill("#order [name=test]", "300")
    page.click("#order .start")
    page.wait_for_selector("#result .score")


def test_the_whole_path_in_both_languages_and_two_tabs(start_studio, context):
    studio = start_studio()
    page = context.new_page()
    page.goto(studio.address)
    assert page.url == f"{studio.origin}/"
    train_small(page)
    page.wait_for_selector("#chart-loss .main-svg")
    page.wait_for_selector("#samples li")
    assert page.locator("#samples li").count() == 4
    page.wait_for_selector("#seen .views, #seen .empty")
    page.fill("#order [name=epochs]", "7")
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.text_content("nav a") == "データ"
    assert page.input_value("#order [name=epochs]") == "7"
    other = context.new_page()
    other.goto(studio.origin)
    other.wait_for_selector("#result .score")
    assert other.text_content("#result .figure") == page.text_content("#result .figure")
    page.click("#result .next")
    until(page, "document.querySelectorAll('#runs tbody tr').length === 2")
    until(other, "document.querySelectorAll('#runs tbody tr').length === 2")


def test_stop_reload_and_a_server_that_was_killed(start_studio, context):
    studio = start_studio()
    page = context.new_page()
    page.goto(studio.address)
    page.click("[data-task=baker]")
    until(page, "!document.querySelector('#order .start').disabled")
    page.fill("#order [name=train]", "1500")
    page.fill("#order [name=test]", "300")
    page.fill("#order [name=epochs]", "100000")
    page.click("#order .start")
    page.wait_for_selector("#chart-loss .main-svg")
    page.reload()
    page.wait_for_selector("#chart-loss .main-svg")
    assert page.is_visible("#order .stop")
    page.click("#order .stop")
    page.wait_for_selector("#result .score")
    studio.close(signal.SIGKILL)
    page.wait_for_selector("#banner:not([hidden])")
    start_studio(port=studio.port)
    until(page, "document.querySelector('#banner').textContent.includes('started again')")


def test_a_task_file_shows_its_error_at_the_line(start_studio, context):
    page = context.new_page()
    page.goto(start_studio().address)
    page.click(".card.own >> nth=0")
    until(page, "document.querySelector('#editor textarea').value.includes('def even')")
    page.fill("#editor textarea", '"""T"""\n\ndef a(rng)\n    return 1\n')
    page.click("#editor .primary")
    page.wait_for_selector("#editor-problem:not([hidden])")
    assert page.text_content(".gutter .wrong") == "3"


def test_a_table_is_uploaded_and_asked(start_studio, context):
    page = context.new_page()
    page.goto(start_studio().address)
    page.click(".card.own >> nth=1")
    rows = "".join(f"{i % 7},{i % 5},{'odd' if i % 7 % 2 else 'even'}\n" for i in range(120))
    file = {"name": "t.csv", "mimeType": "text/csv", "buffer": f"a,b,label\n{rows}".encode()}
    page.set_input_files("#upload [name=files]", files=[file])
    page.wait_for_selector("#seen .what")
    page.fill("#order [name=epochs]", "2")
    page.click("#order .start")
    page.wait_for_selector("#cells .bars li")


def test_a_digit_is_drawn_and_recognised(start_studio, context, mnist):
    from conftest import usual_cache

    with usual_cache():
        studio = start_studio()
    page = context.new_page()
    page.goto(studio.address)
    page.click("[data-task=mnist]")
    until(page, "!document.querySelector('#order .start').disabled")
    page.fill("#order [name=train]", "12000")
    page.fill("#order [name=test]", "1000")
    page.fill("#order [name=epochs]", "3")
    page.click("#order .start")
    pad = page.locator("#pad .paper canvas")
    pad.wait_for(state="visible")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.8, steps=10)
    page.mouse.up()
    until(page, "document.querySelector('#pad .answer').textContent === '1'")
    assert page.locator("#pad .bars li").count() == 10


def test_a_phone_has_no_sideways_scrolling(start_studio, browser):
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(start_studio().address)
    page.wait_for_selector(".card")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_the_page_is_in_the_package():
    assert (Path(PAGE) / "index.html").is_file()
