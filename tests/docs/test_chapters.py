"""Pages read as steps."""

import pytest
from chapters import PageError, Tolerance, read_page

PAGE = """# A page

Prose.

```sh
miwake look baker
```

% within 0.02 or 30%
```text
one 0.5
```

<!-- not run: it opens a server -->
```sh
miwake studio
```

```{code-block} python
:caption: mine.py

def a(rng):
    return 1
```

% fails
```sh
miwake train nothing
```

```{code-block} sh
:class: norun

srun miwake train baker
```
"""


@pytest.fixture
def page(tmp_path):
    def read(text):
        path = tmp_path / "page.md"
        path.write_text(text, "utf-8")
        return read_page(path)

    return read


def test_what_is_run_is_found_in_order(page):
    steps = page(PAGE).steps
    assert [step.kind for step in steps] == ["sh", "file", "sh"]
    assert steps[0].text == "miwake look baker"
    assert steps[0].shown.text == "one 0.5"
    assert steps[0].shown.tolerance == Tolerance(0.02, 0.3)
    assert (steps[1].caption, steps[1].text) == ("mine.py", "def a(rng):\n    return 1")
    assert [step.fails for step in steps] == [False, False, True]


def test_prose_stands_between_without_its_comments(page):
    prose = [part for part in page(PAGE).parts if isinstance(part, str)]
    assert prose[0] == "# A page\n\nProse."
    assert "miwake studio" in prose[1]
    assert "not run" not in prose[1]
    assert "srun" in prose[2]


@pytest.mark.parametrize(
    "text",
    [
        "```text\nnobody prints this\n```",
        "```sh\nls\n```\n\nProse.\n\n```text\nx\n```",
        "```{code-block} python\n:caption: a.py\n\n1\n```\n```text\nx\n```",
        "```ruby\n1\n```",
        "```{code-block} sh\nls\n```",
        "```sh\nls\n```\n% within a bit\n```text\nx\n```",
    ],
    ids=["no step", "not directly", "after a file", "no kind", "no class", "no range"],
)
def test_what_is_not_in_the_form_is_refused(page, text):
    with pytest.raises(PageError, match=r"page\.md, line \d+"):
        page(text)
