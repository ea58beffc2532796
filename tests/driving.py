"""Driving the studio's page in a real browser."""

import time

PATIENCE = 120_000  # milliseconds; the machine may be busy with other tests
STROKE = [(0.5, 0.2), (0.5, 0.35), (0.5, 0.5), (0.5, 0.65), (0.5, 0.8)]  # a one


def until(page, script):
    """Wait for something to be true; the page's policy lets no script wait inside it."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(30)


def choose(page, task="baker", **fields):
    """Choose a task and fill in the form."""
    with page.expect_response(lambda answer: answer.url.endswith("/api/opened")):
        page.click(f"[data-task={task}]")  # which fills in the form, also if it was open before
    until(page, f"document.querySelector('[data-task={task}]').ariaPressed === 'true'")
    until(page, "!document.querySelector('#order .start').disabled")
    page.evaluate("document.querySelector('#order details').open = true")
    for name, value in {"train": 1500, "test": 300, **fields}.items():
        page.fill(f"#order [name={name}]", str(value))


def trained(page):
    """Wait until what was begun has ended, and its run is shown."""
    page.wait_for_selector("#order .stop:not([hidden])")
    page.wait_for_selector("#order .stop", state="hidden")
    page.wait_for_selector("#result .score")


def pad_of(page):
    """The pad to draw on, in sight: its corner and its side."""
    pad = page.locator("#pad .paper canvas")
    pad.wait_for(state="visible")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    return lambda x, y: (box["x"] + x * box["width"], box["y"] + y * box["height"])


def says(page, label):
    """Wait for the network's answer to a drawing."""
    until(page, f"document.querySelector('#pad .answer').textContent === '{label}'")
