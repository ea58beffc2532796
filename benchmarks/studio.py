"""The studio's promises, measured in a real browser: start, idle cost, live values, drawing.

    python benchmarks/studio.py

Needs Linux (it reads /proc), Debian's chromium and the playwright package. Seconds and megabytes
on this machine, while it does nothing else.
"""

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(TESTS))
from driving import STROKE, pad_of, says

IDLE = 20.0
STARTS = 5
TICKS = os.sysconf("SC_CLK_TCK")
# Notes when what was drawn for an epoch, or for a stroke, is on the screen.
WATCH = """
    window.drawn = []; window.answered = []; window.moved = 0;
    const painted = (work) => requestAnimationFrame(() => setTimeout(work));
    const now = () => performance.timeOrigin + performance.now();
    new MutationObserver(() => {
        const points = document.querySelectorAll("#chart-loss .trace:first-child .point").length;
        if (points > drawn.length) painted(() => drawn.length < points && drawn.push(now()));
    }).observe(document.querySelector("#charts"), { subtree: true, childList: true });
    document.querySelector("#pad .paper canvas")
        .addEventListener("pointermove", (event) => (moved = event.timeStamp), true);
    new MutationObserver(() => {
        const begun = moved;
        moved = 0;
        if (begun) painted(() => answered.push(performance.now() - begun));
    }).observe(document.querySelector("#pad .bars"),
        { subtree: true, childList: true, attributes: true, characterData: true });
"""


def served(folder):
    """A studio, as the tests start one."""
    spec = importlib.util.spec_from_file_location("served", TESTS / "studio" / "conftest.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Served(folder)


def processor(pid):
    """Seconds of processor time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    """Megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def start():
    """Seconds to the first page beyond Python's own start."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    python = time.perf_counter() - started
    started = time.perf_counter()
    studio = served(Path(tempfile.mkdtemp(prefix="miwake-bench-")))
    studio.ask("GET", "/")
    seconds = time.perf_counter() - started - python
    return studio, seconds


def idle(studio):
    """The share of a core and the megabytes that an open page costs."""
    before, began = processor(studio.process.pid), time.perf_counter()
    time.sleep(IDLE)
    used = (processor(studio.process.pid) - before) / (time.perf_counter() - began)
    return used, memory(studio.process.pid)


def live(page):
    """Milliseconds from the end of each epoch to its point on the screen."""
    ended = {}

    def note(response):
        if "/api/state" in response.url:
            training = response.json().get("training")
            if training and training["history"]:
                ended.setdefault(len(training["history"]), training["at"])

    page.on("response", note)
    page.click("[data-task=mnist]")
    page.click("#bar .start")
    page.evaluate(WATCH)
    page.wait_for_selector("#result .score", timeout=120_000)
    page.remove_listener("response", note)
    drawn = page.evaluate("drawn")
    return [drawn[epoch - 1] - 1000 * at for epoch, at in ended.items() if epoch <= len(drawn)]


def drawing(page):
    """Milliseconds from a movement of the pen to the bars on the screen."""
    place = pad_of(page)
    for _ in range(8):
        page.mouse.move(*place(*STROKE[0]))
        page.mouse.down()
        for step in range(1, 13):
            page.mouse.move(*place(0.5, 0.2 + 0.05 * step))
            page.wait_for_timeout(150)
        page.mouse.up()
        says(page, "1")
        page.click("#pad .clear")
    return page.evaluate("answered")


def main():
    """Print a line for each promise."""
    starts = []
    for _ in range(STARTS):
        studio, seconds = start()
        starts.append(seconds)
        studio.close()
    print(f"first page after Python's start: median {statistics.median(starts):.2f} s of {STARTS}")
    studio, _ = start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.goto(studio.address)
            page.wait_for_selector(".card canvas")
            used, megabytes = idle(studio)
            print(f"idle with an open page: {used:.2%} of a core, {megabytes:.0f} MB")
            told("epoch's end to its point on the screen", live(page))
            told("pen to bars on the screen", drawing(page))
            browser.close()
    finally:
        studio.close()


def told(what, times):
    """A line of several times."""
    middle, most = statistics.median(times), max(times)
    print(f"{what}: median {middle:.0f} ms, most {most:.0f} ms of {len(times)}")


if __name__ == "__main__":
    main()
