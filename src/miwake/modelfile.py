"""A .keras file: written with its form inside, and checked before anything in it is used."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from miwake._backend import keras
from miwake.errors import RunError
from miwake.form import Form

MEMBER = "miwake.json"
MEMBERS = {"config.json", "metadata.json", "model.weights.h5", MEMBER}
CODE = {"Lambda", "TorchModuleWrapper", "__lambda__"}


def write_model(model: Any, form: Form, path: Path) -> None:
    """Write a standard Keras file with one more member, the form."""
    model.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(MEMBER, json.dumps(form.as_json(), ensure_ascii=False))


def read_model(path: Path, types: Mapping[str, type] | None = None) -> tuple[Any, Form | None]:
    """Read a Keras file without ever running code that it brings.

    Args:
        path: the .keras file.
        types: the user's own layer classes, by name.

    Returns:
        The model, and its form if miwake wrote the file.

    Raises:
        RunError: it is missing, damaged, or holds code.
    """
    form = _check(path, set(types or ()))
    try:
        model = keras().saving.load_model(path, custom_objects=dict(types or {}), safe_mode=True)
    except Exception as error:
        text = " ".join(str(error).split())[:300]
        raise RunError(f"{path} can't be loaded as a Keras model: {text}") from error
    return model, form


def _check(path: Path, own: set[str]) -> Form | None:
    if not path.is_file():
        raise RunError(f"there is no file {path}; give a run folder or a .keras file")
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "config.json" not in names or "model.weights.h5" not in names:
                raise RunError(f"{path} is no Keras file: it lacks its config or its weights")
            damaged = archive.testzip()
            if damaged:
                raise RunError(f"{path} is damaged in {damaged}; copy or train it again")
            config = json.loads(archive.read("config.json"))
            form = json.loads(archive.read(MEMBER)) if MEMBER in names else None
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise RunError(
            f"{path} is no Keras file, or only a part of one ({error}); copy or train it again"
        ) from error
    strange = sorted(n for n in names if n not in MEMBERS and not n.startswith("assets/"))
    if strange:
        raise RunError(f"{path} holds {strange[0]}, which no Keras file needs; it was not opened")
    for node in _objects(config):
        _refuse_code(node, own, path)
    try:
        return Form.from_json(form) if form is not None else None
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{path}: its {MEMBER} is damaged ({error}); train it again") from error


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "class_name" in node:
            yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _refuse_code(node: dict[str, Any], own: set[str], path: Path) -> None:
    name, module = str(node["class_name"]), node.get("module")
    standard = module is None or module == "builtins" or str(module).split(".")[0] == "keras"
    if name in CODE:
        raise RunError(
            f"{path} holds a {name} layer, which is code; it was not opened, "
            "because code from a file could do anything on this machine"
        )
    if not standard and name not in own:
        raise RunError(
            f"{path} needs {module}.{name}, which is not part of Keras; it was not opened; "
            "load it with Keras yourself if you trust it"
        )
