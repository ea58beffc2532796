"""Checkpoints: a training that was killed goes on as if it had never stopped."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import miwake
from miwake import RunError, load_run
from miwake.cli.main import app
from miwake.run import checkpoint
from miwake.run.folder import read_record

pytestmark = pytest.mark.slow

TASK = """
import keras
import numpy as np

def low(rng):
    return rng.normal(0, 1, 12)

def high(rng):
    return rng.normal(0.3, 1, 12)

def dropping(input_shape, outputs):
    layers = keras.layers
    return keras.Sequential([
        keras.Input(input_shape), layers.Dense(16, activation="relu"),
        layers.BatchNormalization(), layers.Dropout(0.5),
        layers.Dense(outputs, activation="softmax"),
    ])
"""
OPTIONS = ("--train", "300", "--test", "50", "--epochs", "12", "--network", "dropping")


@pytest.fixture
def task(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(TASK)
    return path


def command(*arguments, folder):
    return [sys.executable, "-m", "miwake", "train", *map(str, arguments), "--out", str(folder)]


def weights(run):
    return [np.asarray(v.value) for v in load_run(run).model.weights]


def assert_same(first, second):
    for one, other in zip(weights(first), weights(second), strict=True):
        np.testing.assert_array_equal(one, other)
    records = [read_record(run) for run in (first, second)]
    assert records[0].results == records[1].results
    assert records[0].history == records[1].history


@pytest.fixture
def whole(task, tmp_path):
    subprocess.run(command(task, *OPTIONS, "--no-checks", folder=tmp_path / "whole"), check=True)
    return tmp_path / "whole" / "mine-1"


def test_a_training_killed_at_many_moments_ends_with_the_same_weights(task, tmp_path):
    dice, out, long = random.Random(1), tmp_path / "killed", tmp_path / "long"
    asked = (task, *OPTIONS, "--epochs", "200", "--no-checks")
    subprocess.run(command(*asked, folder=long), check=True, stdout=subprocess.DEVNULL)
    arguments, kills = asked, 0
    for _ in range(3):
        process = subprocess.Popen(
            command(*arguments, folder=out), stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        next(line for line in process.stdout if line.startswith("Epoch"))
        time.sleep(dice.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
        if not (out / "mine-1" / checkpoint.PLAN).exists():
            break  # a quick machine finished first
        arguments = ("--resume", out / "mine-1")
    else:
        subprocess.run(command(*arguments, folder=out), check=True, stdout=subprocess.DEVNULL)
    assert kills
    assert_same(out / "mine-1", long / "mine-1")
    left = [
        sorted(p.name for p in folder.iterdir()) for folder in (out / "mine-1", long / "mine-1")
    ]
    assert left[0] == left[1]


KILLED_WRITING = """
import os, signal, sys
from pathlib import Path
from miwake.runtime import atomic_write as atomic
from miwake.run import checkpoint
from miwake.__main__ import main

written, at = 0, int(sys.argv.pop(1))
write = Path.write_bytes

def half(path, content):
    global written
    written += "state.npz" in path.name
    if "state.npz" in path.name and written == at:
        write(path, content[: len(content) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    return write(path, content)

Path.write_bytes = half
main()
"""


@pytest.mark.parametrize("at", [1, 3])
def test_a_kill_inside_the_write_leaves_the_epoch_before(task, tmp_path, whole, at):
    out = tmp_path / "killed"
    arguments = ("train", str(task), *OPTIONS, "--no-checks", "--out", str(out))
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_WRITING, str(at), *arguments], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    subprocess.run(command("--resume", out / "mine-1", folder=out), check=True)
    assert_same(out / "mine-1", whole)
    assert not list((out / "mine-1").glob(".*"))


def test_an_interrupted_training_is_kept_and_can_go_on(task, tmp_path, whole):
    data = miwake.load_task(task).make(300, 50)
    folder = tmp_path / "mine-1"
    folder.mkdir()

    def interrupt(epoch):
        if epoch.number == 5:
            raise KeyboardInterrupt

    with pytest.raises(miwake.TrainingInterrupted) as stopped:
        miwake.train(data, "dropping", 12, checks=False, folder=folder, on_epoch=interrupt)
    assert stopped.value.run.record.epochs == 5
    run = miwake.train(data, "dropping", 12, checks=False, folder=folder)
    assert [epoch["epoch"] for epoch in run.record.history] == list(range(1, 13))
    for mine, expected in zip(run.model.weights, weights(whole), strict=True):
        np.testing.assert_array_equal(np.asarray(mine.value), expected)


def test_mixed_precision_goes_on_to_the_last_bit(tmp_path):
    keras = miwake.runtime.keras_backend.keras()
    keras.config.set_dtype_policy("mixed_bfloat16")
    try:
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
        model.compile("adam", "sparse_categorical_crossentropy")
        x, y = np.ones((8, 4), np.float32), np.zeros(8, np.int32)
        miwake.fit(model, x, y, verbose=0)
        before = [np.asarray(v.value).copy() for v in checkpoint._variables(model)]
        checkpoint.write_state(tmp_path, model, checkpoint.Progress([{"loss": 1.0}], []))
        miwake.fit(model, x, y, verbose=0)
        assert checkpoint.read_state(tmp_path, model).history == [{"loss": 1.0}]
        for variable, value in zip(checkpoint._variables(model), before, strict=True):
            np.testing.assert_array_equal(np.asarray(variable.value), value)
    finally:
        keras.config.set_dtype_policy("float32")


def test_a_disk_that_fills_up_does_not_cost_the_training(task, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("miwake.workflow.train_plan.write_state", full)
    data = miwake.load_task(task).make(100, 50)
    run = miwake.train(data, "dropping", 2, checks=False, folder=tmp_path)
    assert run.record.epochs == 2


def test_a_finished_run_says_that_there_is_nothing_to_resume(whole):
    with pytest.raises(RunError, match="is finished already"):
        checkpoint.read_plan(whole)


def test_a_folder_that_is_no_run_says_so(tmp_path):
    with pytest.raises(RunError, match=r"has no plan\.json"):
        checkpoint.read_plan(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"task": 1}'])
def test_a_damaged_plan_is_explained(tmp_path, text):
    (tmp_path / checkpoint.PLAN).write_text(text)
    with pytest.raises(RunError, match="is damaged"):
        checkpoint.read_plan(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK", os.urandom(300)], ids=["empty", "start", "noise"])
def test_a_damaged_state_is_explained(tmp_path, content):
    keras = miwake.runtime.keras_backend.keras()
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
    model.compile("adam", "sparse_categorical_crossentropy")
    (tmp_path / checkpoint.STATE).write_bytes(content)
    with pytest.raises(RunError, match="does not fit this network"):
        checkpoint.read_state(tmp_path, model)


@pytest.mark.parametrize("arguments", [[], ["baker", "--resume", "runs/baker-1"]])
def test_a_task_and_a_run_to_resume_exclude_each_other(arguments):
    from typer.testing import CliRunner

    result = CliRunner().invoke(app, ["train", *arguments])
    assert result.exit_code == 2
    assert "--resume" in result.output


def test_the_plan_is_kept_as_plain_json(task, tmp_path):
    data = miwake.load_task(task, {}).make(100, 50, seed=3)
    miwake.train(data, "dropping", 1, seed=4, checks=False, folder=tmp_path)
    plan = json.loads((tmp_path / checkpoint.PLAN).read_text("utf-8"))
    assert (plan["network"], plan["data"]["seed"], plan["seed"]) == ("dropping", 3, 4)
