"""The house: each file imports only from the blocks above it, or earlier in its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import miwake

SOURCE = Path(miwake.__file__).parent

# From the top: what stands lower may import what stands higher. The plan of the house is here.
HOUSE = (
    # 0 what all need
    ("", "errors interrupt importing memory program_cache _backend stages atomic shown"),
    (
        "words",
        "columns data look verdict report make compare studio printed help errors_sources "
        "errors_store errors_learn errors_runs errors_front errors __init__",
    ),
    # 1 plain data that goes from part to part, and where examples come from
    ("", "checks record dataset command"),
    ("sources", "returned settings surroundings functions compilable compiled loaded"),
    ("sources", "mnist_files download mnist chunks"),
    ("sources", "ising_exact ising labels split arrays folders decoding alike images"),
    ("sources", "texts columns tables own"),
    ("", "tasks processes executors cluster compiling make fresh"),
    ("store", "place layout arrays manifest check making begin write"),
    ("", "task"),
    ("store", "read streaming stored"),
    ("", "reading starter"),
    # 2 what answers are worth, in numbers
    ("measures", "curves crossings evaluation scores significance repeated crossed calibration"),
    # 3 look
    ("looking", "views_sequence views_image views rules tried_views near copies"),
    ("looking", "class_statistics data_checks view_checks text look beside plots figures folder"),
    # 4 learn
    (
        "learn",
        "form features networks batches winograd convolution program feed devices fit repeats "
        "outputs",
    ),
    # 5 doubt
    ("doubt", "evidence accuracy_checks answer_checks training_checks trial_checks verdict"),
    ("doubt", "watch trials gathering"),
    # 6 keep
    ("reports", "breakdown axes charts thumbnails tables figures page"),
    ("runs", "pictures numbers inputs predictions lock checkpoint modelfile folder run"),
    # 7 the whole way
    ("", "again jobs training kept"),
    ("comparing", "next_step text comparison kept page compare"),
    # 8 front doors
    ("", "notebook"),
    (
        "studio",
        "order fields shown uploads brought runs trying errands gallery channel worker",
    ),
    ("studio", "process progress jobs guard answers bringing working asking server launch"),
    ("cli", "console text options app joined data look tasks train compare runs make studio main"),
)
ORDER = [
    f"{package}.{name}".strip(".").removesuffix(".__init__")
    for package, names in HOUSE
    for name in names.split()
]
STUDIO = {f"studio.{name}" for name in ("answers", "bringing", "working", "asking")}
HEAVY = {
    "matplotlib": {"looking.plots", "looking.figures"},
    "starlette": {"studio.guard", "studio.server", *STUDIO},
    "uvicorn": {"studio.launch"},
    "numba": {"sources.compiled"},
}


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
    assert not {path.stem for path in SOURCE.iterdir()} & set(miwake.__all__)
