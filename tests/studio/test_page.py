"""The page in a real browser, and its words."""

import os
import re
import signal
from pathlib import Path

import pytest

from driving import choose, trained, until
from miwake.plan import FIELDS, fields_of
from miwake.studio.server import PAGE, page_words
from miwake.tasks.protocol import built_in_tasks

MISSING = "axe-core is missing: npm install axe-core; MIWAKE_TEST_AXE=.../axe-core/axe.min.js"
ATTRIBUTE = re.compile(r'data-say(?:-label|-alt|-placeholder)?="(\w+)"')
MESSAGE = re.compile(r"\b(?:say\w*|key): ([^,{}]+)|\bsay\((?:\w+|query\([^()]*\)), ([^;]*?)\);")
LISTED = re.compile(r"// Keys: ([\w, ]+)")
SERVER = {"serving", "refused", "no_key", "nothing_here", "json_only", "files_only", "too_large"}
SERVER |= {"no_task", "no_upload", "not_allowed", "not_brought"}


def page_text(*kinds):
    return "\n".join(p.read_text("utf-8") for p in sorted(PAGE.rglob("*")) if p.suffix in kinds)


def keys_used():
    """The keys of messages in the page, and in comments those that are put together."""
    keys, text = set(ATTRIBUTE.findall(page_text(".html"))), page_text(".js")
    for match in MESSAGE.findall(text):
        values = re.sub(r'=== "\w+"|"say[A-Z]\w+"', "", "".join(match))
        keys |= set(re.findall(r'"([a-z]\w+)"', values))
    keys |= {key for line in LISTED.findall(text) for key in re.split(", ?", line) if key}
    keys |= {f"field_{field.name}" for field in FIELDS if field.part == "reader"}
    return keys - {"alt", "placeholder", "say"}  # attributes


@pytest.mark.parametrize("key", sorted(keys_used()))
def test_what_the_page_says_is_in_the_catalogue(key):
    for words in page_words().values():
        assert words[key].strip()


def test_the_catalogue_has_nothing_that_the_page_never_says():
    texts = set(re.findall(r'"(\w+)"', page_text(".js"))) | keys_used() | SERVER
    keys = {key for words in page_words().values() for key in words}
    assert {key for key in keys - texts if not key.startswith("task_")} == set()


def test_no_language_is_named_in_the_code():
    codes = "|".join(page_words())
    assert re.findall(rf"[\"'`.]({codes})\b", page_text(".js")) == []


def test_modules_import_only_from_their_own_layer_or_below():
    """The core knows nothing of the page, and no part another one."""
    homes = {"core": {"core"}, "views": {"core", "views", ""}, "parts": {"core", "views", ""}}
    for folder, allowed in homes.items():
        for module in (PAGE / folder).iterdir():
            for path in re.findall(r'from "(\.[^"]+)"', module.read_text("utf-8")):
                target = (module.parent / path).resolve()
                assert target.is_file(), (module.name, path)
                home = target.parent.name if target.parent != PAGE else ""
                assert home in allowed, (module.name, path)
                assert home or target.name == "api.js", (module.name, path)


@pytest.mark.parametrize("task", sorted(built_in_tasks()))
def test_every_built_in_task_has_words_in_both_languages(task):
    for words in page_words().values():
        assert words[f"task_{task}"]
        assert words[f"task_{task}_about"]


def test_the_fields_have_the_limits_of_the_server():
    text = page_text(".html")
    fields = re.findall(r'name="(\w+)" type="number" min="(\d+)" max="(\d+)"', text)
    limits = {f.name: (f.least, f.most) for f in fields_of("train") if f.type is int}
    assert {name: (int(least), int(most)) for name, least, most in fields} == limits


def test_nothing_comes_from_another_host():
    assert not re.findall(r"https?://(?!www\.w3\.org/2000/svg)", page_text(".html", ".js", ".css"))
    assert "style=" not in page_text(".html")


def test_the_whole_path_in_both_languages_and_two_tabs(page, studio, context):
    choose(page)
    page.click("#order .start")
    trained(page)
    page.wait_for_selector("#chart-loss .paper .curve")
    page.wait_for_selector("#samples li")
    assert page.locator("#samples li").count() == 4
    page.wait_for_selector("#seen .views:visible, #seen .empty:visible")
    page.fill("#order [name=epochs]", "7")
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.text_content("nav a") == "データ"
    assert page.input_value("#order [name=epochs]") == "7"
    other = context.new_page()
    other.goto(studio.origin)
    other.wait_for_selector("#result .score")
    assert other.text_content("#result .figure") == page.text_content("#result .figure")
    rows = page.locator("#runs tbody tr").count()
    page.click("#result .next")
    for tab in (page, other):
        until(tab, f"document.querySelectorAll('#runs tbody tr').length === {rows + 1}")


def test_stop_reload_and_a_server_that_was_killed(start_studio, context):
    studio = start_studio()
    page = context.new_page()
    page.goto(studio.address)
    choose(page, epochs=100_000)
    page.click("#order .start")
    page.wait_for_selector("#chart-loss .paper .curve", state="attached")
    page.reload()
    page.wait_for_selector("#chart-loss .paper .curve", state="attached")
    assert page.is_visible("#order .stop")
    page.click("#order .stop")
    page.wait_for_selector("#result .score")
    studio.close(signal.SIGKILL)
    page.wait_for_selector("#banner:not([hidden])")
    start_studio(port=studio.port)
    until(page, "document.querySelector('#banner').textContent.includes('started again')")
    page.click("[data-task=baker]")  # and it works
    until(page, "!document.querySelector('#order .start').disabled")


@pytest.mark.parametrize("width", [390, 820])
def test_narrow_pages_do_not_scroll_sideways(window, studio, small_run, width):
    page = window(viewport={"width": width, "height": 800}).new_page()
    page.goto(studio.address)
    page.wait_for_selector("#result .score")
    page.wait_for_selector("#samples li")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_moves_for_those_who_want_it_still(window, studio):
    moving = """[getComputedStyle(document.documentElement).scrollBehavior,
        getComputedStyle(document.querySelector('#progress i')).transitionDuration,
        getComputedStyle(document.querySelector('#looking'), '::before').animationName]"""
    found = []
    for motion in ("reduce", "no-preference"):
        page = window(reduced_motion=motion).new_page()
        page.goto(studio.address)
        page.wait_for_selector(".card")
        found.append(page.evaluate(moving))
    assert found == [["auto", "0s", "none"], ["smooth", "0.12s", "pulse"]]


@pytest.mark.skipif(not os.environ.get("MIWAKE_TEST_AXE"), reason=MISSING)
def test_axe_finds_nothing_serious_in_any_room(window, digits):
    page = window(reduced_motion="reduce").new_page()
    page.goto(digits.address)
    for sight in ("#seen .views", "#result .verdict", "#chart-loss .paper .dots", "#samples li"):
        page.wait_for_selector(sight)
    page.click(".card.own >> nth=0")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate(Path(os.environ["MIWAKE_TEST_AXE"]).read_text("utf-8"))
    found = []
    for lang in ("en", "ja"):
        if lang != page.evaluate("document.documentElement.lang"):
            page.click("#language")
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            page.wait_for_timeout(200)
            for trouble in page.evaluate("axe.run()")["violations"]:
                if trouble["impact"] in {"serious", "critical"}:
                    places = [node["target"] for node in trouble["nodes"]]
                    found.append((lang, colours, trouble["id"], places))
    assert found == []


def test_the_page_is_in_the_package():
    assert (Path(PAGE) / "index.html").is_file()
