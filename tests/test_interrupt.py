"""A stop breaks off whatever is done, except an import, and is never lost."""

import gc
import os
import signal
import sys
import threading
import time

import pytest

from miwake.interrupt import heard, interruptible

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a stop ends the process")


@pytest.fixture
def stops():
    """This process is interruptible for the time of a test."""
    kept = signal.getsignal(signal.SIGINT)
    interruptible()
    yield
    signal.signal(signal.SIGINT, kept)


def stop_soon(seconds):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


@pytest.mark.usefixtures("stops")
def test_a_stop_breaks_off_what_is_done():
    stop_soon(0.1)
    with pytest.raises(KeyboardInterrupt):
        time.sleep(30)


@pytest.mark.usefixtures("stops")
def test_an_import_is_finished_first(tmp_path, monkeypatch):
    (tmp_path / "slowly_loaded.py").write_text("import time\ntime.sleep(0.5)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    stop_soon(0.1)
    with pytest.raises(KeyboardInterrupt):
        import_and_wait()
    assert sys.modules.pop("slowly_loaded").whole


def import_and_wait():
    import slowly_loaded  # noqa: F401

    time.sleep(30)


def in_the_collector():
    """A stop that comes in a callback of the collector, as JAX has one."""

    def stopped(phase, _):
        if phase == "start":
            gc.callbacks.remove(stopped)
            signal.raise_signal(signal.SIGINT)

    gc.callbacks.append(stopped)
    gc.collect()


def in_a_del():
    """A stop that comes while an object goes."""

    class Going:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    Going()


@pytest.mark.parametrize("lost", [in_the_collector, in_a_del])
def test_a_stop_that_python_drops_comes_again(lost):
    def stopped():
        with heard():
            lost()
            time.sleep(30)

    before = sys.unraisablehook
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert sys.unraisablehook is before


def test_what_else_python_drops_is_told_as_before(monkeypatch):
    class Going:
        def __del__(self):
            raise ValueError("told")

    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(str(what.exc_value)))
    with heard():
        Going()
        assert told == ["told"]
