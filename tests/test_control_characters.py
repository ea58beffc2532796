"""Names that others chose steer neither a terminal nor a line."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from miwake.cli import console
from miwake.cli.json_output import print_json
from miwake.cli.main import app as commands
from miwake.control_characters import visible
from miwake.errors import DataError
from miwake.messages import languages, render_error, translate, view_name
from miwake.messages.text_table import in_columns
from miwake.render.html.page import render_page

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TITLE = "\x1b]0;owned\x07"
STRANGE = st.text(st.sampled_from("ab {}見\x00\x07\x1b\r\n\t\x7f\x9b\u2028\ufeff" + BIDI))


def steers(text):
    return [c for c in text if unicodedata.category(c) in {"Cc", "Zl", "Zp"} or c in BIDI]


@given(STRANGE)
def test_what_steers_is_written_as_json_writes_it(text):
    shown = visible(text)
    assert not steers(shown)
    assert json.loads(f'"{shown}"') == text


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_all_else_stays(text):
    assert visible(text) == text
    assert visible(visible(text)) == text


@given(STRANGE)
def test_a_line_that_is_printed_is_one_line(text):
    stream = io.StringIO(newline="")
    console.say(text, stream)
    assert steers(stream.getvalue()) == ["\n"]


@given(STRANGE)
def test_json_stays_json(text):
    stream = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", stream)
        print_json({text: [text]})
    assert json.loads(stream.getvalue()) == {text: [text]}
    assert set(steers(stream.getvalue())) <= {"\n"}


@given(STRANGE)
def test_a_sentence_has_no_character_that_steers(name):
    for lang in languages():
        assert not steers(translate("classes.never", lang, names=name))
        assert not steers(view_name(f"fact:{name}", lang))
        error = DataError("{path} is empty; add rows", path=name)
        assert set(steers(render_error(error, lang) + str(error))) <= {"\n", "\t"}
    assert not steers("".join(in_columns([[name, "1"], ["b", name]])))


def test_a_page_shows_what_would_turn_its_lines():
    parts = {"title": TITLE + BIDI, "made": "x", "lang": "en", "score": None, "findings": [],
             "next": None, "picture": "", "tables": [], "compared": [], "figures": [],
             "say": lambda key, **values: key}  # fmt: skip
    html = render_page("notebook.html", parts)
    assert set(steers(html)) <= {"\n"}
    assert r"\u001b]0;owned\u0007\u061c" in html


@pytest.mark.parametrize(
    "arguments", [["nothing" + TITLE + BIDI], ["look", "baker", "more" + TITLE + BIDI]]
)
def test_a_wrong_command_is_shown(arguments):
    found = CliRunner().invoke(commands, arguments)
    assert found.exit_code == 2
    assert set(steers(found.stderr)) == {"\n"}
    assert "]0;owned" in found.stderr


def test_a_missing_file_of_such_a_name_is_shown():
    found = CliRunner().invoke(commands, ["look", f"a{TITLE}\u202e.csv"])
    assert found.exit_code == 1
    assert r"a\u001b]0;owned\u0007\u202e.csv" in found.stderr
    assert set(steers(found.stderr)) == {"\n"}
