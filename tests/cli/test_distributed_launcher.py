"""`--distributed`: two processes over loopback train as one; none outlives the other for long."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import numpy as np
import pytest

import miwake

TASK = ("baker", "--set", "LENGTH=12", "--train", "640", "--test", "100", "--no-checks")
WITHIN = 15  # seconds that the others may outlive one that is lost

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by signals"),
]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture
def start(tmp_path):
    """Starts the processes of one training, and ends what is left of them."""
    started = []

    def run(*arguments, processes=2):
        port, found = free_port(), []
        for number in range(processes):
            environment = os.environ | {
                "KERAS_DISTRIBUTION_JOB_ADDRESSES": f"127.0.0.1:{port}",
                "KERAS_DISTRIBUTION_NUM_PROCESSES": str(processes),
                "KERAS_DISTRIBUTION_PROCESS_ID": str(number),
            }
            command = [sys.executable, "-m", "miwake", "train", *arguments, "--distributed"]
            found.append(
                subprocess.Popen(
                    command,
                    cwd=tmp_path,
                    env=environment,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
        started.extend(found)
        return found

    yield run
    for process in started:
        process.kill()
        process.communicate()


def test_two_processes_train_as_one_and_one_run_is_kept(start, tmp_path):
    first, second = start(*TASK, "--epochs", "2", "--json")
    out, err = first.communicate(timeout=120)
    assert first.returncode == 0, err
    assert second.communicate(timeout=60)[0] == ""
    assert second.returncode == 0
    assert [p.name for p in (tmp_path / "runs").iterdir()] == ["baker-1"]
    assert json.loads(out)["train"] == 640
    kept = miwake.load_run(tmp_path / "runs" / "baker-1")
    task = miwake.load_task("baker", {"LENGTH": "12"})
    alone = miwake.train(task.make(640, 100), epochs=2, checks=False)
    for one, other in zip(kept.model.get_weights(), alone.model.get_weights(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-4)


@pytest.mark.parametrize("lost", [0, 1])
def test_a_lost_process_ends_the_other_in_one_line_and_the_run_goes_on(start, tmp_path, lost):
    processes = start(*TASK, "--epochs", "5000")
    for line in processes[0].stdout:
        if line.startswith("Epoch 3"):
            break
    processes[lost].send_signal(signal.SIGKILL)
    killed = time.monotonic()
    left = processes[1 - lost]
    _, told = left.communicate(timeout=60)
    assert time.monotonic() - killed < WITHIN
    assert left.returncode == 1
    assert len(told.splitlines()) == 1
    assert "miwake: another process of this training is gone" in told
    run = tmp_path / "runs" / "baker-1"
    with np.load(run / "state.npz") as state:
        done = len(json.loads(state["history"].tobytes()))
    assert done >= 2
    plan = json.loads((run / "plan.json").read_text())
    (run / "plan.json").write_text(json.dumps(plan | {"epochs": done + 1}))
    for process in start("--resume", "runs/baker-1"):
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert miwake.load_run(run).record.epochs == done + 1


def test_processes_that_are_not_found_are_told(tmp_path):
    environment = os.environ | {"KERAS_DISTRIBUTION_NUM_PROCESSES": "2"}
    command = [sys.executable, "-m", "miwake", "train", *TASK, "--distributed"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("miwake: the processes of this training don't find each other")
    assert len(done.stderr.splitlines()) == 1
