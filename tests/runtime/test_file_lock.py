"""The lock of a run's folder, with processes that really are others."""

import signal
import subprocess
import sys

import pytest

import miwake
from miwake.errors import RunError
from miwake.runtime.file_lock import LOCK_FILE, is_locked, lock_folder

HOLD = """
import sys
from pathlib import Path
from miwake.runtime.file_lock import lock_folder
with lock_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
TRAIN = ("train", "baker", "--train", "400", "--test", "50", "--no-checks", "--epochs")


@pytest.fixture
def holder():
    """Starts processes that hold a folder's lock until their input ends."""
    started = []

    def hold(folder):
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", HOLD, str(folder)]
        started.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True))
        assert started[-1].stdout.readline() == "held\n"
        return started[-1]

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_another_process_is_refused_until_the_first_lets_go(holder, tmp_path):
    process = holder(tmp_path)
    assert is_locked(tmp_path)
    with pytest.raises(RunError, match="another process is training in"), lock_folder(tmp_path):
        pass
    process.communicate()
    assert not is_locked(tmp_path)
    with lock_folder(tmp_path):
        assert is_locked(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_process_that_is_killed_lets_go(holder, tmp_path):
    process = holder(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (tmp_path / LOCK_FILE).exists()
    assert not is_locked(tmp_path)
    with lock_folder(tmp_path):
        pass


def test_inside_itself_it_does_nothing(tmp_path):
    with lock_folder(tmp_path):
        with lock_folder(tmp_path):
            pass
        assert is_locked(tmp_path)
    assert not is_locked(tmp_path)


def test_a_folder_that_is_not_there_is_nobodys(tmp_path):
    with lock_folder(tmp_path / "none"):
        pass
    assert not is_locked(tmp_path / "none")


def test_a_training_that_runs_in_a_terminal_is_not_gone_on_with(tmp_path):
    command = [sys.executable, "-m", "miwake"]
    pipe, out = subprocess.PIPE, ("--out", str(tmp_path))
    with subprocess.Popen([*command, *TRAIN, "100000", *out], stdout=pipe, text=True) as process:
        next(line for line in process.stdout if line.startswith("Epoch"))
        folder = tmp_path / "baker-1"
        try:
            again = [*command, "train", "--resume", str(folder)]
            told = subprocess.run(again, check=False, capture_output=True, text=True)
            assert told.returncode == 1
            assert "another process is training in" in told.stderr
            data = miwake.load_task("baker").make(60, 20)
            with pytest.raises(RunError, match="another process is training in"):
                miwake.train(data, epochs=1, checks=False, folder=folder)
        finally:
            process.kill()
            process.communicate()
    assert not is_locked(folder)
