"""The course: every step runs, and prints what both texts say."""

import ast

import pytest
from agreement import disagreement
from chapters import HERE, LANGUAGES, chapters, read_page
from translation import japanese

CHAPTERS = chapters()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_steps_print_what_the_text_says(chapter, printed):
    wrong = []
    for lang in LANGUAGES:
        page = HERE / lang / chapter.name
        for step, text in zip(read_page(page).steps, printed, strict=True):
            lines = [
                (line, *japanese(line)) if lang == "ja" else (line,) for line in text.splitlines()
            ]
            told = step.shown and disagreement(step.shown, lines)
            if told:
                wrong.append(f"{page.parent.name}/{page.name}, line {step.shown.line}: {told}")
    assert not wrong, "\n\n".join(wrong)


def test_both_languages_have_the_same_chapters():
    assert [path.name for path in chapters("ja")] == [path.name for path in chapters("en")]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_both_languages_have_the_same_steps(chapter):
    english, japanese = (read_page(HERE / lang / chapter.name).steps for lang in LANGUAGES)
    assert [(s.kind, _code(s)) for s in english] == [(s.kind, _code(s)) for s in japanese]
    assert [s.shown is None for s in english] == [s.shown is None for s in japanese]


def _code(step):
    """What is run, without what is said beside it: comments and docstrings are in each language."""
    return step.text if step.kind == "sh" else code_of(step.text), step.caption, step.fails


def code_of(text):
    """Python without its comments and docstrings."""
    tree = ast.parse(text)
    for part in ast.walk(tree):
        if isinstance(part, ast.Module | ast.FunctionDef) and ast.get_docstring(part) is not None:
            part.body = part.body[1:] or [ast.Pass()]
    return ast.unparse(tree)
