"""Epochs on a terminal and in a pipe."""

import io

import pytest

from miwake.cli.epoch_lines import EpochLines
from miwake.verdict.monitor import Epoch


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


class Pipe(io.StringIO):
    encoding = "utf-8"


@pytest.fixture(autouse=True)
def _wide(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")


def printed(stream, epochs, *, until=None, seconds=0.1, first=1):
    with EpochLines(stream, "en") as lines:
        for number in range(first, (until or epochs) + 1):
            lines.show(Epoch(number, epochs, 10, seconds, {"loss": 1 / number}))
    return stream.getvalue()


def numbers(text):
    """The epochs whose lines are there to be read at the end."""
    shown = []
    for line in text.split("\n")[:-1]:
        last = line.rsplit("\r", 1)[-1]
        shown += [int(last.split("/")[0].removeprefix("Epoch "))] if last else []
    return shown


def test_a_pipe_gets_a_line_an_epoch():
    text = printed(Pipe(), 40, seconds=100)
    assert numbers(text) == list(range(1, 41))
    assert "\r" not in text
    assert "min" not in text


def test_few_epochs_are_lines_on_a_terminal_too():
    text = printed(Terminal(), 19)
    assert numbers(text) == list(range(1, 20))
    assert "\r" not in text


def test_many_epochs_move_in_one_line_and_the_last_stay():
    text = printed(Terminal(), 100)
    assert numbers(text) == [96, 97, 98, 99, 100]
    assert text.count("\n") == 5
    assert text.count("Epoch 50/100") == 1


def test_a_stopped_training_leaves_its_last_lines():
    assert numbers(printed(Terminal(), 100, until=30)) == [26, 27, 28, 29, 30]


def test_a_moving_line_never_breaks(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    moves = printed(Terminal(), 100, until=3).split("\r")
    assert max(len(part) for part in moves[:-1]) == 39


def test_a_terminal_without_movement_gets_lines(monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    assert "\r" not in printed(Terminal(), 100)


@pytest.mark.parametrize(
    ("epochs", "seconds", "told"),
    [
        (5, 31, "The other 4 epochs take about 2 min."),
        (100, 3, "The other 98 epochs take about 5 min."),
    ],
)
def test_minutes_to_come_are_said_once(epochs, seconds, told):
    text = printed(Terminal(), epochs, seconds=seconds)
    assert text.count(told) == text.count(" min.") == 1


@pytest.mark.parametrize(("epochs", "seconds"), [(5, 10), (100, 0.5), (1, 500)])
def test_a_short_rest_is_not_worth_a_line(epochs, seconds):
    assert " min." not in printed(Terminal(), epochs, seconds=seconds)


def test_there_may_be_no_output_at_all():
    EpochLines(None, "en").show(Epoch(1, 100, 10, 1.0, {"loss": 1.0}))
