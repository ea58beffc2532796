"""The course: every step runs, and prints what both texts say."""

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
    english, japanese = (read_page(HERE / lang / chapter.name) for lang in LANGUAGES)
    assert english.code == japanese.code
    assert [s.shown is None for s in english.steps] == [s.shown is None for s in japanese.steps]
