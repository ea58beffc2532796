"""The house: each file imports only from the blocks above it, or earlier in its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import miwake

SOURCE = Path(miwake.__file__).parent

# From the top: what stands lower may import what stands higher. The README of the house is here.
HOUSE = (
    # 0 what all need
    (
        "errors",
        "program_cache",
        "_backend",
        "stages",
        "words.data",
        "atomic",
        "words.look",
        "words.verdict",
        "words.report",
        "words",
    ),
    ("checks",),
    # 1 where examples come from
    ("dataset", "sources.returned", "sources.settings", "sources.surroundings"),
    ("sources.functions", "sources.loaded", "sources.mnist_files"),
    ("sources.ising_exact", "sources.ising"),
    ("sources.labels", "sources.split", "sources.arrays"),
    ("sources.folders", "sources.decoding", "sources.alike", "sources.images"),
    ("sources.texts", "sources.columns", "sources.tables", "sources.own"),
    ("sources.download", "tasks", "sources.chunks", "processes", "make", "task", "starter"),
    # 2 learn
    ("form", "features", "networks", "batches", "convolution", "program", "fitting", "outputs"),
    # 3 doubt
    ("curves", "evaluation", "scores", "significance", "calibration", "command"),
    ("views_sequence", "views_image", "views", "rules", "tried_views", "near", "copies"),
    ("class_statistics", "look_checks", "view_checks", "look_text", "looking"),
    ("plots", "plots_look", "lookfolder", "evidence"),
    ("accuracy_checks", "answer_checks", "training_checks", "trial_checks", "verdict"),
    ("watch", "trials", "gathering"),
    ("breakdown", "axes", "charts", "thumbnails"),
    # 4 keep
    ("sources.pictures", "sources.numbers", "sources.inputs"),
    ("record", "report_tables", "report_figures", "report"),
    ("checkpoint", "modelfile", "runfolder", "run"),
    # 5 the whole way
    ("training",),
    # 6 front doors
    ("console", "text", "cli_look", "cli"),
)
ORDER = [name for block in HOUSE for name in block]
HEAVY = {"matplotlib": {"plots", "plots_look"}, "starlette": set[str]()}


def names_of(path: Path) -> str:
    """A file's name inside the package, with dots."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts)


def files() -> list[Path]:
    """The files of the package that belong to a floor."""
    inside = [p for p in sorted(SOURCE.rglob("*.py")) if p.parent.name != "tasks"]
    return [p for p in inside if p.name not in {"__init__.py", "__main__.py"}]


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file imports, those for type checking alone left out."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_file_has_its_place() -> None:
    found = {names_of(path) for path in files()}
    assert found == set(ORDER) - {"tasks", "words"}


@pytest.mark.parametrize("path", files(), ids=names_of)
def test_a_file_imports_only_from_above(path: Path) -> None:
    place = ORDER.index(names_of(path))
    used = {module.removeprefix("miwake.") for module in imports_of(path)}
    below = [name for name in ORDER[place:] if name in used]
    assert below == []


@pytest.mark.parametrize("heavy", HEAVY)
def test_heavy_libraries_have_one_home(heavy: str) -> None:
    users = {
        names_of(path)
        for path in files()
        if any(module.split(".")[0] == heavy for module in imports_of(path))
    }
    assert users <= HEAVY[heavy]


def test_no_file_has_a_name_that_says_nothing() -> None:
    words = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert not words & {path.stem for path in SOURCE.rglob("*.py")}


def test_every_public_name_is_there() -> None:
    missing = [name for name in miwake.__all__ if not hasattr(miwake, name)]
    assert missing == []
    assert sorted(miwake.__all__) == miwake.__all__


def test_no_public_name_is_hidden_by_a_file() -> None:
    """`import miwake.x` would put the file in place of the function `miwake.x`."""
    assert not {path.stem for path in SOURCE.glob("*.py")} & set(miwake.__all__)
