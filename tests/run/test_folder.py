"""Folders of runs: numbered, whole, never overwritten."""

import contextlib
import csv
import errno

import numpy as np
import pytest

import miwake
from miwake.errors import RunError
from miwake.run import folder as runfolder
from miwake.run.folder import claim_folder, new_folder, read_run, write_run

OWN_LAYERS = """
import numpy as np
import keras

@keras.saving.register_keras_serializable()
class Twice(keras.layers.Layer):
    def call(self, x):
        return 2 * x

class Thrice(keras.layers.Layer):
    def __init__(self, times=3, **options):
        super().__init__(**options)
        self.times = times
    def call(self, x):
        return self.times * x
    def get_config(self):
        return super().get_config() | {"times": self.times}

def net(input_shape, outputs):
    last = keras.layers.Dense(outputs, activation="softmax")
    return keras.Sequential([keras.Input(input_shape), Twice(), Thrice(4), last])

def up(rng):
    return rng.random(6)

def down(rng):
    return -rng.random(6)
"""


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def claimed(out, name, count):
    """The names of folders that are claimed at the same time."""
    with contextlib.ExitStack() as stack:
        return [stack.enter_context(claim_folder(out, name)).name for _ in range(count)]


def test_folders_are_numbered(tmp_path):
    assert claimed(tmp_path, "a", 3) == ["a-1", "a-2", "a-3"]


def test_what_a_killed_training_left_empty_is_used_again(tmp_path):
    assert claimed(tmp_path, "a", 3) == ["a-1", "a-2", "a-3"]
    (tmp_path / "a-2" / "plan.json").touch()
    (tmp_path / "a-3" / ".lock").touch()
    (tmp_path / "a-3" / ".77-plan.json").touch()
    assert claimed(tmp_path, "a", 2) == ["a-3", "a-4"]
    assert names(tmp_path) == ["a-2", "a-3", "a-4"]


def test_an_empty_folder_that_is_claimed_stays(tmp_path):
    with claim_folder(tmp_path, "a") as folder:
        assert claimed(tmp_path, "a", 1) == ["a-2"]
        assert folder.exists()


def test_numbers_go_on_after_the_highest(tmp_path):
    (tmp_path / "a-7").mkdir()
    (tmp_path / "a-7" / "run.json").touch()
    (tmp_path / "a-b-9").mkdir()
    (tmp_path / "a-x").mkdir()
    assert claimed(tmp_path, "a", 1) == ["a-8"]


def test_a_file_in_the_way_is_stepped_over(tmp_path):
    (tmp_path / "a-1").write_text("mine")
    assert claimed(tmp_path, "a", 1) == ["a-2"]


@pytest.mark.parametrize("name", ["見分け", "a b", "[x]*?"])
def test_names_may_hold_anything(tmp_path, name):
    assert claimed(tmp_path / "走 り", name, 2) == [f"{name}-1", f"{name}-2"]


def test_a_place_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="name another folder with --out DIR"):
        claimed(tmp_path / "file" / "runs", "a", 1)


def test_a_folder_that_exists_is_not_overwritten(tmp_path):
    with pytest.raises(RunError, match="exists already"):
        new_folder(tmp_path)


def test_a_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(RunError, match="can't be made"):
        new_folder(tmp_path / "file" / "run")


def test_a_run_is_four_files(folder):
    assert names(folder) == ["history.csv", "model.keras", "report.html", "run.json"]


def test_the_history_has_a_row_an_epoch(folder, baker_run):
    rows = list(csv.DictReader((folder / "history.csv").read_text("utf-8").splitlines()))
    assert [row["epoch"] for row in rows] == ["1", "2"]
    assert [float(row["loss"]) for row in rows] == [h["loss"] for h in baker_run.record.history]


def test_a_run_comes_back_whole(folder, baker_run):
    model, spec, record = read_run(folder)
    assert (spec, record) == (baker_run.spec, baker_run.record)
    for old, new in zip(baker_run.model.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


@pytest.mark.parametrize("name", ["model.keras", "run.json"])
@pytest.mark.parametrize("way", ["missing", "empty", "cut", "a folder"])
def test_a_missing_or_damaged_file_is_named(folder, name, way):
    path = folder / name
    raw = path.read_bytes()
    path.unlink()
    if way == "a folder":
        path.mkdir()
    elif way != "missing":
        path.write_bytes(raw[: len(raw) // 2] if way == "cut" else b"")
    with pytest.raises(RunError, match=name.replace(".", r"\.")):
        read_run(folder)


def test_a_table_for_people_may_go(folder):
    (folder / "history.csv").unlink()
    assert read_run(folder)[2].history


def test_a_model_of_another_run_is_noticed(folder, edit_json):
    edit_json(folder / "run.json", classes=["x", "y"])
    with pytest.raises(RunError, match="it is of another run"):
        read_run(folder)


def test_a_model_that_miwake_did_not_write_is_refused(folder, baker_run):
    baker_run.model.save(folder / "model.keras")
    with pytest.raises(RunError, match="was not written by miwake"):
        read_run(folder)


@pytest.mark.parametrize(
    "task",
    [{"text": "class X: pass"}, {"text": "class X(: ", "file": "x", "folder": None, "changed": {}}],
)
def test_a_task_that_can_not_be_read_again_is_named(folder, edit_json, task):
    edit_json(folder / "run.json", task=task)
    with pytest.raises(RunError, match=r"run\.json can't be read"):
        read_run(folder)


def test_layers_of_the_task_file_load_again(tmp_path):
    (tmp_path / "own.py").write_text(OWN_LAYERS)
    run = miwake.train(miwake.load_task(tmp_path / "own.py").make(train=64, test=32), "net", 1)
    run.save(tmp_path / "run")
    x = run.data.x_test
    assert miwake.load_run(tmp_path / "run").predict(x) == run.predict(x)


def test_a_full_disk_leaves_no_half_file(folder, baker_run, tmp_path, monkeypatch):
    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "new").mkdir()
    monkeypatch.setattr(runfolder.Path, "write_text", full)
    with pytest.raises(RunError, match="No space left on device"):
        write_run(tmp_path / "new", baker_run.model, baker_run.spec, baker_run.record)
    assert names(tmp_path / "new") == ["model.keras"]
