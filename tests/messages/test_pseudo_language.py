"""A further language is one file: all that miwake says is said in it, and nothing stays English.

The language is made of English: every letter outside braces and code has an accent. So a word of
plain letters in an output is one that the catalogues don't have.
"""

import html
import json
import re
import shutil
import string

import numpy as np
import pytest
from typer.testing import CliRunner

import miwake
from miwake.cli.main import app
from miwake.errors import TaskError, first_of
from miwake.messages import catalogue, languages, render_error_in_all
from miwake.messages.catalogues import FOLDER
from miwake.studio.server import page_words as words_of_page

LANG = "en-XA"  # as browsers and systems call it
ACCENTS = str.maketrans(
    string.ascii_letters, "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁɃĆĎÉƑǴĤÍĴĶĹḾŃÓṔꝖŔŚŤÚṼẂẊÝŹ"
)
CODE = re.compile(r"`[^`]*`|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\n")
# What is the same in every language: lines of the article, figures' names, what users typed
SAME = """miwake train look baker random Test Loss Accuracy MAE RMSE R2 Epoch accuracy loss val runs
model keras report html dense python jax MULTIPLIER conv Keras nosuch LENGTH COLUMN
table csv size note colour red blue"""
TITLE = "Random numbers or the baker's map?"


def accented(text):
    """The text in the language."""
    code = CODE.findall(text)
    plain = [part.translate(ACCENTS) for part in CODE.split(text)]
    return "".join(a + b for a, b in zip(plain, [*code, ""], strict=True))


def plain_words(text, *own):
    """The words of a text that have no accent."""
    text = html.unescape(text).replace(TITLE, "")
    code = re.sub(r"`[^`]*`|\S*[/.=_<>]\S*[a-z]\S*|--?\w[\w-]*|NumPy|numpy", " ", text)
    return set(re.findall(r"(?<!\w)[A-Za-z]{3,}(?!\w)", code)) - {*SAME.split(), *own}


def table(entries):
    return "\n".join(f"{json.dumps(key)} = {json.dumps(text)}" for key, text in entries.items())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The catalogues with one file more."""
    there = tmp_path_factory.mktemp("messages")
    for lang in languages():
        shutil.copy(FOLDER / f"{lang}.toml", there)
    english, japanese = catalogue("en"), catalogue("ja")
    sections = {name: getattr(english, name) for name in ("language", "messages", "view")}
    sections |= {n: {en: en for en in getattr(japanese, n)} for n in ("help", "errors", "words")}
    text = "\n".join(
        f"[{name}]\n{table({key: accented(text) for key, text in entries.items()})}"
        for name, entries in sections.items()
    )
    (there / f"{LANG}.toml").write_text(text, "utf-8")
    return there


@pytest.fixture(autouse=True)
def _spoken(folder, monkeypatch):
    monkeypatch.setattr("miwake.messages.catalogues.FOLDER", folder)
    languages.cache_clear()
    catalogue.cache_clear()
    yield
    monkeypatch.undo()
    languages.cache_clear()
    catalogue.cache_clear()


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*words):
        return CliRunner().invoke(app, [*words, "--lang", LANG])

    return run


SMALL = ("--train", "300", "--test", "100", "--set", "LENGTH=8")


@pytest.mark.slow
def test_a_training_and_its_report_are_told_in_it(call, tmp_path):
    told = call("train", "baker", *SMALL, "--epochs", "1", "--repeats", "2")
    assert told.exit_code == 0, told.stderr
    assert plain_words(told.stdout) == set()
    report = (tmp_path / "runs/baker-1/report.html").read_text("utf-8")
    assert f'<html lang="{LANG}">' in report
    text = re.sub(r"<(pre|style|code)\b.*?</\1>|<[^>]*>", " ", report, flags=re.DOTALL)
    assert plain_words(text) == set()


def test_a_look_is_told_in_it(call):
    assert plain_words(call("look", "baker", *SMALL).stdout) == set()


def test_notes_about_data_are_told_in_it(call, tmp_path):
    rng = np.random.default_rng(0)
    rows = [
        f"{i},note {i},,{'red' if rng.random() < 0.5 else 'blue'},{rng.random():.3f}"
        for i in range(300)
    ]
    head = "row,note,empty,colour,size"
    (tmp_path / "table.csv").write_text("\n".join([head, *rows]), "utf-8")
    told = call("look", "table.csv")
    assert told.exit_code == 0, told.stderr
    assert plain_words(told.stdout, "row", "empty") == set()


@pytest.mark.slow
def test_a_comparison_is_told_in_it(call, tmp_path):
    counts = ("--sizes", "100,200", "--networks", "dense", "--epochs", "1", "--repeats", "2")
    told = call("compare", "baker", *counts, "--test", "100", "--set", "LENGTH=8")
    assert told.exit_code == 0, told.stderr
    assert plain_words(told.stdout + told.stderr) == set()


def test_a_dataset_that_is_made_is_told_in_it(call):
    told = call("make", "baker", *SMALL, "--to", "made")
    assert plain_words(told.stdout, "made") == set()


@pytest.mark.parametrize(
    "words",
    [
        ("look", "nosuch"),
        ("look", "baker", "--set", "LENGHT=8"),
        ("look", "baker", "--set", "LENGTH=x"),
        ("train", "baker", "--label", "x"),
        ("predict", "nosuch"),
        ("compare", "baker", "--networks", "nosuch"),
    ],
)
def test_an_error_is_told_in_it(call, words):
    told = call(*words)
    assert told.exit_code == 1
    assert plain_words(told.stderr, "LENGHT", "mnist", "ising") == set()


@pytest.mark.parametrize("name", ["train", "studio"])
def test_help_is_told_in_it(monkeypatch, name):
    monkeypatch.setenv("LC_ALL", "en_XA.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    told = CliRunner().invoke(app, [name, "--help"]).stdout
    of_typer = (
        r"Usage:.*|Show this message and exit\.|\[[^\]]*\]|\b[A-Z]{3,}\S*|range|tcp|(?<=╭─) \w+ "
    )
    assert plain_words(re.sub(of_typer, " ", told)) == set()


def test_the_page_is_told_in_it():
    words = words_of_page()[LANG]
    assert words.keys() == words_of_page()["en"].keys()
    said = [text.translate({ord("“"): None}) for text in words.values()]
    assert {w for text in said for w in plain_words(CODE.sub(" ", text))} == set()


def test_pieces_of_an_error_are_told_in_it():
    error = TaskError("{name} has no setting {setting}; {hint}", name="a", setting="B",
                      hint=first_of("bcdef", 2))  # fmt: skip
    assert plain_words(render_error_in_all(error)[LANG]) == set()


def test_an_evaluation_shows_itself_in_it(baker_run):
    text = miwake.look(baker_run.data).as_json(LANG)["warnings"]
    assert {w for check in text for w in plain_words(check["text"])} == set()
