"""Every message is used somewhere, and what the code asks for is there."""

import ast
import re
from pathlib import Path

import pytest

import miwake
from miwake.messages import messages

SOURCE = Path(miwake.__file__).parent
TREES = [ast.parse(path.read_text("utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
NODES = [node for tree in TREES for node in ast.walk(tree)]
PAGES = [p.read_text("utf-8") for end in ("html", "js") for p in sorted(SOURCE.rglob(f"*.{end}"))]
WRAPPERS = {r"report\.\w+", r"compare\.\w+"}  # of functions that put the room before each key


def texts():
    """All texts of the code that may be keys."""
    found = {n.value for n in NODES if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    for page in PAGES:
        found |= set(re.findall(r"[\"'`]([\w.]+)[\"'`]", page))
        for line in re.findall(r"// Keys: ([\w, ]+)", page):
            found |= set(re.split(", ?", line))
    return found


def patterns():
    """What keys that are put together look like."""
    parts = [node.values for node in NODES if isinstance(node, ast.JoinedStr)]
    own = [[v.value if isinstance(v, ast.Constant) else None for v in part] for part in parts]
    for page in PAGES:
        found = re.findall(r"`([\w.]*\$\{[^`]*\}[\w.]*)`", page)
        pieces = [re.split(r"(\$\{.*?\})", text) for text in found]
        own += [[None if p.startswith("$") else p for p in part] for part in pieces]
    told = [part for part in own if re.search("[a-z]{2}", "".join(filter(None, part)))]
    joined = {"".join(r"\w+" if p is None else re.escape(p) for p in part) for part in told}
    return joined - WRAPPERS


def test_every_message_is_used():
    known, built = texts(), re.compile("|".join(f"(?:{p})" for p in sorted(patterns())))
    unused = [
        key
        for key in messages("en")
        if not any(k in known or built.fullmatch(k) for k in (key, key.partition(".")[2]) if k)
    ]
    assert unused == []


def arguments(function, place):
    """The texts that are given to a function."""
    calls = [n for n in NODES if isinstance(n, ast.Call) and len(n.args) > place]
    named = [n.args[place] for n in calls if getattr(n.func, "id", "") == function]
    return {n.value for arg in named for n in ast.walk(arg) if isinstance(n, ast.Constant)}


@pytest.mark.parametrize(("function", "place"), [("translate", 0), ("Finding", 2)])
def test_every_key_that_is_asked_for_is_there(function, place):
    keys = {key for key in arguments(function, place) if re.fullmatch(r"\w+(\.\w+)+", str(key))}
    assert keys - messages("en").keys() == set()
    assert keys
