"""Printing on any terminal."""

import io
import sys

import pytest

from miwake.cli import console


def stream(encoding):
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


def printed(line, encoding):
    to = stream(encoding)
    console.say(line, to)
    return to.buffer.getvalue().decode(encoding).rstrip("\r\n")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "cp932", "cp1252"])
def test_plain_text_stays_as_it_is(encoding):
    assert printed("Test Loss = 0.5", encoding) == "Test Loss = 0.5"


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "✓ ━━ 見分け → é"), ("ascii", "+ -- \\u898b\\u5206\\u3051 -> \\xe9")],
)
def test_what_the_terminal_can_not_show_is_written_otherwise(encoding, shown):
    assert printed("✓ ━━ 見分け → é", encoding) == shown


def test_names_that_are_no_text_are_printed():
    assert printed("a\udcff.png", "utf-8") == "a\\udcff.png"


@pytest.mark.parametrize(("encoding", "can"), [("utf-8", True), ("cp932", True), ("ascii", False)])
def test_what_can_be_shown_is_known(encoding, can):
    assert console.can_show("見分け", stream(encoding)) is can


def test_a_closed_output_is_no_error(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    console.say("x")


@pytest.fixture
def waiting(monkeypatch):
    """All work has taken long enough for a bar."""
    monkeypatch.setattr(console, "QUIET", -1.0)


def test_quick_work_has_no_bar(capsys):
    with console.progress("Making") as show:
        show(1, 2)
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("waiting")
def test_a_bar_goes_to_standard_error(capsys):
    with console.progress("Making") as show:
        show(1, 2)
        show(2, 2)
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("waiting")
def test_a_bar_is_taken_away_when_work_fails():
    def work():
        with console.progress("Making") as show:
            show(1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()


@pytest.mark.usefixtures("waiting")
@pytest.mark.parametrize("encoding", ["ascii", "cp932"])
def test_a_bar_is_drawn_on_any_terminal(monkeypatch, encoding):
    monkeypatch.setattr(sys, "stderr", stream(encoding))
    monkeypatch.setenv("FORCE_COLOR", "1")
    with console.progress("Making") as show:
        show(1, 2)
        show(2, 2)
