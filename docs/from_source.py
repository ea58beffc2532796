"""What the source says about its errors."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import miwake
from miwake import errors
from miwake.messages import catalogue

SOURCE = Path(miwake.__file__).parent
KINDS = {
    name: kind
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.MiwakeError)
}


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a plain name in the package."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node.func.id, node


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
