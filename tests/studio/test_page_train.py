"""The room Train in a real browser: the shortest way, keys alone, runs side by side."""

import subprocess
import sys

from driving import choose, trained, until

START = "from miwake.__main__ import main; import sys; sys.argv[0] = 'miwake'; main()"
TICKED = "document.querySelectorAll('#runs tbody input:checked').length"
LINES = "document.querySelectorAll('#chart-loss .scatterlayer .trace').length"


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
    page.wait_for_selector("#chart-loss .js-line", state="attached")
    page.check(f"#runs [aria-label={small_run}]")
    until(page, f"{LINES} === 2 * (1 + {TICKED})")
    until(page, "document.querySelector('#order .status').textContent.startsWith('Epoch')")
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")


def test_a_run_of_the_command_line_appears(page, studio):
    rows = page.locator("#runs tbody tr").count()
    command = [sys.executable, "-c", START, "train", "baker", "--train", "300", "--test", "100"]
    command += ["--epochs", "1", "--no-checks"]
    subprocess.run(command, cwd=studio.folder, check=True, capture_output=True)
    until(page, f"document.querySelectorAll('#runs tbody tr').length === {rows + 1}")
