"""Errors: each is said in both languages, wherever it was raised."""

import ast
import functools
import os
import pickle
import string
from pathlib import Path

import numpy as np
import pytest

import miwake
from miwake import errors
from miwake.errors import DataError, Phrase, TaskError, first_of, listed, nearest, reason, word
from miwake.messages import catalogue, render_error, render_error_in_all

SOURCE = Path(miwake.__file__).parent
KINDS = {name for name in dir(errors) if name.endswith("Error")} | {"Phrase"}
# Errors made of another error: the facts are put in other words, or a file's folder is left out.
REMADE = {("readers/arrays.py", "held"), ("studio/worker/predict.py", "error.template")}
REMADE |= {
    ("errors.py", "between.join((f'{{{name}}}' for name in named))"),
    ("errors.py", "text.replace('{', '{{').replace('}', '}}')"),
}
ERRORS, WORDS = catalogue("ja").errors, catalogue("ja").words


@functools.cache
def calls():
    """Every making of an error or of a piece of one: its file, and what its first argument is."""
    found = []
    for path in SOURCE.rglob("*.py"):
        tree, file = ast.parse(path.read_text("utf-8")), path.relative_to(SOURCE).as_posix()
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        if file != "errors.py":
            own |= (
                {"WorkerError"}
                if "studio.worker.client import" in path.read_text("utf-8")
                else set()
            )
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                kinds = {"Phrase"} if file == "errors.py" else KINDS - own
                if node.func.id in kinds:
                    found.append((file, node))
    return found


def names(template):
    """What stands in a template's braces, and how it is written there."""
    return {(name, spec, how) for _, name, spec, how in string.Formatter().parse(template) if name}


def templates():
    return {n.args[0].value for _, n in calls() if isinstance(n.args[0], ast.Constant)}


def test_every_message_is_a_literal():
    made = {
        (file, ast.unparse(node.args[0]))
        for file, node in calls()
        if not isinstance(node.args[0], ast.Constant)
    }
    assert made == REMADE


def test_every_message_has_the_facts_that_it_names():
    wrong = [
        (file, node.args[0].value)
        for file, node in calls()
        if isinstance(node.args[0], ast.Constant)
        and {keyword.arg for keyword in node.keywords}
        != ({name for name, _, _ in names(node.args[0].value)} if node.keywords else set())
    ]
    assert wrong == []


def test_every_message_is_in_the_catalogue():
    assert templates() - ERRORS.keys() == set()


def test_every_entry_of_the_catalogue_is_said_somewhere():
    held = {t.replace("returned", "holds").replace("return", "save") for t in templates()}
    assert ERRORS.keys() - templates() - held == set()


def test_an_error_is_said_in_both_languages():
    error = DataError(
        "{path} can't be read ({why})",
        path=Path("a.csv"),
        why=reason(PermissionError(13, "Permission denied")),
    )
    assert str(error) == "a.csv can't be read (Permission denied)"
    assert render_error_in_all(error) == {
        "en": str(error),
        "ja": "a.csv を読めません（権限がありません）。",
    }


def test_what_the_system_says_is_in_the_catalogue():
    said = [os.strerror(number) for number in (1, 2, 13, 17, 20, 21, 24, 28, 30)]
    assert set(said) <= WORDS.keys()


def test_a_piece_is_said_in_the_language_of_the_whole():
    has = Phrase("it has {names}", names="LENGTH")
    hint = nearest("LENGHT", ["LENGTH"], has)
    error = TaskError("{name} has no setting {setting}; {hint}", name="a", setting="B", hint=hint)
    assert str(error) == "a has no setting B; did you mean LENGTH?"
    assert "もしかして LENGTH ですか？" in render_error(error, "ja")


def test_names_are_listed_up_to_a_number():
    found = [str(first_of("abc", most)) for most in (2, 3)]
    assert found == ["a, b and 1 more", "a, b, c"]


def test_a_list_has_its_pieces_in_the_same_language():
    assert render_error(listed([Phrase("date"), Phrase("number")]), "ja") == "日付, 数値"


def test_what_an_exception_lacks_is_said_in_the_same_language():
    error = errors.RunError(
        "{path} is damaged ({error}); train anew",
        path="plan.json",
        error=ValueError(Phrase("it is no manifest")),
    )
    assert "目録ではありません" in render_error(error, "ja")


def test_a_message_that_nobody_translated_is_said_in_english():
    assert render_error(DataError("{n} {braces}", n=1, braces="{}"), "ja") == "1 {}"


def test_a_text_that_is_no_template_may_have_braces():
    assert str(word("{x}")) == render_error(word("{x}"), "ja") == "{x}"


def test_a_fact_is_never_looked_up():
    error = DataError("{path} can't be read ({why})", path="train", why="Permission denied")
    assert render_error(error, "ja") == "train を読めません（Permission denied）。"


@pytest.mark.parametrize("kind", [errors.ArgumentError, errors.DownloadError, errors.WorkerError])
def test_an_error_travels_between_processes(kind):
    inner = DataError("{at}: {model!r} {n:,}", at=Path("a"), model=lambda: 0, n=np.int64(1000))
    error = kind("{path}: {why}; {advice}", path="p", why=inner, advice=Phrase("{a}", a=max))
    came = pickle.loads(pickle.dumps(error))
    assert (type(came), str(came)) == (kind, str(error))
    assert render_error(came, "ja") == render_error(error, "ja")


def test_a_travelled_error_travels_on():
    error = DataError("{model!r}", model=object)
    once = pickle.loads(pickle.dumps(error))
    assert str(pickle.loads(pickle.dumps(once))) == str(error)
