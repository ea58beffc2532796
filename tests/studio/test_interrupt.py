"""A stop breaks off whatever a worker does, except an import."""

import os
import signal
import sys
import threading
import time

import pytest

from miwake.studio.interrupt import interruptible

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a stop ends the process")


@pytest.fixture
def stops():
    """This process is interruptible for the time of a test."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGALRM)}
    interruptible()
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number, handler in kept.items():
        signal.signal(number, handler)


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


def test_a_stop_while_the_worker_starts_is_no_traceback(start_studio):
    studio = start_studio()
    for _ in range(3):
        studio.post("/api/open", task="baker")
        studio.post("/api/stop")
        studio.idle()
    studio.post("/api/open", task="baker")
    assert studio.idle()["error"] is None
    _, told = studio.close()
    assert "Traceback" not in told
