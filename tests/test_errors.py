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
# Texts that are no templates.
REMADE = {
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
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                kinds = {"Phrase"} if file == "errors.py" else KINDS - own
                if node.func.id in kinds:
                    found.append((file, node))
    return found


def names(template):
    """The facts in a template's braces; options are none."""
    for _, name, spec, _ in string.Formatter().parse(template):
        if name and "--" not in name:
            yield name
        if spec:
            yield from names(spec)


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
        and {keyword.arg for keyword in node.keywords} != set(names(node.args[0].value))
    ]
    assert wrong == []


def test_every_message_is_in_the_catalogue():
    assert templates() - ERRORS.keys() == set()


def test_every_entry_of_the_catalogue_is_said_somewhere():
    assert ERRORS.keys() - templates() == set()


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


@pytest.mark.parametrize(
    ("template", "typed", "field", "japanese"),
    [
        ("ask for {--train}", "ask for --train", "ask for “Training examples”", None),
        ("use {--network:dense}", "use --network dense", "use “Network: dense”", None),
        (
            "{--label COLUMN} names it",
            "--label COLUMN names it",
            "“Column to learn” names it",
            None,
        ),
        ("{--batch-size:{n}}", "--batch-size 64", "“Batch size: 64”", "「バッチサイズ：64」"),
        (
            "列は{ --label 列名 }で",
            "列は --label 列名 で",
            "列は“Column to learn”で",
            "列は「学習する列」で",
        ),
        ("{--jit} needs numba", "--jit needs numba", "--jit needs numba", None),
        ("{option} is not used", "--seed is not used", "“Seed” is not used", None),
    ],
)
def test_an_option_is_called_as_the_user_knows_it(template, typed, field, japanese):
    said = Phrase(template, n=64, option=errors.Option("--seed"))
    assert (str(said), render_error(said), render_error(said, form=True)) == (typed, typed, field)
    if japanese:
        assert render_error_in_all(said)["ja"] == japanese


def test_the_line_of_an_error_is_its_own_or_that_of_a_piece():
    at = Phrase("{name}, line {line}", name="a.py", line=3)
    assert TaskError("{at} is not Python: {told}", at=at, told="x").line == 3
    assert TaskError("{name} is not Python", name="line 4").line is None


def test_a_file_is_named_otherwise_in_a_copy():
    error = DataError("{path} holds {n} NaN", path=Path("/tmp/x/a.csv"), n=2)
    assert str(error.naming(Path("/tmp/x/a.csv"), "a.csv")) == "a.csv holds 2 NaN"


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
    assert render_error(listed([Phrase("empty"), Phrase("number")]), "ja") == "空, 数値"


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
