"""Ctrl-C at any moment: what is finished is kept, and one line says so."""

import os
import signal
import subprocess
import sys
import time

import pytest

import miwake

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")

# Presses Ctrl-C when Python tells of something for the first time, or calls a function.
PRESSING = """
import importlib, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv[0] = "miwake"
kind, what, times = sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1))

def press():
    global times
    times -= 1
    if times == 0:
        os.kill(os.getpid(), signal.SIGINT)

def hear(event, arguments):
    if event == kind and what in str(arguments[1 if kind == "os.rename" else 0]):
        press()

if kind == "call":
    home, _, name = what.rpartition(".")
    owner, _, kind_name = home.rpartition(".")
    import miwake.runtime.keras_backend as backend
    backend.keras_for_commands()
    try:
        owner = importlib.import_module(home)
    except ImportError:
        owner = getattr(importlib.import_module(owner), kind_name)
    function = getattr(owner, name)

    def pressing(*arguments, **named):
        press()
        return function(*arguments, **named)

    setattr(owner, name, pressing)
else:
    sys.addaudithook(hear)
from miwake.__main__ import main
main()
"""
SMALL = ("--train", "2000", "--test", "200", "--set", "LENGTH=8", "--epochs", "3")


@pytest.fixture
def pressed(tmp_path):
    """Runs a command that presses Ctrl-C itself: its status, what it said, what is in runs/."""

    def run(kind, what, *arguments, times=1):
        command = [sys.executable, "-c", PRESSING, kind, what, str(times), *arguments]
        done = subprocess.run(
            command, check=False, cwd=tmp_path, timeout=100, capture_output=True, encoding="utf-8"
        )
        runs = tmp_path / "runs"
        return done, sorted(runs.iterdir()) if runs.exists() else []

    return run


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("import", "miwake.cli.main"),
        ("import", "numpy.linalg"),
        ("import", "jax.numpy"),
        ("import", "keras.src.models"),
        ("exec", 'file "baker"'),
        ("call", "keras.Model.compile"),
        ("call", "jax.stages.Lowered.compile"),
    ],
)
def test_before_the_first_epoch_nothing_stays(pressed, kind, what):
    done, runs = pressed(kind, what, "train", "baker", *SMALL)
    assert (done.returncode, done.stderr, runs) == (130, "miwake: interrupted\n", [])


@pytest.mark.parametrize(
    ("kind", "what", "times", "epochs"),
    [
        ("os.rename", "state.npz", 1, 1),  # after the first epoch
        ("os.rename", "state.npz", 3, 3),  # after the last
        ("call", "miwake.workflow.cross_validation.evaluate_outputs", 1, 3),
    ],
)
def test_finished_epochs_are_kept(pressed, tmp_path, kind, what, times, epochs):
    done, runs = pressed(kind, what, "train", "baker", *SMALL, times=times)
    assert (done.returncode, done.stderr) == (130, "")
    run = miwake.load_run(runs[0])
    assert run.record.epochs == len(run.record.history) == epochs
    assert f"miwake train --resume runs/{runs[0].name}" in done.stdout


@pytest.mark.parametrize("what", ["model.keras", "run.json"])
def test_a_run_that_is_being_saved_is_kept_whole(pressed, what):
    done, runs = pressed("os.rename", what, "train", "baker", *SMALL)
    assert done.returncode == 130
    assert miwake.load_run(runs[0]).record.epochs == 3
    assert_kept(done, runs)


def test_a_run_whose_report_is_being_written_is_kept(pressed):
    assert_kept(*pressed("import", "jinja2", "train", "baker", *SMALL))


def assert_kept(done, runs):
    run = f"runs/{runs[0].name}"
    said = f"miwake: interrupted; {run} is kept, and `miwake report {run}` writes its report\n"
    assert (done.returncode, done.stderr) == (130, said)
    assert miwake.load_run(runs[0]).record.epochs == 3


def test_a_process_that_puts_its_programs_away_says_nothing(pressed, monkeypatch, tmp_path):
    monkeypatch.setenv("MIWAKE_CACHE", str(tmp_path / "new"))
    done, _ = pressed("os.rename", "programs", "train", "baker", *SMALL, "--no-checks")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_killed_training_leaves_no_number_behind(tmp_path, miwake_process, miwake_command):
    task = "import time\ndef a(rng): return [1]\ndef b(rng): time.sleep(60)\n"
    (tmp_path / "slow.py").write_text(task)
    process = miwake_process("train", "slow.py", "--train", "4", "--test", "4")
    runs, given_up = tmp_path / "runs", time.monotonic() + 60
    while not runs.exists() or not list(runs.glob("slow-1/.lock")):
        assert time.monotonic() < given_up
        time.sleep(0.05)
    process.kill()
    process.wait()
    (tmp_path / "slow.py").write_text(task.replace("time.sleep(60)", "return [2]"))
    options = ("--train", "40", "--test", "8", "--epochs", "1", "--no-checks")
    assert "runs/slow-1" in miwake_command("train", "slow.py", *options).stdout
    assert [run.name for run in runs.iterdir()] == ["slow-1"]


def test_repeats_that_are_finished_are_kept(pressed):
    options = ("--repeats", "4", "--no-checks")
    pressing = ("call", "miwake.workflow.repeats.scores_of")
    done, runs = pressed(*pressing, "train", "baker", *SMALL, *options, times=2)
    assert (done.returncode, done.stderr) == (130, "")
    assert 2 <= miwake.load_run(runs[0]).record.repeats["n"] < 4


@pytest.mark.parametrize("what", ["sklearn.tree", "scipy.spatial"])
def test_a_look_is_broken_off(pressed, what):
    done, runs = pressed("import", what, "look", "baker", "--train", "500", "--test", "100")
    assert (done.returncode, done.stderr, runs) == (130, "miwake: interrupted\n", [])


def test_at_any_moment_one_line_is_said(tmp_path):
    """Press later and later, until the training is done."""
    begin = "from miwake.__main__ import main; print('begun', flush=True); main()"
    command = [sys.executable, "-c", begin, "train", "baker", *SMALL]
    for delay in (0.05, 0.1, 0.3, 0.7, 1.2, 1.8, 2.5):
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "begun\n"
        time.sleep(delay)
        os.kill(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode in {0, 130}, said
        assert said == "" or said.startswith("miwake: interrupted")
        assert len(said.splitlines()) <= 1
