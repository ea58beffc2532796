"""Looking in a process of its own: the same as looking here, and nothing is left of it."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from miwake import Dataset, load_task, look
from miwake.audit import background as beside
from miwake.audit.background import background_look


@pytest.fixture
def processes(monkeypatch):
    """The processes that are started; there are two cores to start them on."""
    started, start = [], subprocess.Popen
    monkeypatch.setattr(beside, "_cores", lambda: 2)
    monkeypatch.setattr(
        beside.subprocess, "Popen", lambda *a, **o: started.append(start(*a, **o)) or started[-1]
    )
    return started


def baker():
    return load_task("baker", {"LENGTH": 12}).make(300, 200)


def same(found, data):
    here = look(data)
    assert found.as_json() == here.as_json()
    assert found.title == here.title
    assert found.copies == here.copies
    assert found.examples == here.examples
    for mine, theirs in zip(found.views, here.views, strict=True):
        assert np.array_equal(mine.hits, theirs.hits)


@pytest.mark.parametrize("make", [baker, lambda: Dataset(*[np.arange(40.0)[:, None]] * 4)])
def test_it_sees_what_is_seen_here(processes, make):
    data = make()
    with background_look() as ask:
        same(ask(data)(), data)
    assert [p.poll() is not None for p in processes] == [True]


def test_a_process_that_died_is_no_loss(processes):
    data = baker()
    with background_look() as ask:
        processes[0].kill()
        processes[0].wait()
        same(ask(data)(), data)


def test_a_stream_that_closes_before_the_data_are_sent_is_no_error(tmp_path):
    with (tmp_path / "stream").open("wb") as stream:
        pass
    beside._send(stream, baker())


def test_it_ends_with_what_it_was_started_for(processes):
    with contextlib.suppress(KeyboardInterrupt), background_look():
        raise KeyboardInterrupt
    assert processes[0].poll() is not None


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc to see other processes")
def test_it_ends_when_whoever_started_it_is_killed():
    code = (
        "import time\nfrom miwake.audit import background as beside\nbeside._cores = lambda: 2\n"
        "start = beside.subprocess.Popen\n"
        "def popen(*a, **o):\n    p = start(*a, **o)\n    print(p.pid, flush=True)\n    return p\n"
        "beside.subprocess.Popen = popen\n"
        "with beside.background_look(): time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and _lives(child):
        time.sleep(0.05)
    assert not _lives(child)


def _lives(process):
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize("why", ["one core", "not wanted", "large"])
def test_where_it_does_not_pay_this_process_looks(processes, monkeypatch, why):
    data = baker()
    if why == "one core":
        monkeypatch.setattr(beside, "_cores", lambda: 1)
    if why == "large":
        monkeypatch.setattr(beside, "MAX_BYTES", 100)
    with background_look(why != "not wanted") as ask:
        same(ask(data)(), data)
    assert len(processes) == (why == "large")
