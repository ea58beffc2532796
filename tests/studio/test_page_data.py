"""The room Data in a real browser: task files, pictures and tables of one's own."""

import io
import os
import zipfile

import pytest
from PIL import Image

from driving import until

LOOP = """\"\"\"Endless\"\"\"
def one(rng):
    while True:
        pass
def two(rng):
    return [1.0, 2.0]
"""
STOPPED = "Opening endless.py was stopped."
ROWS = "".join(f"{i % 7},{i % 5},{'odd' if i % 7 % 2 else 'even'}\n" for i in range(120))
TABLE = f"a,b,label\n{ROWS}"


def pictures():
    """Paths and bytes of a few pictures of two classes."""
    for i in range(24):
        picture = io.BytesIO()
        Image.new("L", (8, 8), (60 if i % 2 else 180) + i).save(picture, "PNG")
        yield f"{'dark' if i % 2 else 'light'}/{i}.png", picture.getvalue()


def understood(page, words):
    """Wait until the page says what it understood."""
    until(page, f"document.querySelector('#seen').textContent.includes('{words}')")


def test_a_task_file_shows_its_error_at_the_line(page):
    page.click(".card.own >> nth=0")
    until(page, "document.querySelector('#editor textarea').value.includes('def even')")
    page.fill("#editor textarea", '"""T"""\n\ndef a(rng)\n    return 1\n')
    page.click("#editor .primary")
    page.wait_for_selector("#editor-problem:not([hidden])")
    assert page.text_content(".gutter .wrong") == "3"


def test_an_endless_loop_is_stopped(page):
    page.click(".card.own >> nth=0")
    until(page, "document.querySelector('#editor textarea').value.includes('def even')")
    page.fill("#editor [name=name]", "endless.py")
    page.fill("#editor textarea", LOOP)
    page.click("#editor .primary")
    page.click("#order .stop")
    page.wait_for_selector("#order .stop", state="hidden")
    for place in ("#editor-problem", "#order .status", "#bar .status"):
        until(page, f"document.querySelector('{place}').textContent.startsWith('{STOPPED}')")
    page.click("[data-task=baker]")  # and all goes on
    understood(page, "lag-1 autocorrelation")


def test_a_table_is_brought_understood_and_asked(page):
    page.click(".card.own >> nth=1")
    file = {"name": "t.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.set_input_files("#upload [name=files]", files=[file])
    understood(page, "Columns of numbers: a, b.")
    heads = page.locator(".table-columns tbody th").all_text_contents()
    assert heads == ["a", "b"]
    assert page.locator("th.moment:visible").count() == 0
    if shots := os.environ.get("SHOTS"):
        page.locator("#look").screenshot(path=f"{shots}/look.png")
    page.fill("#order [name=epochs]", "2")
    page.click("#order .start")
    page.wait_for_selector("#cells .bars li")
    before = page.text_content("#cells .bars")
    page.fill("#cells [name=a]", "1")
    page.fill("#cells [name=a]", "6")
    until(page, f"document.querySelector('#cells .bars').textContent !== `{before}`")


def test_a_table_is_dropped(page):
    page.click(".card.own >> nth=1")
    page.evaluate(
        """(text) => {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], "dropped.csv"));
            const zone = document.querySelector("#upload .drop");
            for (const kind of ["dragover", "drop"])
                zone.dispatchEvent(new DragEvent(kind, { dataTransfer, cancelable: true }));
        }""",
        TABLE,
    )
    until(page, "document.querySelector('#chosen h3')?.textContent.includes('dropped')")
    understood(page, "Columns of numbers: a, b.")


def test_a_task_file_that_is_dropped_comes_into_the_editor(page):
    page.click(".card.own >> nth=1")
    file = {"name": "dropped.py", "mimeType": "text/x-python", "buffer": LOOP.encode()}
    page.set_input_files("#upload [name=files]", files=[file])
    until(page, "document.querySelector('#editor textarea').value.includes('Endless')")
    assert page.input_value("#editor [name=name]") == "dropped.py"
    assert page.text_content("#data-note").startswith("dropped.py is a task file.")


def test_a_changed_name_is_said_and_what_was_brought_is_removed(page):
    page.click(".card.own >> nth=1")
    file = {"name": "a#b?.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    page.set_input_files("#upload [name=files]", files=[file])
    page.wait_for_selector("#data-note:not([hidden])")
    assert page.text_content("#data-note") == "“a#b?.csv” is called “a_b_.csv” here."
    understood(page, "Columns of numbers: a, b.")
    assert "never parted" in page.text_content("#chosen .hint")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#brought [aria-label='Remove a_b_.csv']")
    until(page, "document.querySelector('#chosen').hidden")
    assert page.locator("#brought [aria-label='Remove a_b_.csv']").count() == 0


@pytest.mark.parametrize("way", ["folder", "zip"])
def test_a_folder_of_pictures_is_brought(page, tmp_path, way):
    page.click(".card.own >> nth=1")
    if way == "folder":
        for path, content in pictures():
            file = tmp_path / "lamps" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        page.set_input_files("#upload [name=folder]", tmp_path / "lamps")
    else:
        with zipfile.ZipFile(tmp_path / "packed.zip", "w") as archive:
            for path, content in pictures():
                archive.writestr(path, content)
        page.set_input_files("#upload [name=files]", tmp_path / "packed.zip")
    name = "lamps" if way == "folder" else "packed"
    until(page, f"document.querySelector('#chosen h3')?.textContent.includes('{name}')")
    understood(page, "dark")
    assert "8 × 8" in page.text_content("#seen .what")
    assert {"dark", "light"} <= set(page.locator("#seen tbody th").all_text_contents())


def test_start_waits_for_a_task_file_that_is_being_opened(page, studio):
    page.click("[data-task=baker]")
    understood(page, "lag-1 autocorrelation")
    page.click(".card.own >> nth=0")
    until(page, "document.querySelector('#editor textarea').value.includes('def even')")
    held = []
    page.route("**/api/open", lambda route, _: held.append(route))
    page.click("#editor .primary")
    until(page, "document.querySelector('#order .start').disabled")
    page.wait_for_timeout(100)
    held.pop().continue_()
    until(page, "document.querySelector('#order .what').textContent === 'A network for mine'")
    until(page, "!document.querySelector('#order .start').disabled")
