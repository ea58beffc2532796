"""Ctrl-C: at once where nothing is lost by it, else at the next place that asks."""

import gc
import os
import signal
import sys
import threading
import time

import pytest

from miwake.runtime.signals import (
    check_stop,
    clear_stop,
    defer_stop,
    handle_sigint,
    stop_at_once,
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a stop ends the process")


@pytest.fixture
def handled():
    with handle_sigint():
        yield
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def press():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0)  # handlers run between two steps of Python


@pytest.mark.usefixtures("handled")
def test_a_stop_is_raised_at_once():
    with pytest.raises(KeyboardInterrupt):
        press()


@pytest.mark.usefixtures("handled")
def test_a_wait_is_broken_off():
    threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        threading.Event().wait(30)


@pytest.mark.usefixtures("handled")
def test_a_stop_waits_until_it_is_asked_for():
    with defer_stop():
        press()
        with pytest.raises(KeyboardInterrupt):
            check_stop()
        check_stop()  # it is raised once


@pytest.mark.usefixtures("handled")
def test_what_defers_a_stop_may_end_before_anybody_asks():
    with defer_stop():
        press()
    with pytest.raises(KeyboardInterrupt):
        check_stop()


@pytest.mark.usefixtures("handled")
def test_the_second_stop_does_not_wait():
    with defer_stop():
        press()
        with pytest.raises(KeyboardInterrupt):
            press()


@pytest.mark.usefixtures("handled")
def test_a_function_of_the_user_is_stopped_at_once_inside_what_defers():
    with defer_stop(), pytest.raises(KeyboardInterrupt), stop_at_once():
        press()
    with defer_stop():
        press()
        with pytest.raises(KeyboardInterrupt), stop_at_once():
            pass


@pytest.mark.usefixtures("handled")
def test_a_stop_that_is_forgotten_is_not_raised():
    with defer_stop():
        press()
    clear_stop()
    check_stop()


@pytest.mark.usefixtures("handled")
def test_an_import_is_finished_first(tmp_path, monkeypatch):
    (tmp_path / "stopped_half.py").write_text(
        "import os, signal\nos.kill(os.getpid(), signal.SIGINT)\nwhole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    import stopped_half

    assert sys.modules.pop("stopped_half") is stopped_half
    assert stopped_half.whole
    with pytest.raises(KeyboardInterrupt):
        check_stop()


def in_the_collector():
    """Press in a callback of the collector, as JAX has one."""

    def pressing(phase, _):
        if phase == "start":
            gc.callbacks.remove(pressing)
            press()

    gc.callbacks.append(pressing)
    gc.collect()


def in_a_del():
    """Press while an object goes."""

    class Going:
        def __del__(self):
            press()

    Going()


@pytest.mark.usefixtures("handled")
@pytest.mark.parametrize("lost", [in_the_collector, in_a_del])
def test_a_stop_that_python_drops_waits_until_it_is_asked_for(lost, capsys):
    lost()
    assert capsys.readouterr().err == ""
    with pytest.raises(KeyboardInterrupt):
        check_stop()


def test_what_else_python_drops_is_told_as_before(monkeypatch):
    class Going:
        def __del__(self):
            raise ValueError("told")

    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda dropped: told.append(str(dropped.exc_value)))
    with handle_sigint():
        Going()
        assert told == ["told"]


@pytest.mark.usefixtures("handled")
def test_other_threads_change_nothing_for_the_main_one():
    entered, left = threading.Event(), threading.Event()

    def work():
        with handle_sigint(), defer_stop():
            entered.set()
            left.wait(30)

    thread = threading.Thread(target=work)
    thread.start()
    entered.wait(30)
    with pytest.raises(KeyboardInterrupt):
        press()
    left.set()
    thread.join()


def test_who_has_a_handler_of_their_own_keeps_it():
    told = []
    before = signal.signal(signal.SIGINT, lambda number, _: told.append(number))
    try:
        with handle_sigint():
            press()
    finally:
        signal.signal(signal.SIGINT, before)
    assert told == [signal.SIGINT]
