"""The command `make`."""

import json

import pytest
from typer.testing import CliRunner

from made_datasets import content
from miwake.cli.main import app

SMALL = ("baker", "--train", "3000", "--test", "100", "--set", "LENGTH=4")


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Calls a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_it_says_what_it_wrote(call):
    said = call("make", *SMALL, "--to", "made").stdout
    assert "2 classes, 3,000 + 100 examples of shape (4,), seed 0" in said
    assert "Wrote made: 3 chunks, " in said
    assert "Next: miwake train made" in said
    assert "3 of 3 chunks were there already." in call("make", *SMALL, "--to", "made").stdout


def test_it_speaks_japanese(call):
    assert (
        "made に書きました: チャンク3個"
        in call("make", *SMALL, "--to", "made", "--lang", "ja").stdout
    )


def test_json_is_one_object(call):
    found = json.loads(call("make", *SMALL, "--to", "made", "--json").stdout)
    assert (found["path"], found["train"], found["test"], found["chunks"]) == ("made", 3000, 100, 3)
    assert found["seconds"] > 0


def test_a_damaged_dataset_is_repaired_without_its_task(call, tmp_path):
    call("make", *SMALL, "--to", "made")
    whole = content(tmp_path / "made")
    (tmp_path / "made" / "x_train" / "c" / "1" / "0").unlink()
    refused = call("make", *SMALL, "--to", "made")
    assert refused.exit_code == 1
    assert "make --to made --repair" in refused.stderr
    assert "x_train/c/1/0 is missing" in call("make", "--to", "made", "--repair").stdout
    assert "nothing is damaged" in call("make", "--to", "made", "--repair").stdout
    assert content(tmp_path / "made") == whole


@pytest.mark.parametrize(
    "wrong",
    [["baker"], ["--to", "x"], [*SMALL, "--to", "x", "--workers", "2", "--cluster", "tcp://a:1"]],
)
def test_wrong_usage_is_2(call, wrong):
    assert call("make", *wrong).exit_code == 2


def test_a_scheduler_that_is_not_there_is_one_line(call, monkeypatch):
    monkeypatch.setattr("miwake.runtime.dask_cluster.PATIENCE", 0.3)
    found = call("make", *SMALL, "--to", "x", "--cluster", "tcp://127.0.0.1:9")
    assert found.exit_code == 1
    assert found.stderr.startswith("miwake: no Dask scheduler answers at tcp://127.0.0.1:9")
