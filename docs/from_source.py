"""What the source says about itself: the checks with their sentences, and the errors."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import miwake
from miwake import errors
from miwake.messages import catalogue, messages

SOURCE = Path(miwake.__file__).parent
STATUSES = ("bad", "warning", "note", "good")
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.MiwakeError)
}


@dataclass
class SourceCheck:
    """A check, and the sentences that it may say."""

    name: str
    sentences: set[str] = field(default_factory=set)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a plain name in the package."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, node


@cache
def checks() -> dict[str, SourceCheck]:
    """The checks by their names, in the order in which the source has them."""
    found: dict[str, SourceCheck] = {}
    for name, call in _calls():
        if name != "Finding" or not call.args or not isinstance(call.args[0], ast.Constant):
            continue
        check = found.setdefault(call.args[0].value, SourceCheck(call.args[0].value))
        check.sentences |= _sentences(check.name, call.args[2] if len(call.args) > 2 else None)
    return found


def _sentences(check: str, key: ast.expr | None) -> set[str]:
    """The keys that an expression can stand for; all of the check's own where it can't be read."""
    if isinstance(key, ast.Constant):
        return {key.value}
    if isinstance(key, ast.IfExp):
        return _sentences(check, key.body) | _sentences(check, key.orelse)
    start = f"{check}."
    if isinstance(key, ast.JoinedStr) and isinstance(key.values[0], ast.Constant):
        start = key.values[0].value
    return {name for name in messages("en") if name.startswith(start)}


@cache
def templates() -> dict[str, list[str]]:
    """The templates of each kind of error; under "Phrase", the pieces that they are made with."""
    found: dict[str, list[str]] = {}
    for name, call in _calls():
        if name not in {*KINDS, "Phrase"} or not call.args:
            continue
        for template in _texts(call.args[0]):
            said = found.setdefault(name, [])
            if template not in said:
                said.append(template)
    known = {template for said in found.values() for template in said}
    of_files = [t for t in catalogue("ja").errors if t not in known]  # made of TaskErrors
    found["DataError"] += of_files
    return found


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
