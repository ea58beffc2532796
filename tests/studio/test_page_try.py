"""The room Try in a real browser: drawing with mouse, finger and keys, and taking home."""

import math
import subprocess
import sys

from driving import STROKE, pad_of, says, until

TOP = "getBoundingClientRect().top"
BARS_END = "document.querySelector('#pad .bars li:last-child')?.getBoundingClientRect().bottom"


def opened(window, digits, **options):
    page = window(**options).new_page()
    page.goto(digits.address)
    page.wait_for_selector("#samples li")
    return page


def test_four_actions_from_the_first_page_to_a_digit_of_ones_own(window, digits):
    page = opened(window, digits)
    actions = [page.click("#bar .totry")]
    place = pad_of(page)
    page.mouse.move(*place(*STROKE[0]))
    page.mouse.down()
    for point in STROKE[1:]:
        page.mouse.move(*place(*point))
    actions.append(page.mouse.up())
    says(page, "1")
    assert page.locator("#pad .bars li").count() == 10
    assert digits.actions + len(actions) == 4


def test_a_small_digit_is_read_as_a_large_one(window, digits):
    page = opened(window, digits)
    place, turn = pad_of(page), 2 * math.pi / 24
    ring = [(0.25 + 0.06 * math.sin(turn * i), 0.3 - 0.09 * math.cos(turn * i)) for i in range(25)]
    page.mouse.move(*place(*ring[0]))
    page.mouse.down()
    for point in ring[1:]:
        page.mouse.move(*place(*point))
    page.mouse.up()
    says(page, "0")


def test_a_finger_draws(window, digits):
    page = opened(window, digits, has_touch=True, viewport={"width": 390, "height": 800})
    place, touch = pad_of(page), page.context.new_cdp_session(page)

    def finger(kind, points):
        points = [dict(zip("xy", place(*point), strict=True)) for point in points]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", STROKE[:1])
    for point in STROKE[1:]:
        finger("touchMove", [point])
    finger("touchEnd", [])
    says(page, "1")
    # What the network sees and says is in sight beside the drawing, also on a phone.
    until(page, f"{BARS_END} - document.querySelector('#pad .paper canvas').{TOP} < 800")


def test_arrow_keys_draw(window, digits):
    page = opened(window, digits)
    page.focus("#pad .paper canvas")
    keys = page.keyboard
    for _ in range(10):
        keys.press("ArrowUp")
    keys.press("Space")
    for _ in range(20):
        keys.press("ArrowDown")
    says(page, "1")
    keys.press("Delete")
    says(page, "")


def test_other_samples_come_at_a_click(window, digits):
    page = opened(window, digits)
    before = page.locator("#samples canvas").first.screenshot()
    page.click("#again")
    page.wait_for_timeout(500)
    assert page.locator("#samples li").count() == 20
    assert page.locator("#samples canvas").first.screenshot() != before


def test_each_refused_file_is_named(browser, studio, small_run):
    context = browser.new_context()  # its console says that answers were refusals
    page = context.new_page()
    page.goto(studio.address)
    page.click(f"#runs button:text-is('{small_run}')")
    until(page, f"document.querySelector('#which').value === '{small_run}'")
    page.wait_for_selector("#samples li")  # those of another run are gone by then
    table = "名前,a\n猫,2\n".encode("cp932")
    files = {"one.csv": b"1,2", "二.csv": table, "good.csv": b",".join([b"0.5"] * 12)}
    given = [{"name": n, "mimeType": "text/csv", "buffer": c} for n, c in files.items()]
    page.set_input_files("#try-files input", files=given)
    page.wait_for_selector("#answers li")
    refused = page.locator("#refused li").all_text_contents()
    context.close()
    assert [text.partition(".csv")[0] for text in refused] == ["one", "二"]
    assert all("takes examples of shape (12,)" in text for text in refused)


def test_the_lines_to_take_home_run_beside_the_files_that_were_saved(
    page, studio, small_run, tmp_path
):
    page.click(f"#runs button:text-is('{small_run}')")
    page.wait_for_selector(f"#home a[href*='{small_run}/model.keras']")
    command, lines = page.locator("#home pre").all_text_contents()
    assert command.startswith("miwake train baker ")
    assert "--set LENGTH=12" in command
    with page.expect_download() as waiting:
        page.click("#home a:text-is('model.keras')")
    waiting.value.save_as(tmp_path / waiting.value.suggested_filename)
    shown = "print(run.record.results['test_accuracy'])\n"
    lines = lines.replace("run = miwake.load_run", f"{shown}run = miwake.load_run")
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    kept = studio.get(f"/api/runs/{small_run}")["results"]["test_accuracy"]
    assert float(done.stdout.split()[-1]) == kept
    again = studio.get(f"/api/runs/{small_run}")
    assert again["test_accuracy"] == kept


def test_model_report_and_task_file_are_there_to_take(page, studio, small_run):
    page.click(f"#runs button:text-is('{small_run}')")
    page.wait_for_selector(f"#home a[href*='{small_run}/model.keras']")
    with page.expect_download() as waiting:
        page.click("#home a:text-is('model.keras')")
    found = waiting.value.path().read_bytes()
    assert found == (studio.folder / "runs" / small_run / "model.keras").read_bytes()
    with page.expect_download() as waiting:
        page.click("#home a:text-is('task.py')")
    assert "def baker" in waiting.value.path().read_text("utf-8")
    with page.expect_popup() as waiting:
        page.click("#home a:text-is('Report')")
    waiting.value.wait_for_selector("h1")
