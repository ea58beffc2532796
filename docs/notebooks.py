"""Makes the notebooks from the course's text: python docs/notebooks.py.

A step is a cell, what stands between is Markdown, figures come along inside. Outputs are left
out: who opens a notebook runs it.
"""

import base64
import re
from pathlib import Path

import nbformat
from chapters import HERE, LANGUAGES, Page, Step, chapters, read_page
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NUMBERS = ("01", "02", "03", "04", "05", "07")
INSTALL = {
    "en": "# Installs miwake, in Colab or a fresh Jupyter; run it once.",
    "ja": "# Colabや新しいJupyterにmiwakeを入れます。最初に一度だけ実行してください。",
}
FIGURE = re.compile(r"!\[([^\]]*)\]\((?!https?:)([^)\s]+)\)")
DIRECTIVE = re.compile(r"```\{figure\} (\S+)\n(?:(?::\w+:.*\n)*)\n?(.*?)\n?```", re.DOTALL)
BOX = re.compile(r"^:::\{(\w+)\}(.*)\n((?:.*\n)*?):::$", re.MULTILINE)
SHOWN = re.compile(r"```\{code-block\} (\w+)\n(?::\w+:.*\n)*\n?")
ROLE = re.compile(r"\{\w+\}`([^`]+)`")
LINK = re.compile(r"\[([^\]]+)\]\((?!https?:|attachment:|#)[^)]*\)")  # pages that stay behind
KINDS = {".png": "image/png", ".svg": "image/svg+xml", ".jpg": "image/jpeg"}


def notebook(page: Page, lang: str) -> nbformat.NotebookNode:
    """A page as a notebook without outputs."""
    install = f"{INSTALL[lang]}\n%pip install -q miwake"
    cells = [
        new_code_cell(install, metadata={"tags": ["install"]}),
        *(_code(p) if isinstance(p, Step) else _markdown(p, page.path.parent) for p in page.parts),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # the same text gives the same bytes
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def source(step: Step) -> str:
    """A step as IPython runs it."""
    if step.kind == "file":
        return f"%%writefile {step.caption}\n{step.text}"
    if step.kind == "python":
        return step.text
    lines = step.text.splitlines()
    goes_on = [False, *(line.endswith("\\") for line in lines)]
    return "\n".join(
        line if on or not line.strip() or line.lstrip().startswith("#") else f"!{line}"
        for line, on in zip(lines, goes_on, strict=False)
    )


def _code(step: Step) -> nbformat.NotebookNode:
    return new_code_cell(source(step))


def _markdown(prose: str, folder: Path) -> nbformat.NotebookNode:
    """Prose as Markdown that a notebook knows: boxes and figures in its own form."""
    attachments = {}

    def attach(name: str, words: str) -> str:
        path = folder / name
        kind = KINDS[path.suffix]
        attachments[path.name] = {kind: base64.b64encode(path.read_bytes()).decode()}
        return f"![{words}](attachment:{path.name})"

    text = DIRECTIVE.sub(lambda found: attach(found[1], " ".join(found[2].split())), prose)
    text = FIGURE.sub(lambda found: attach(found[2], found[1]), text)
    text = BOX.sub(_box, text)
    text = SHOWN.sub(r"```\1\n", text)
    text = ROLE.sub(r"`\1`", text)
    text = LINK.sub(r"\1", text)
    cell = new_markdown_cell(text)
    if attachments:
        cell["attachments"] = attachments
    return cell


def _box(found: re.Match[str]) -> str:
    """A box as a quotation."""
    title, body = found[2].strip(), found[3].strip()
    lines = [f"**{title}**", "", *body.splitlines()] if title else body.splitlines()
    return "\n".join(f"> {line}".rstrip() for line in lines)


def write_all() -> None:
    """Write the notebooks of both languages."""
    for lang in LANGUAGES:
        for path in chapters(lang):
            if path.name[:2] in NUMBERS:
                notebook_path(path).parent.mkdir(parents=True, exist_ok=True)
                notebook_path(path).write_text(as_text(path), "utf-8")


def notebook_path(page: Path) -> Path:
    """Where a page's notebook lies."""
    return HERE / "notebooks" / page.parent.name / f"{page.stem}.ipynb"


def as_text(page: Path) -> str:
    """The bytes of a page's notebook, as text."""
    return nbformat.writes(notebook(read_page(page), page.parent.name)) + "\n"


if __name__ == "__main__":
    write_all()
