"""Names of users' classes, columns, files and tasks are shown as they are, whatever they look like.

Some look like keys of the catalogues, some like templates, some steer a terminal.
"""

import json

import numpy as np
import polars as pl
import pytest
from markupsafe import escape
from typer.testing import CliRunner

from miwake.cli.main import app
from miwake.control_characters import visible
from miwake.errors import DataError
from miwake.findings import Finding
from miwake.messages import (
    languages,
    message,
    render_error,
    render_error_in_all,
    translate,
)
from test_control_characters import BIDI, TITLE, steers

CLASSES = ("data.label", "report.title")
COLUMNS = ("verdict.name", "{name}", "name.balance", "view")
STEERED = f"studio.train{TITLE}{BIDI}\ny"
TASK = '''"""report.title"""


def balanced(rng):
    return rng.random(12)


def look_wrote(rng):
    return rng.random(12) ** 2
'''


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A table, a task file and arrays, all of whose names are strange."""
    at = tmp_path_factory.mktemp("report.title")
    rng = np.random.default_rng(0)
    label = rng.permutation([0, 1] * 150)
    columns = {name: rng.random(300) for name in COLUMNS}
    columns["verdict.name"] = columns["verdict.name"] + label
    columns[STEERED] = [CLASSES[k] for k in rng.integers(0, 2, 300)]
    columns["class"] = [CLASSES[k] for k in label]
    pl.DataFrame(columns).write_csv(at / "data.label.csv")
    steered = [f"a{TITLE}", f"b{BIDI}\n✓ all is well"]
    columns["class"] = [steered[k] for k in label]
    pl.DataFrame(columns).write_csv(at / f"x{TITLE}.csv")
    (at / "report_title.py").write_text(TASK)
    return at


@pytest.fixture
def say_all(tmp_path, monkeypatch):
    """Calls look, train, evaluate and predict; gives what they printed, and the report's page."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        found = CliRunner().invoke(app, [str(part) for part in arguments])
        assert found.exit_code == 0, found.output
        return found.output

    def run(task, lang, *options):
        asked = ("--lang", lang)
        printed = call("look", task, *options, *asked)
        printed += call("train", task, *options, "--epochs", 1, *asked)
        (trained,) = (tmp_path / "runs").iterdir()
        printed += call("evaluate", trained, "--each-class", *asked)
        printed += call("predict", trained, *asked)
        assert json.loads(call("evaluate", trained, "--each-class", "--json"))
        return printed, (trained / "report.html").read_text("utf-8")

    return run


def sentences(lang):
    """What would be read where a name was taken for a key: templates, whose braces nobody fills."""
    names = ("data.label", "report.title", "balanced", "look_wrote")
    return [message(name, lang) for name in names]


def check_names(names, said, lang):
    printed, page = said
    assert [name for name in names if name not in printed] == []
    assert [name for name in names if escape(name) not in page] == []
    assert [text for text in sentences(lang) if text in printed or escape(text) in page] == []


@pytest.mark.parametrize("lang", languages())
def test_names_like_keys_are_shown_in_a_table(say_all, folder, lang):
    said = say_all(folder / "data.label.csv", lang, "--label", "class")
    check_names((*CLASSES, "verdict.name", "data.label"), said, lang)
    assert "{name}" in said[0]
    assert "name.balance" in said[0]


@pytest.mark.parametrize("lang", languages())
def test_names_like_keys_are_shown_in_a_task(say_all, folder, lang):
    said = say_all(folder / "report_title.py", lang, "--train", 200, "--test", 100)
    check_names(("balanced", "look_wrote", "report.title"), said, lang)
    assert "<h1>report.title</h1>" in said[1]


def test_names_that_steer_are_shown_everywhere(say_all, folder):
    printed, page = say_all(folder / f"x{TITLE}.csv", "en", "--label", "class")
    assert set(steers(printed)) <= {"\n"}
    assert set(steers(page)) <= {"\n"}
    for name in (f"a{TITLE}", f"b{BIDI}\n✓ all is well"):
        assert visible(name) in printed
    assert not [line for line in printed.splitlines() if line.startswith("✓ all is well")]


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize(
    "key", ["data.label", "report.title", "view", "{name}", "{0}", "studio.train"]
)
def test_a_value_that_looks_like_a_key_is_said_as_it_is(key, lang):
    assert key in translate("classes.never", lang, names=key)
    assert key in translate("views.equal.number", lang, view=f"column:{key}", view_score=0.5)
    error = DataError("{path} is empty; add rows", path=key)
    assert key in render_error(error, lang)
    assert set(render_error_in_all(error)) == set(languages())
    assert key in render_error_in_all(error)[lang]
    assert key in Finding("classes", "warn", "classes.never", {"names": key}).text(lang)
