"""A worker outlives what users' code does to it, or is replaced."""

import asyncio
import contextlib
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from miwake.studio.jobs import JobRunner
from miwake.studio.state import StudioState
from miwake.studio.worker.client import CallError, CallStopped, WorkerProcess

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are forked"),
]


def run_apart(coroutine):
    """Run a coroutine in a thread, since a browser of other tests may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


GOOD = "def a(rng): return [1.0]\ndef b(rng): return [2.0]\n"
WRITES = """
import os
for number in range(3, 20):
    try:
        os.write(number, b"not a message\\n")
    except OSError:
        pass
"""
LEAVES = """
import os, time
child = os.fork()
if not child:
    os.setsid()
    time.sleep(300)
open(os.environ["CHILD"], "w").write(str(child))
while True:
    try:
        time.sleep(60)
    except BaseException:
        pass
"""
SPOILS = ["import builtins\ndel builtins.len", "import sys\nsys.setrecursionlimit(30)"]


@pytest.fixture
def order(tmp_path):
    """Writes a task file, and gives the form of its plan."""

    def write(name, text=""):
        path = tmp_path / f"{name}.py"
        path.write_text(f"{text}\n{GOOD}", "utf-8")
        return {"task": str(path)}

    return write


def test_what_is_printed_is_bounded_and_its_last_lines_are_told(order, capfd):
    told = []

    async def run():
        worker = WorkerProcess()
        text = "for number in range(50_000): print('line', number)"
        try:
            await worker.call("open", told.append, order=order("prints", text))
        finally:
            await worker.close()

    run_apart(run())
    lines = [event["lines"] for event in told if event["event"] == "printed"][-1]
    assert (len(lines), lines[-1]) == (20, "line 49999")
    printed = capfd.readouterr().err
    assert printed.startswith("line 0\n")
    assert len(printed) < 21_000


def test_code_that_writes_into_the_pipe_ends_in_one_sentence(order):
    async def run():
        worker = WorkerProcess()
        try:
            with pytest.raises(CallError, match="wrote to a file that is not its own"):
                await worker.call("open", order=order("writes", WRITES))
            return await worker.call("open", order=order("good"))
        finally:
            await worker.close()

    assert run_apart(run())["classes"] == ["a", "b"]


def is_running(pid):
    """Whether a process is there, and not just waiting to be counted as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are found in /proc")
def test_a_child_that_went_its_own_way_ends_with_a_stop(order, tmp_path, monkeypatch):
    child = tmp_path / "child"
    monkeypatch.setenv("CHILD", str(child))

    async def run():
        worker = WorkerProcess()
        call = asyncio.create_task(worker.call("open", order=order("leaves", LEAVES)))
        while not child.exists() or not child.read_text():
            await asyncio.sleep(0.05)
        await asyncio.wait_for(worker.stop(0.1), 60)
        with pytest.raises(CallStopped):
            await call

    try:
        run_apart(run())
        assert not is_running(child.read_text())
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child.read_text()), signal.SIGKILL)


@pytest.mark.parametrize("text", SPOILS)
def test_after_a_job_that_ended_badly_the_next_has_a_fresh_process(order, tmp_path, text):
    async def run():
        jobs = JobRunner(StudioState(tmp_path / "runs"))
        try:
            await jobs.begin("open", order("spoils", f"{text}\nraise ValueError"))
            while jobs.state.error is None:
                await asyncio.sleep(0.05)
            before = jobs.state.error
            await jobs.begin("open", order("good"))
            while jobs.state.opened is None and jobs.state.error is None:
                await asyncio.sleep(0.05)
            return before, jobs.state.error, jobs.state.opened
        finally:
            await jobs.close()

    before, after, opened = run_apart(run())
    assert before is not None
    assert after is None
    assert opened["name"] == "good"
