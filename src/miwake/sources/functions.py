"""Task files: Python source in which one function makes the examples of one class."""

import ast
import contextlib
import difflib
import hashlib
import inspect
import pickle
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from miwake.errors import TaskError

NO_CLASSES = {"best", "load_data"}


@dataclass(frozen=True)
class ClassFunction:
    """The function that makes the examples of one class; `batch` where it takes (rng, n)."""

    name: str
    function: Callable[..., Any]
    batch: bool


@dataclass(frozen=True)
class TaskFile:
    """What a task file defines. It travels to other processes as its source text."""

    name: str
    text: str
    folder: str | None
    changed: tuple[tuple[str, Any], ...] = ()
    description: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    functions: tuple[ClassFunction, ...] = ()
    networks: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    best: Callable[..., Any] | None = None
    load_data: Callable[..., Any] | None = None
    types: Mapping[str, type] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the source text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def __reduce__(self) -> tuple[Any, ...]:
        if self.text:
            return _read_again, (self.text, self.name, self.folder, self.changed)
        import cloudpickle  # what was defined in a notebook has no file to import it from

        return _unpack, (cloudpickle.dumps((self.name, self.functions)),)


def read_task_file(
    text: str, name: str, folder: str | None = None, changed: Mapping[str, Any] | None = None
) -> TaskFile:
    """Read a task file from its source text; the text is executed.

    Args:
        text: Python source.
        name: the task's name, for messages.
        folder: where the file lies, so that it can import its neighbours.
        changed: settings to use in place of those in the file.

    Raises:
        TaskError: the text can't be executed, or what it defines is no task.
    """
    tree = _parse(text, name)
    settings = _change_settings(tree, changed or {}, name)
    definitions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    _refuse_twins(definitions, name)
    module = _execute(tree, name, folder)
    public = {d.name: getattr(module, d.name) for d in definitions if not d.name.startswith("_")}
    arguments = {d.name: _required(d) for d in definitions}
    networks = {n: f for n, f in public.items() if arguments[n] == ["input_shape", "outputs"]}
    functions = tuple(
        ClassFunction(n, f, _is_batch(n, arguments[n], name))
        for n, f in public.items()
        if n not in networks and n not in NO_CLASSES
    )
    return TaskFile(
        name=name,
        text=text,
        folder=folder,
        changed=tuple(sorted((changed or {}).items())),
        description=inspect.cleandoc(module.__doc__ or ""),
        settings={n: getattr(module, n) for n in settings},
        defaults=_defaults(tree, module, name),
        functions=functions,
        networks=networks,
        best=public.get("best"),
        load_data=public.get("load_data"),
        types={d.name: getattr(module, d.name) for d in tree.body if isinstance(d, ast.ClassDef)},
    )


def from_functions(functions: Mapping[str, Callable[..., Any]]) -> tuple[ClassFunction, ...]:
    """The classes of a task that is given as Python functions.

    Raises:
        TaskError: something is no function, or takes other arguments than (rng) or (rng, n).
    """
    classes = []
    for name, function in functions.items():
        if not callable(function):
            raise TaskError(f"class {name} is {function!r}; give a function of rng")
        parameters = inspect.signature(function).parameters.values()
        required = [
            p.name for p in parameters if p.default is p.empty and p.kind < p.VAR_POSITIONAL
        ]
        classes.append(ClassFunction(name, function, _is_batch(name, required, "Task")))
    return tuple(classes)


def _unpack(packed: bytes) -> TaskFile:
    name, functions = pickle.loads(packed)  # noqa: S301  sent by this process's own parent
    return TaskFile(name, "", None, functions=functions)


@lru_cache(maxsize=4)
def _read_again(
    text: str, name: str, folder: str | None, changed: tuple[tuple[str, Any], ...]
) -> TaskFile:
    return read_task_file(text, name, folder, dict(changed))


def _parse(text: str, name: str) -> ast.Module:
    try:
        return ast.parse(text, filename=name)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        at = f", line {line}" if line else ""
        raise TaskError(f"{name}{at} is not Python: {getattr(error, 'msg', error)}") from error


def _refuse_twins(definitions: list[ast.FunctionDef], name: str) -> None:
    lines: dict[str, int] = {}
    for definition in definitions:
        if definition.name in lines:
            raise TaskError(
                f"{name} defines {definition.name} twice, in lines {lines[definition.name]} and "
                f"{definition.lineno}; give each class a name of its own"
            )
        lines[definition.name] = definition.lineno


def _execute(tree: ast.Module, name: str, folder: str | None) -> ModuleType:
    module = ModuleType(f"{Path(name).stem} (task file)")
    module.__file__ = name
    sys.modules[module.__name__] = module  # dataclasses look their own module up
    added = [folder] if folder and folder not in sys.path else []
    sys.path[:0] = added
    try:
        with contextlib.redirect_stdout(sys.stderr):
            exec(compile(tree, name, "exec"), module.__dict__)  # noqa: S102  a task file is code
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise TaskError(f"{name} can't be executed: {explain(error, name)}") from error
    finally:
        for path in added:
            sys.path.remove(path)
    return module


def explain(error: BaseException, name: str) -> str:
    """One line for an exception raised in a task file, with the line of the file it came from."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == name]
    text = " ".join(str(error).split())
    kind = type(error).__name__
    return f"{kind}{': ' if text else ''}{text}{f' (line {lines[-1]})' if lines else ''}"


def _required(definition: ast.FunctionDef) -> list[str]:
    arguments = definition.args.posonlyargs + definition.args.args
    without_default = len(arguments) - len(definition.args.defaults)
    return [a.arg for a in arguments[:without_default]]


def _is_batch(function: str, arguments: list[str], name: str) -> bool:
    if arguments == ["rng"]:
        return False
    if arguments == ["rng", "n"]:
        return True
    extra = [a for a in arguments if a != "rng"]
    constant = (
        f" and make {extra[0]} a setting, {extra[0].upper()} = 100, above it" if extra else ""
    )
    raise TaskError(
        f"{name}: def {function}({', '.join(arguments)}) is no class, because a class takes rng, "
        f"a NumPy Generator; write `def {function}(rng):`{constant}, and draw with rng.random(...) "
        f"in place of np.random.random(...); if it only helps the others, call it _{function}"
    )
