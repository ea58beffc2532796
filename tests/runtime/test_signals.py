"""A stop breaks off whatever is done, except an import, and is never lost."""

import gc
import os
import signal
import sys
import threading
import time

import numpy as np
import pytest

from miwake.runtime import signals as interrupt
from miwake.runtime.keras_backend import keras as loaded_keras
from miwake.runtime.signals import forget, heard, unbroken
from miwake.training.compiled_step import build_variables

keras = loaded_keras()
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there a stop ends the process")


def stop_soon(seconds):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


def stopped(what):
    """The seconds until a stop breaks something off, and all is as it was after it."""
    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        _heard(what)
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == before
    return time.monotonic() - began


def _heard(what):
    with heard():
        what()
        time.sleep(30)


def test_a_stop_breaks_off_what_is_done():
    stopped(lambda: stop_soon(0.1))


def test_an_import_is_finished_first(tmp_path, monkeypatch):
    (tmp_path / "slowly_loaded.py").write_text("import time\ntime.sleep(0.5)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    stop_soon(0.1)
    stopped(import_it)
    assert sys.modules.pop("slowly_loaded").whole


@pytest.mark.parametrize(("seconds", "done"), [(0.5, True), (30, False)])
def test_a_stop_waits_for_what_is_not_to_be_broken_off(monkeypatch, seconds, done):
    monkeypatch.setattr(interrupt, "LONGEST", 1.0)
    ended = []

    @unbroken()
    def work():
        with unbroken():
            time.sleep(seconds)
        ended.append(True)

    stop_soon(0.1)
    stopped(work)
    assert bool(ended) == done


def test_the_second_stop_does_not_wait(monkeypatch):
    monkeypatch.setattr(interrupt, "LONGEST", 60.0)

    @unbroken()
    def work():
        time.sleep(30)

    for seconds in (0.1, 0.3):
        stop_soon(seconds)
    assert stopped(work) < 20


def test_a_stop_while_keras_builds_a_network_is_heard_and_the_next_is_built():
    built = []

    class Slow(keras.layers.Dense):
        def build(self, shape):
            signal.raise_signal(signal.SIGINT)  # Keras catches all there is in some places
            built.append(super().build(shape))

    @unbroken()
    def network(layer):
        model = keras.Sequential([keras.Input((1,)), keras.layers.Flatten(), layer(2)])
        model.compile("adam", "sparse_categorical_crossentropy")
        build_variables(model, (np.ones((1, 1), "float32"), np.zeros((1,), "int32")))

    stopped(lambda: network(Slow))
    assert built
    network(keras.layers.Dense)


def import_it():
    import slowly_loaded  # noqa: F401


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
    stopped(lost)


def test_a_stop_of_what_has_ended_does_not_stop_the_next(tmp_path, monkeypatch):
    (tmp_path / "stopped_late.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n")
    monkeypatch.syspath_prepend(tmp_path)
    with heard():
        import stopped_late  # noqa: F401

        forget()
        time.sleep(10 * interrupt.AGAIN)
    del sys.modules["stopped_late"]


def test_who_has_a_handler_of_their_own_keeps_it():
    told = []
    before = signal.signal(signal.SIGINT, lambda number, _: told.append(number))
    try:
        with heard():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert told == [signal.SIGINT]


def test_what_else_python_drops_is_told_as_before(monkeypatch):
    class Going:
        def __del__(self):
            raise ValueError("told")

    told = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(str(what.exc_value)))
    with heard():
        Going()
        assert told == ["told"]
