"""The notebooks say and do what the text does."""

import nbformat
import pytest
from chapters import HERE, LANGUAGES, chapters, read_page
from notebooks import NUMBERS, as_text, notebook_path, source

pytestmark = pytest.mark.slow

MADE = [path for lang in LANGUAGES for path in chapters(lang) if path.name[:2] in NUMBERS]
named = pytest.mark.parametrize("page", MADE, ids=lambda path: f"{path.parent.name}-{path.stem}")


@named
def test_making_it_again_gives_the_same_bytes(page):
    """Run `python docs/notebooks.py` after a change of the text."""
    assert notebook_path(page).read_text("utf-8") == as_text(page)


@named
def test_it_is_valid_and_holds_no_outputs(page):
    read = nbformat.read(notebook_path(page), as_version=4)
    nbformat.validate(read)
    assert [c for c in read.cells if c.cell_type == "code" and c.outputs] == []
    assert "pip install" in read.cells[0].source


@named
def test_every_step_is_a_cell_in_both_languages(page):
    """So what the course's tests run, the notebooks run."""
    read = nbformat.read(notebook_path(page), as_version=4)
    cells = [cell.source for cell in read.cells if cell.cell_type == "code"][1:]
    assert cells == [source(step) for step in read_page(page).steps]
    assert read_page(page).code == read_page(HERE / "en" / page.name).code


@named
def test_figures_are_inside_and_no_form_of_the_site_is_left(page):
    read = nbformat.read(notebook_path(page), as_version=4)
    prose = [cell for cell in read.cells if cell.cell_type == "markdown"]
    text = "\n".join(cell.source for cell in prose)
    assert "../figures" not in text
    assert ":::" not in text
    assert "```{" not in text
    shown = [name for cell in prose for name in cell.get("attachments", {})]
    assert text.count("](attachment:") == len(shown)


def test_nothing_else_lies_there():
    lying = sorted((HERE / "notebooks").rglob("*.ipynb"))
    assert lying == sorted(notebook_path(page) for page in MADE)
