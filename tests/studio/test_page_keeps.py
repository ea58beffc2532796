"""The page keeps what belongs to its user: typed code, the focus, room in a small window."""

import pytest

from driving import choose, trained, until

BAR = "document.querySelector('#bar').getBoundingClientRect()"


@pytest.fixture
def japanese(window, studio):
    """The page in a browser that asks for Japanese."""
    page = window(locale="ja-JP").new_page()
    page.goto(studio.address)
    page.wait_for_selector(".card canvas")
    return page


def test_code_that_was_not_saved_is_there_after_a_reload(page):
    page.click(".card.own >> nth=0")
    until(page, "document.querySelector('#editor textarea').value !== ''")
    page.fill("#editor [name=name]", "waves.py")
    page.fill("#editor textarea", "def a(rng): return [1]\n")
    page.reload()
    page.wait_for_selector("#editor textarea:visible")
    assert page.input_value("#editor textarea") == "def a(rng): return [1]\n"
    assert page.input_value("#editor [name=name]") == "waves.py"
    page.evaluate("sessionStorage.clear()")


def test_a_japanese_browser_gets_japanese_and_a_japanese_starter(japanese):
    assert japanese.evaluate("document.documentElement.lang") == "ja"
    japanese.click(".card.own >> nth=0")
    until(japanese, "document.querySelector('#editor textarea').value !== ''")
    assert "クラス" in japanese.input_value("#editor textarea")


def test_after_enter_the_focus_is_still_on_the_setting(page, studio):
    choose(page)
    before = studio.get("/api/state")["opened"]
    page.fill("[data-setting=LENGTH]", "9")
    page.keyboard.press("Enter")
    studio.until(lambda state: state["opened"] != before and not state["job"])
    until(page, "document.querySelector('[data-setting=LENGTH]').value === '9'")
    assert page.evaluate("document.activeElement.dataset.setting") == "LENGTH"


def test_training_is_a_few_tabs_away(page):
    choose(page)
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.focus("a.skip >> nth=1")
    page.keyboard.press("Enter")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.start')"):
            return
    raise AssertionError(page.evaluate("document.activeElement.outerHTML"))


def test_in_a_small_window_the_bars_leave_room(window, studio, small_run):
    page = window(viewport={"width": 640, "height": 400}).new_page()
    page.goto(studio.address)
    page.wait_for_selector("#result .score")
    page.evaluate("window.scrollTo(0, 600)")
    header = page.evaluate("document.querySelector('header').getBoundingClientRect().bottom")
    assert header < 0
    assert page.evaluate(f"{BAR}.height") < 70


def test_the_score_of_another_task_goes_when_a_task_is_opened(page, studio, small_run):
    page.click(f"#runs button:text-is('{small_run}')")
    page.wait_for_selector("#result .score")
    page.click("[data-task=ising]")
    page.wait_for_selector("#result", state="hidden")
    page.wait_for_selector("#charts", state="hidden")
    page.click(f"#runs button:text-is('{small_run}')")
    page.wait_for_selector("#result .score")
    choose(page)
    page.click("#order .start")
    trained(page)
