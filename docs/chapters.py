"""Reads a page of Markdown as steps: what is run, what it prints, and the prose between.

- ```` ```sh ````: commands, one a line, run in the chapter's own folder.
- ```` ```python ````: executed, one namespace a chapter.
- ```` ```{code-block} python ```` with `:caption: mine.py`: a file, written there under that name.
- ```` ```text ```` directly after what is run: what it prints, or an excerpt; a line `...` leaves
  lines out. Words have to agree, numbers too unless a range is given; times never have to.
- ```` ```{code-block} sh ```` with `:class: norun`: shown only; a comment says why.

A comment stands on the line above a block, as `% ...` (MyST) or `<!-- ... -->` (GitHub): `within
0.02`, `within 30%` or both joined by `or` say how far printed numbers may differ from the text;
`fails` that a command ends with an error; `not run: WHY` that a block is shown only.
"""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from markdown_it import MarkdownIt

HERE = Path(__file__).parent
LANGUAGES = ("en", "ja")
Kind = Literal["sh", "python", "file"]
RUN: dict[str, Kind] = {"sh": "sh", "python": "python"}
COMMENT = re.compile(r"^\s*(?:%\s*(?P<myst>.*?)|<!--\s*(?P<html>.*?)\s*-->)\s*$")
OPTION = re.compile(r"^:(\w+):\s*(.*)$")
WITHIN = re.compile(r"([\d.]+)(%?)")


@dataclass(frozen=True)
class Tolerance:
    """How far a printed number may lie from the text: by so much, or by that share of it."""

    absolute: float = 0.0
    share: float = 0.0


@dataclass(frozen=True)
class Shown:
    """What the text says that a step prints."""

    text: str
    line: int
    tolerance: Tolerance


@dataclass(frozen=True)
class Step:
    """A block that is run, or a file that is written.

    Attributes:
        kind: how.
        text: the commands, the Python, or what stands in the file.
        line: where in the page, counted from 1.
        caption: the file's name.
        fails: whether an error is what the text shows.
        shown: what the text says that it prints.
    """

    kind: Kind
    text: str
    line: int
    caption: str = ""
    fails: bool = False
    shown: Shown | None = None


@dataclass(frozen=True)
class Page:
    """A page in order: prose as it stands in the file, and steps."""

    path: Path
    parts: list[str | Step] = field(default_factory=list)

    @property
    def code(self) -> list[tuple[str, str, str, bool]]:
        """What is run, without what is only said beside it."""
        return [(s.kind, s.caption, _bare(s), s.fails) for s in self.steps]

    @property
    def steps(self) -> list[Step]:
        """What is run, in order."""
        return [part for part in self.parts if isinstance(part, Step)]


class PageError(ValueError):
    """A page is not in the form above."""


def chapters(lang: str = "en") -> list[Path]:
    """The pages of the course, in order."""
    return sorted((HERE / lang).glob("[0-9][0-9]-*.md"))


def read_page(path: Path) -> Page:
    """Read a page.

    Raises:
        PageError: a block is of no known kind, or an output follows nothing that prints.
    """
    lines = path.read_text("utf-8").splitlines()
    page = Page(path)
    done = 0
    for token in MarkdownIt("commonmark").parse("\n".join(lines)):
        if token.type != "fence" or token.map is None or token.level:
            continue
        start, end = token.map
        comments = _comments_above(lines, start)
        where = f"{path.name}, line {start + 1}"
        step = _step(token.info.strip(), token.content, start + 1, comments, where)
        prose = _prose(lines[done:start])
        if isinstance(step, Shown):
            before = page.parts[-1] if page.parts and not prose else None
            if not isinstance(before, Step) or before.kind == "file" or before.shown:
                raise PageError(f"{where}: an output has to follow directly what prints it")
            page.parts[-1] = _with_output(before, step)
        elif step is None:
            prose = _prose(lines[done:end])
            page.parts.extend([prose] if prose else [])
        else:
            page.parts.extend([prose, step] if prose else [step])
        done = end
    rest = _prose(lines[done:])
    page.parts.extend([rest] if rest else [])
    return page


def _bare(step: Step) -> str:
    """A step without comments and docstrings."""
    if step.kind == "sh":
        return "\n".join(re.sub(r"\s+#.*$", "", line) for line in step.text.splitlines())
    tree = ast.parse(step.text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.unparse(tree)


def _with_output(step: Step, shown: Shown) -> Step:
    return Step(step.kind, step.text, step.line, step.caption, step.fails, shown)


def _prose(lines: list[str]) -> str:
    """The lines that a reader sees."""
    return "\n".join(line for line in lines if not COMMENT.match(line)).strip("\n")


def _comments_above(lines: list[str], start: int) -> list[str]:
    found: list[str] = []
    for line in reversed(lines[:start]):
        said = COMMENT.match(line)
        if said is None and line.strip():
            break
        if said:
            found.append(said["myst"] or said["html"] or "")
    return found


def _step(
    info: str, content: str, line: int, comments: list[str], where: str
) -> Step | Shown | None:
    fails = "fails" in comments
    not_run = any(said.startswith("not run:") for said in comments)
    if info == "text":
        return None if not_run else Shown(content.rstrip(), line, _tolerance(comments, where))
    if info in RUN:
        return None if not_run else Step(RUN[info], content.rstrip(), line, fails=fails)
    if not info.startswith("{code-block}"):
        if info.startswith("{") or info in {"console", "bibtex"}:
            return None
        raise PageError(f"{where}: no known kind of block: {info!r}")
    options, body = _options(content)
    if "norun" in options.get("class", ""):
        return None
    if not info.endswith("python") or "caption" not in options:
        raise PageError(f"{where}: a {{code-block}} is a Python file with a caption, or norun")
    return Step("file", body, line, options["caption"])


def _options(content: str) -> tuple[dict[str, str], str]:
    """A directive's options, and what stands below them."""
    lines = content.splitlines()
    options = {}
    while lines and (found := OPTION.match(lines[0])):
        options[found[1]] = found[2]
        lines.pop(0)
    return options, "\n".join(lines).strip("\n")


def _tolerance(comments: list[str], where: str) -> Tolerance:
    said = next((said for said in comments if said.startswith("within ")), None)
    if said is None:
        return Tolerance()
    absolute = share = 0.0
    for part in said.removeprefix("within ").split(" or "):
        found = WITHIN.fullmatch(part.strip())
        if found is None:
            raise PageError(f"{where}: not a range: {said!r}; write `within 0.02 or 30%`")
        if found[2]:
            share = float(found[1]) / 100
        else:
            absolute = float(found[1])
    return Tolerance(absolute, share)
