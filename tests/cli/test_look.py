"""The command look: what it prints, its JSON, its figures."""

import json

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from miwake.cli.main import app

SMALL = ("look", "baker", "--train", "600", "--test", "300", "--set", "LENGTH=12")


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Calls the command in this process, in an empty folder, for a user of no special language."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C")

    def run(*more):
        return CliRunner().invoke(app, [*SMALL, *map(str, more)])

    return run


def test_it_prints_the_data_two_tables_and_what_follows(call):
    found = call()
    assert found.exit_code == 0
    assert "2 classes, 600 + 300 examples of shape (12,), seed 0" in found.stdout
    assert "lag-1 autocorrelation" in found.stdout
    assert "✓ The classes are balanced" in found.stdout


def test_nothing_is_written_unless_asked_for(call, tmp_path):
    call()
    assert list(tmp_path.iterdir()) == []


def test_figures_are_written_where_asked(call, tmp_path):
    found = call("--out", "here")
    assert found.stdout.splitlines()[-1].startswith("Wrote here")
    assert {p.name for p in (tmp_path / "here").iterdir()} == {"examples.svg", "views.svg"}


def test_json_is_all_that_is_printed(call):
    found = json.loads(call("--json", "--out", "here").stdout)
    assert found["task"] == "baker"
    assert found["shape"] == [12]
    assert found["statistics"]["random"].keys() >= {"n", "mean", "variance", "min", "max"}
    assert found["views"][0].keys() >= {"view", "accuracy", "low", "high", "p"}
    assert found["warnings"][0].keys() >= {"check", "status", "text", "next"}
    assert len(found["figures"]) == 2
    assert found["seconds"]["total"] > 0


def test_the_language_is_the_one_named_or_that_of_the_locale(call, monkeypatch):
    assert "ラグ1の自己相関" in call("--lang", "ja").stdout
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert "ラグ1の自己相関" in call().stdout
    assert "lag-1" in call("--lang", "en").stdout


def test_a_language_that_is_not_there_is_refused_in_one_line(call):
    found = call("--lang", "xx")
    assert found.exit_code == 1
    assert "choose one of en, ja" in found.stderr


def test_a_class_that_was_saved_by_another_program_is_named(tmp_path, call):
    rng = np.random.default_rng(0)
    for name, ending in (("cat", "png"), ("dog", "jpg")):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for i in range(60):
            pixels = rng.integers(60, 200, (24, 24), np.uint8)
            Image.fromarray(pixels).save(tmp_path / "pets" / name / f"{i}.{ending}")
    found = json.loads(CliRunner().invoke(app, ["look", "pets", "--json"]).stdout)
    alarms = {w["check"]: w["values"] for w in found["warnings"] if w["status"] == "warning"}
    assert alarms["file"]["view"] in {"file_format", "file_bytes"}


def test_the_columns_of_a_table_are_called_by_their_names(tmp_path, call):
    rows = [f"{i % 7},{i % 2 + i / 1000},{'ab'[i % 2]}" for i in range(300)]
    (tmp_path / "table.csv").write_text("\n".join(["day,weight,class", *rows]))
    found = CliRunner().invoke(app, ["look", "table.csv", "--out", "."]).stdout
    assert "column weight" in found
    assert "column weight" in (tmp_path / "examples.svg").read_text("utf-8")
