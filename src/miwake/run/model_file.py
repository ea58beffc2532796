"""A .keras file: written with its input spec inside, and checked before anything in it is used."""

import json
import warnings
import zipfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from miwake.errors import Phrase, RunError
from miwake.input_spec import InputSpec
from miwake.run.model_config import CODE, foreign_parts, named_files
from miwake.runtime.keras_backend import keras
from miwake.training.private_keras import copied_zeros

MEMBER = "miwake.json"
CONFIG, WEIGHTS = "config.json", "model.weights.h5"
NEEDED = {CONFIG, WEIGHTS}
MEMBERS = {*NEEDED, "metadata.json", MEMBER}
UNPACKED = 30  # times its size that a file may unpack to, and a bit more
ROOM = 16 * 2**20


def write_model(model: Any, spec: InputSpec, path: Path) -> None:
    """Write a standard Keras file with one more member, the spec."""
    model.save(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(MEMBER, json.dumps(spec.as_json(), ensure_ascii=False))


def read_model(path: Path, types: Mapping[str, type] | None = None) -> tuple[Any, InputSpec | None]:
    """Read a Keras file without ever running code that it brings.

    Args:
        path: the .keras file.
        types: the user's own layer classes, by name.

    Returns:
        The model, and its input spec if miwake wrote the file; without a loss of the user's own.

    Raises:
        RunError: it is missing, damaged, or holds code.
    """
    own = dict(types or {})
    config, spec = _open(path)
    training = config.pop("compile_config", None)
    _refuse_foreign(config, own, path)
    own_alone = not any(foreign_parts(training, own))
    try:
        try:
            model = _load(path, own, compiled=own_alone)
        except (TypeError, ValueError):
            model = _load(path, own, compiled=False)  # its loss may be a function of the user's
    except Exception as error:
        text = " ".join(str(error).split())[:300]
        raise RunError(
            "{path} can't be loaded as a Keras model: {text}", path=path, text=text
        ) from error
    if spec is not None:
        _check_spec(model, spec, path)
    return model, spec


def _load(path: Path, own: dict[str, type], compiled: bool) -> Any:
    with warnings.catch_warnings(), copied_zeros():
        warnings.simplefilter("ignore")  # such as that the optimizer starts anew
        load = keras().saving.load_model
        return load(path, custom_objects=own, compile=compiled, safe_mode=True)


def _open(path: Path) -> tuple[dict[str, Any], InputSpec | None]:
    """The config and the input spec in a file, all of whose bytes are as they were written."""
    if not path.is_file():
        raise RunError("there is no file {path}; give a run folder or a .keras file", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, path)
            _check_weights(archive.read(WEIGHTS), path)
            config = json.loads(archive.read(CONFIG))
            specs = [json.loads(archive.read(n)) for n in archive.namelist() if n == MEMBER]
    except RunError:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds on damaged bytes
        raise RunError(
            "{path} is no Keras file, or only a part of one ({error}); copy or train it again",
            path=path,
            error=error,
        ) from error
    if not isinstance(config, dict):
        raise RunError("{path} is no Keras file: its config describes no model", path=path)
    try:
        return config, InputSpec.from_json(specs[0]) if specs else None
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise RunError(
            "{path}: its {member} is damaged ({error}); train it again",
            path=path,
            member=MEMBER,
            error=error,
        ) from error


def _check_members(archive: zipfile.ZipFile, path: Path) -> None:
    names = archive.namelist()
    strange = sorted(name for name in names if name not in MEMBERS and not _is_words(name))
    if not set(names) >= NEEDED:
        raise RunError("{path} is no Keras file: it lacks its config or its weights", path=path)
    if strange or len(set(names)) < len(names):
        raise _strange_member(path, strange[0] if strange else Phrase("a member twice"))
    unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > UNPACKED * path.stat().st_size + ROOM:
        raise RunError(
            "{path} would unpack to {unpacked:,} bytes; it was not opened",
            path=path,
            unpacked=unpacked,
        )
    damaged = archive.testzip()
    if damaged:
        raise RunError(
            "{path} is damaged in {damaged}; copy or train it again", path=path, damaged=damaged
        )


def _check_weights(content: bytes, path: Path) -> None:
    from miwake.run.weights_file import strange_part

    what = strange_part(content, UNPACKED * len(content) + ROOM)
    if what is not None:
        raise _strange_member(path, what)


def _strange_member(path: Path, what: Any) -> RunError:
    return RunError(
        "{path} holds {what}, which no Keras file needs; it was not opened", path=path, what=what
    )


def _is_words(name: str) -> bool:
    """Whether a member is a vocabulary, the one kind of file that Keras' layers keep."""
    parts = name.removesuffix("/").split("/")
    inside = parts[0] == "assets" and not {"", ".", ".."} & set(parts) and "\\" not in name
    return inside and name.endswith((".txt", ".json", "/"))


def _refuse_foreign(config: dict[str, Any], own: Collection[str], path: Path) -> None:
    name = next(foreign_parts(config, own), None)
    if name is not None and name.rpartition(".")[2] in CODE:
        raise RunError(
            "{path} holds a {name} layer, which is code; it was not opened, "
            "because code from a file could do anything on this machine",
            path=path,
            name=name.rpartition(".")[2],
        )
    if name is not None:
        raise RunError(
            "{path} needs {name}, which is no part of Keras' networks; it was not "
            "opened; load it with Keras yourself if you trust it",
            path=path,
            name=name,
        )
    file = next(named_files(config), None)
    if file is not None:
        raise RunError(
            "{path} has Keras read another file, {file}; it was not opened", path=path, file=file
        )


def _check_spec(model: Any, spec: InputSpec, path: Path) -> None:
    takes, gives = _one_example(model, "input_shape"), _one_example(model, "output_shape")
    outputs = len(spec.classes) or 1
    if takes != spec.shape or gives != (outputs,):
        raise RunError(
            "{path}: its {member} says examples of shape {shape} and {outputs} outputs, its "
            "model {takes} and {gives}; train it again",
            path=path,
            member=MEMBER,
            shape=spec.shape,
            outputs=outputs,
            takes=takes,
            gives=gives,
        )


def _one_example(model: Any, name: str) -> Any:
    """The shape without its batch; a model may have several, or none before it is called."""
    shape = getattr(model, name, None)
    return shape[1:] if isinstance(shape, tuple) else shape
