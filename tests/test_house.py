"""The house: data flows one way through its rooms, and a file imports only from rooms below."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import miwake

SOURCE = Path(miwake.__file__).parent

# From the ground up: a room imports from those before it.
LAYERS = [
    *(
        "control_characters",
        "errors",
        "runtime",
        "messages",
        "plan",
        "findings",
        "checks",
        "input_spec",
        "dataset",
    ),
    *("readers", "generate", "store", "tasks"),
    *("stats", "audit", "training", "verdict"),
    *("run", "comparison", "render", "workflow"),
    *("studio", "cli"),
]
OPEN = {  # arrows that still run up
    ("messages", "errors"),
    ("runtime", "messages"),
}
HEAVY = {
    "matplotlib": {"render.plots", "render.look_figures"},
    "starlette": {"studio.auth", "studio.server", "studio.routes"},
    "uvicorn": {"studio.launch"},
    "numba": {"generate.jit_loop"},
    "keras": {"runtime.keras_backend"},
    "jax": {"runtime.keras_backend", "training.cpu_", "training.winograd", "training.sharding"},
    "sklearn": {"audit.baseline_models", "audit.background"},
    "scipy": {"audit.nearest_neighbors", "stats.distributions", "tasks.ising_model"},
    "polars": {"readers"},
    "zarr": {"store"},
    "obstore": {"store.bucket"},
    "distributed": {"runtime.dask_cluster"},
    "loky": {"runtime.processes"},
    "rich": {"cli.progress_bar"},
    "jinja2": {"render.html"},
    "PIL": {"readers", "render"},
    "pillow_heif": {"readers.picture_levels"},
    "h5py": {"run.weights_file"},
    "pooch": {"tasks.mnist_data.download"},
}
SELDOM = {"charset_normalizer", "cloudpickle", "fastexcel", "multiprocessing", "platformdirs"}
MOST_DEFERRED = 40
LONGEST_FILE, LONGEST_FUNCTION = 300, 60  # lines
PARTICIPLES = {"found", "made", "kept", "given", "known", "shown", "asked", "wanted"}
PROMISED = {("store.write", "made"), ("comparison.comparison", "found")}  # names of attributes


def name_of(path: Path) -> str:
    """A file's name inside the package, with dots."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    """The room that a module stands in."""
    return module.split(".", maxsplit=1)[0]


def files() -> list[Path]:
    """The files of the package, but for its two front pages and what is written as users would."""
    inside = [p for p in sorted(SOURCE.rglob("*.py")) if p.parent.name != "builtin"]
    return [p for p in inside if p.parent != SOURCE or not p.name.startswith("__")]


def imports_of(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_file_stands_in_a_room() -> None:
    assert {room_of(name_of(path)) for path in files()} == set(LAYERS)


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_file_imports_only_from_rooms_below(path: Path) -> None:
    room = room_of(name_of(path))
    used = {m.removeprefix("miwake.").split(".")[0] for m in imports_of(path) if "miwake." in m}
    above = {name for name in used & set(LAYERS) if LAYERS.index(name) > LAYERS.index(room)}
    assert {(room, name) for name in above} <= OPEN


@pytest.mark.parametrize("heavy", HEAVY)
def test_heavy_libraries_have_one_home(heavy: str) -> None:
    users = {
        name_of(path)
        for path in files()
        if any(module.split(".")[0] == heavy for module in imports_of(path))
    }
    assert {u for u in users if not any(u.startswith(home) for home in HEAVY[heavy])} == set()


def deferred_imports(path: Path) -> set[tuple[str, int]]:
    """What a file imports inside functions, with the lines."""
    functions = [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    deferred: set[tuple[str, int]] = set()
    for node in (inner for function in functions for inner in ast.walk(function)):
        if isinstance(node, ast.Import):
            deferred |= {(alias.name, node.lineno) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            places = {f"{node.module}.{alias.name}" for alias in node.names}
            ours = {place for place in places if file_of(place).exists()}
            deferred |= {(place, node.lineno) for place in ours or {node.module}}
    return deferred


def file_of(module: str) -> Path:
    """The file of a module of the package."""
    return SOURCE.parent.joinpath(*module.split(".")).with_suffix(".py")


def test_deferred_imports_are_few() -> None:
    lines = {(path, line) for path in SOURCE.rglob("*.py") for _, line in deferred_imports(path)}
    assert len(lines) <= MOST_DEFERRED


@pytest.mark.parametrize("path", [p for p in files() if deferred_imports(p)], ids=name_of)
def test_a_deferred_import_is_for_a_heavy_library(path: Path) -> None:
    """The library itself, or the one file of ours that imports it at its top."""
    slow = set(HEAVY) | SELDOM
    for module, _ in deferred_imports(path):
        behind = {module}
        if module.startswith("miwake."):
            own = file_of(module)
            behind = set(imports_of(own)) - {name for name, _ in deferred_imports(own)}
        assert {name.split(".")[0] for name in behind} & slow, module


def test_no_file_has_a_name_that_says_nothing() -> None:
    words = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}
    assert not words & {path.stem for path in SOURCE.rglob("*.py")}


@pytest.mark.parametrize("path", [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.js")], ids=name_of)
def test_a_file_is_short_enough_to_be_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_function_is_short_enough_to_be_read(path: Path) -> None:
    """With its docstring and its parameters."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    nodes = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, functions)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in nodes}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION} == {}


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_name_says_what_it_is_not_what_was_done_to_it(path: Path) -> None:
    names = set(names_given_in(path))
    assert {n for n in names & PARTICIPLES if (name_of(path), n) not in PROMISED} == set()


def names_given_in(path: Path) -> Iterator[str]:
    """The names of a file's variables, parameters, functions and classes."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name.strip("_")
            case ast.ClassDef(name=name):
                yield name.strip("_")
            case ast.arg(arg=name):
                yield name.strip("_")
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name.strip("_")


PUBLIC = (  # a promise: names may be added
    "ArgumentError Classification Comparison DataError Dataset DownloadError Epoch Evaluation "
    "Look MiwakeError NetworkError Prediction Regression Run RunError Share Store Task TaskError "
    "TrainingInterrupted WorkerError Written __version__ compare fit load_run load_task look "
    "open_store train"
)


def test_the_public_names_are_these_and_load() -> None:
    assert " ".join(sorted(miwake.__all__)) == PUBLIC
    assert [name for name in miwake.__all__ if not hasattr(miwake, name)] == []


def test_no_public_name_is_hidden_by_a_file() -> None:
    """`import miwake.x` would put the file in place of the function `miwake.x`."""
    assert not {path.stem for path in SOURCE.iterdir()} & set(miwake.__all__)
