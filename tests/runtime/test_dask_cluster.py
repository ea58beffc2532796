"""A Dask cluster: workers are killed in the middle, and the bytes stay the same."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import miwake
from made_datasets import content, task
from miwake.errors import WorkerError
from miwake.runtime.dask_cluster import cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are sent"),
]
SOURCE = str(Path(miwake.__file__).parents[1])
COUNTS = (6000, 300)
# rng alone: Dask's own threads draw from Python's global generator, and change what it gives
OWN = """
import os, time
def even(rng):
    return rng.random(3), {"t": rng.random(), "名前": "new"}
def slow(rng):
    time.sleep(float(os.environ.get("SLOW", 0)))
    return rng.random(3), {"Odd": rng.random()}
"""


@pytest.fixture
def start(tmp_path):
    """Starts a part of Dask in a session of its own."""
    started = []

    def run(part, *options):
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{part}", "--no-dashboard", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=tmp_path,
            env=os.environ
            | {"SLOW": "0.0003", "PYTHONPATH": str(Path(miwake.__file__).parents[1])},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        kill(process)


def kill(process):
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def scheduler(start, tmp_path):
    file = tmp_path / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
    process = start("scheduler", *options)
    for _ in range(100):
        if file.exists() and file.read_text():
            return process, json.loads(file.read_text())["address"]
        time.sleep(0.1)
    raise TimeoutError


def after(chunks, action):
    seen = []

    def progress(*step):
        seen.append(step)
        if len(seen) == chunks:
            action()

    return progress


@pytest.mark.parametrize("nanny", ["--nanny", "--no-nanny"])
def test_a_worker_that_is_killed_costs_nothing(scheduler, start, tmp_path, nanny):
    address = scheduler[1]
    workers = [start("worker", address, "--nthreads", "1", nanny) for _ in range(2)]
    with cluster(address) as executor:
        executor.client.wait_for_workers(2, timeout=20)
        stop = after(3, lambda: kill(workers[0]))
        task(OWN).make_to(tmp_path / "made", *COUNTS, executor=executor, progress=stop)
    assert workers[0].poll() is not None
    task(OWN).make_to(tmp_path / "undisturbed", *COUNTS, workers=1)
    made, undisturbed = content(tmp_path / "made"), content(tmp_path / "undisturbed")
    assert sorted(made) == sorted(undisturbed)
    assert [key for key in made if made[key] != undisturbed[key]] == []


def test_a_lost_scheduler_ends_in_one_line_and_the_work_goes_on(scheduler, start, tmp_path):
    process, address = scheduler
    start("worker", address, "--nthreads", "1", "--no-nanny")
    stop = after(3, lambda: kill(process))
    lost = pytest.raises(WorkerError, match="scheduler that the work was given to is lost")
    with lost, cluster(address) as executor:
        task(OWN).make_to(tmp_path / "made", *COUNTS, executor=executor, progress=stop)
    assert 0 < task(OWN).make_to(tmp_path / "made", *COUNTS).made < 26


def test_a_comparison_on_a_cluster_is_the_one_made_here(scheduler, start):
    address, asked = scheduler[1], {"test": 200, "epochs": 1}
    start("worker", address, "--nthreads", "1", "--no-nanny")
    with cluster(address) as executor:
        there = miwake.compare(task(OWN), ["dense"], [200], 2, executor=executor, **asked)
    here = miwake.compare(task(OWN), ["dense"], [200], 2, **asked)
    assert there.rows[0].found.values == here.rows[0].found.values
