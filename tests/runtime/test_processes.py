"""Processes: started for the work, ended with it, whatever happens."""

import contextlib
import os
import signal
import subprocess
import sys
import threading

import pytest

from miwake import Task
from miwake.errors import TaskError
from miwake.generate import generate as make
from miwake.runtime.processes import all_cores, cores, is_picklable
from miwake.tasks.load import load_task

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")

ENDLESS = """
import os
def a(rng):
    return [1.0]
def b(rng):
    if os.environ["SPARED"] == str(os.getpid()):
        return [2.0]
    os.write(1, b"here\\n")
    while True:
        {body}
"""
MAKE = """
import os, sys
from miwake import load_task
from miwake.generate import generate as make
make.MIN_PARALLEL_SECONDS, make.cores = float(sys.argv[2]), lambda: 2
os.environ["SPARED"] = "none" if make.MIN_PARALLEL_SECONDS else str(os.getpid())
try:
    load_task(sys.argv[1]).make(5000, 10)
except KeyboardInterrupt:
    sys.exit("interrupted")
"""
HERE, IN_PROCESSES = "1e9", "0"


@pytest.fixture
def making(tmp_path):
    """Starts a process that makes examples, in a group of its own as a terminal does."""
    started = []

    def start(text, where):
        file = tmp_path / "mine.py"
        file.write_text(text, "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-c", MAKE, str(file), where],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@posix
@pytest.mark.parametrize("body", ["pass", "__import__('time').sleep(60)"])
@pytest.mark.parametrize("where", [HERE, IN_PROCESSES])
def test_ctrl_c_stops_a_function_that_never_returns(making, where, body):
    process = making(ENDLESS.format(body=body), where)
    assert process.stdout.readline() == "here\n"
    os.killpg(process.pid, signal.SIGINT)
    # it ends when the last process that holds its output has ended
    _, told = process.communicate(timeout=10)
    assert told == "interrupted\n"


@posix
def test_ctrl_c_that_reaches_one_process_alone_ends_all(making):
    process = making(ENDLESS.format(body="pass"), IN_PROCESSES)
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=10)
    assert told == "interrupted\n"


@posix
def test_ctrl_c_while_processes_start_shows_no_traceback_of_theirs(making):
    loud = "import os\nos.write(1, b'here\\n')\ndef a(rng): return [1.0]\ndef b(rng): return [2.0]"
    process = making(loud.replace("return [1.0]", "__import__('time').sleep(0.001)"), IN_PROCESSES)
    process.stdout.readline()  # by this process; the second line is by the first of the others
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=10)
    assert told == "interrupted\n"


@pytest.mark.parametrize(
    "end",
    ["os._exit(3)", pytest.param("os.kill(os.getpid(), signal.SIGKILL)", marks=posix)],
)
def test_a_process_that_is_killed_is_told(end, tmp_path, monkeypatch):
    monkeypatch.setattr(make, "MIN_PARALLEL_SECONDS", 0)
    monkeypatch.setattr(make, "cores", lambda: 2)
    file = tmp_path / "mine.py"
    file.write_text(
        "import os, signal\n"
        "PARENT = 0\n"
        "def a(rng): return [1.0]\n"
        f"def b(rng):\n    if os.getpid() != PARENT:\n        {end}\n    return [2.0]\n",
        "utf-8",
    )
    with pytest.raises(TaskError, match=r"^mine.py: a process that made examples was ended from"):
        load_task(file, {"PARENT": os.getpid()}).make(2000, 10)


def test_processes_are_gone_afterwards():
    with all_cores() as pool:
        alive = [process.is_alive for process in pool._processes.values()]
        assert all(ask() for ask in alive)
    assert not any(ask() for ask in alive)


def test_an_error_ends_the_processes():
    alive = []
    with contextlib.suppress(ZeroDivisionError), all_cores() as pool:
        alive += [process.is_alive for process in pool._processes.values()]
        raise ZeroDivisionError
    assert alive
    assert not any(ask() for ask in alive)


@posix
def test_ctrl_c_does_not_reach_the_processes():
    with all_cores() as pool:
        masked = pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ()).result()
    assert signal.SIGINT in masked


@posix
def test_ctrl_c_still_reaches_this_process():
    with all_cores():
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_there_is_a_process_for_each_core():
    with all_cores() as pool:
        assert len(pool._processes) == cores()


def test_a_function_that_holds_a_lock_can_not_travel():
    lock = threading.Lock()
    assert not is_picklable(Task(a=lambda rng: lock, b=lambda rng: [1.0]).file)


def test_a_function_that_holds_numbers_can_travel():
    numbers = [1.0]
    assert is_picklable(Task(a=lambda rng: numbers, b=lambda rng: numbers).file)
