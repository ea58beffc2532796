"""The room Train in a real browser: the shortest way, keys alone, runs side by side."""

import subprocess
import sys

from driving import choose, trained, until

START = "from miwake.__main__ import main; import sys; sys.argv[0] = 'miwake'; main()"
STATUS = "document.querySelector('#order .status').textContent"
NOTE = "document.querySelector('#result .note')?.textContent"
IN_SIGHT = """(one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}"""
TICKED = "document.querySelectorAll('#runs tbody input:checked').length"
LINES = "document.querySelectorAll('#chart-loss .paper .curve').length"

SLOW = """\"\"\"Slow: to look at it takes five seconds.\"\"\"
import time
train, test = 2000, 500
def one(rng):
    time.sleep(0.004)
    return rng.random(3)
def two(rng):
    time.sleep(0.004)
    return rng.random(3) + 0.5
"""


def test_two_clicks_train_a_network_on_baker(page):
    clicks = [page.click("[data-task=baker]"), page.click("#bar .start")]
    trained(page)
    assert page.text_content("#result .figure").endswith("%")
    assert len(clicks) == 2


def test_the_keyboard_alone_trains_a_network(page):
    def tab_to(selector):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"document.activeElement.matches({selector!r})"):
                return
        raise AssertionError(f"Tab never reaches {selector}")

    tab_to("[data-task=baker]")
    page.keyboard.press("Enter")
    until(page, "!document.querySelector('#order .start').disabled")
    tab_to("#order [name=train]")
    page.keyboard.type("1500")
    tab_to("#order .start")
    page.keyboard.press("Enter")
    trained(page)


def test_an_earlier_run_stands_beside_the_live_one(page, studio, small_run):
    choose(page, epochs=100_000)
    page.click("#order .start")
    page.wait_for_selector("#chart-loss .paper .curve", state="attached")
    page.check(f"#runs [aria-label={small_run}]")
    until(page, f"{LINES} === 2 * (1 + {TICKED})")
    until(page, "document.querySelector('#order .status').textContent.startsWith('Epoch')")
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")


def test_another_task_waits_for_the_training_and_the_page_says_so(page, studio, context):
    other = context.new_page()
    other.goto(studio.origin)
    other.wait_for_selector(".card canvas")
    page.emulate_media(reduced_motion="reduce")
    choose(page, epochs=100_000)
    page.click("#order .start")
    until(page, f"{STATUS}.startsWith('Epoch')")
    for tab in (page, other):
        tab.click("[data-task=ising]")
        tab.wait_for_selector("#data-problem:not([hidden])")
        assert tab.text_content("#data-problem").startswith("A training is running")
        assert tab.get_attribute("[data-task=ising]", "aria-pressed") == "false"
    page.bring_to_front()
    mark = page.text_content("#order .status")
    until(page, f"{STATUS} !== {mark!r}")
    assert page.is_visible("#data-problem")  # epochs later, too
    assert page.locator("#data-problem").evaluate(IN_SIGHT)
    page.click("#bar .stop")
    for tab in (page, other):
        tab.wait_for_selector("#data-problem", state="hidden")


def test_a_double_click_starts_one_training(page):
    choose(page, epochs=100_000)
    asked = []
    page.on("request", lambda r: asked.append(r.url) if r.url.endswith("/api/train") else None)
    page.dblclick("#order .start")
    page.wait_for_selector("#order .stop:not([hidden])")
    until(page, "document.querySelector('#order .status').textContent.startsWith('Epoch')")
    assert len(asked) == 1
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")


def test_the_second_click_on_start_does_not_stop(page):
    choose(page, epochs=100_000)
    page.click("#order .start")
    page.wait_for_selector("#order .stop:not([hidden])")
    asked = []
    page.on("request", lambda r: asked.append(r.url) if r.url.endswith("/api/stop") else None)
    page.dispatch_event("#order .stop", "click", {"detail": 2})
    until(page, f"{STATUS}.startsWith('Epoch')")
    assert asked == []
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")


def test_a_refused_order_leaves_what_was_shown(page, studio, small_run):
    page.click(f"#runs button:text-is('{small_run}')")
    until(page, f"document.querySelector('#result .run')?.textContent === '{small_run}'")
    page.wait_for_selector("#chart-loss .paper .curve", state="attached")
    page.click("[data-task=baker]")
    page.fill("[data-setting=LENGTH]", "3")
    page.keyboard.press("Tab")
    until(page, "document.querySelector('#seen .what')?.textContent.includes('shape 3')")
    page.select_option("#order [name=network]", "conv")  # which is not for so few numbers
    page.fill("#order [name=train]", "300")
    page.click("#order .start")
    page.wait_for_selector("#train-problem:not([hidden])")
    page.wait_for_selector("#order .stop", state="hidden")
    assert page.text_content("#result .run") == small_run
    assert page.locator("#chart-loss .paper .curve").count()
    assert "–" not in page.text_content("#charts figcaption >> nth=0")
    page.reload()  # and after it, whichever run is the last
    page.wait_for_selector("#result .score")
    page.wait_for_selector("#chart-loss .paper .curve", state="attached")


def test_a_run_that_is_chosen_while_the_page_loads_stays_chosen(studio, small_run, context):
    studio.idle()
    studio.post("/api/train", task="baker", train=300, test=100, epochs=1)
    assert studio.idle()["training"]["run"] != small_run
    page, held = context.new_page(), []
    page.route("**/api/tasks", lambda route, _: held.append(route))
    page.goto(studio.address)
    page.click(f"#runs button:text-is('{small_run}')")
    until(page, f"document.querySelector('#result .run')?.textContent === '{small_run}'")
    for route in held:
        route.continue_()
    page.unroute("**/api/tasks")
    page.wait_for_selector(".card canvas")
    assert page.text_content("#runs [aria-current=true]") == small_run


def test_a_page_opened_during_a_look_shows_the_last_run(page, studio, small_run, context):
    studio.post("/api/train", task="ising")
    studio.until(lambda state: state["job"] and state["job"]["stage"] != "start")
    studio.post("/api/stop")  # or its run would be shown in any case
    page.click("[data-task=ising]")
    studio.until(lambda state: state["job"] and state["job"]["kind"] == "look")
    other = context.new_page()
    other.goto(studio.origin)
    other.wait_for_selector("#result .score")


def test_a_number_beyond_its_limits_is_said_in_the_pages_language(page):
    choose(page, batch_size=9_999_999_999)
    page.click("#language")
    page.click("#order .start")
    told = page.evaluate("document.querySelector('#order [name=batch_size]').validationMessage")
    assert told == "1から1,000,000までの整数を入れてください。"
    assert page.is_visible("#order .start")


def test_repeats_are_counted_and_a_stop_says_how_many_were_done(page):
    choose(page, epochs=1, repeats=1000)
    page.click("#order .start")
    until(page, f"/^([2-9]|\\d\\d+) of 1,000 trainings/.test({STATUS})")
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")
    until(page, f"/^Stopped after \\d+ of 1,000 rep/.test({NOTE})")


def test_a_stopped_run_says_so_beside_its_lines(page):
    choose(page, epochs=100_000)
    page.click("#order .start")
    until(page, f"{STATUS}.startsWith('Epoch')")
    page.click("#order .stop")
    note = "document.querySelector('#home .note')?.textContent"
    until(page, f"/^Stopped after \\d+ of 100,000 epochs/.test({note})")
    assert "--epochs 100000" in page.text_content("#home pre >> nth=0")


def test_start_is_for_the_task_that_was_clicked(page):
    choose(page)
    click = "document.querySelector('[data-task=ising]').click()"
    assert page.evaluate(f"{click}; document.querySelector('#order .start').disabled")
    page.click("#order .start")  # once it is open
    page.wait_for_selector("#order .stop:not([hidden])")
    assert page.text_content("#order .what") == "A network for ising"
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")


def test_a_look_that_made_way_can_be_had_later(page, studio):
    page.click(".card.own >> nth=0")
    until(page, "document.querySelector('#editor textarea').value.includes('def even')")
    page.fill("#editor [name=name]", "slow.py")
    page.fill("#editor textarea", SLOW)
    page.click("#editor .primary")
    until(page, "document.querySelector('#order .what').textContent.includes('slow')")
    page.click("#order .start")
    page.wait_for_selector("#order .stop:not([hidden])")
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")
    page.click(".look-now")
    page.wait_for_selector("#seen .views")


def test_a_result_names_its_run_and_its_task(page, studio, small_run):
    page.click(f"#runs button:text-is('{small_run}')")
    until(page, f"document.querySelector('#result .run')?.textContent === '{small_run}'")
    page.click("[data-task=ising]")
    until(page, "document.querySelector('#order .what').textContent.includes('ising')")
    assert "baker’s map" in page.text_content("#result .of")
    assert small_run in page.text_content("#home h3")


def test_a_run_of_the_command_line_appears(page, studio):
    rows = page.locator("#runs tbody tr").count()
    command = [sys.executable, "-c", START, "train", "baker", "--train", "300", "--test", "100"]
    command += ["--epochs", "1", "--no-checks"]
    subprocess.run(command, cwd=studio.folder, check=True, capture_output=True)
    until(page, f"document.querySelectorAll('#runs tbody tr').length === {rows + 1}")


def test_the_chart_says_its_values_beside_the_pointer_and_to_who_cannot_see_it(
    page, studio, small_run
):
    page.click(f"#runs button:text-is('{small_run}')")
    until(page, f"document.querySelector('#result .run')?.textContent === '{small_run}'")
    history = studio.get(f"/api/runs/{small_run}")["history"]
    paper = page.locator("#chart-loss .paper")
    last = f"{history[-1]['loss']:.4f} in training, {history[-1]['val_loss']:.4f}"
    assert last in paper.get_attribute("aria-label")
    assert page.locator("#chart-loss .epoch").text_content() == "epoch"
    width = paper.bounding_box()["width"]
    for epoch, x in ((1, 60), (2, width - 20)):
        paper.hover(position={"x": x, "y": 60})
        found = page.locator("#chart-loss .reading p").all_text_contents()
        row = history[epoch - 1]
        told = [f"training{row['loss']:.4f}", f"test{row['val_loss']:.4f}"]
        assert found == [str(epoch), *told]
    page.mouse.move(0, 0)
    page.wait_for_selector("#chart-loss .reading", state="hidden")
