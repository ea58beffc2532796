"""Task files: Python source in which one function makes the examples of one class."""

import ast
import hashlib
import inspect
import pickle
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from miwake.errors import Phrase, TaskError
from miwake.generate.class_functions import ClassFunction, ClassFunctions
from miwake.runtime.keras_backend import choose_backend
from miwake.runtime.sandbox import LocalModules, raising, seed_generators, task_sandbox
from miwake.tasks.settings import (
    HOOK,
    change_settings,
    changer,
    defaults_of,
    plain_value,
    settings_of,
    weights_of,
)

_STARRED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
NETWORK = ["input_shape", "outputs"]
NO_CLASSES = {"best", "load_data"}
RENAMED = {  # what task files of older versions import
    "miwake.sources.ising": "miwake.tasks.ising_model",
    "miwake.sources.ising_exact": "miwake.tasks.ising_model",
    "miwake.sources.mnist": "miwake.tasks.mnist_data",
    "miwake.tasks": "miwake.tasks.builtin",
}


@dataclass(frozen=True)
class TaskFile(ClassFunctions):
    """What a task file defines. It travels to other processes as its source text.

    Attributes:
        text: the source; "" for functions in Python, and for data that is read.
        folder: where the file lies.
        changed: the settings that differ from the text, with their values.
        description: the docstring.
        settings: all of them, with their values.
        defaults: the usual train, test, epochs, network, target and classes that the file sets.
        networks: functions that build a network, by name.
        best: the best rule known.
        load_data: what loads the examples, where the file makes none.
        types: the classes (in Python's sense) that the file defines.
    """

    text: str = ""
    folder: str | None = None
    changed: tuple[tuple[str, Any], ...] = ()
    description: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
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
            compiled = tuple(f.name for f in self.functions if f.compiled)
            parts = self.text, self.name, self.folder, self.changed, compiled
            return _read_again, (pickle.dumps(parts),)
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
    _rename_imports(tree)
    changed = {key: plain_value(value) for key, value in (changed or {}).items()}
    change_settings(tree, changed, name)
    definitions = _definitions(tree, name)
    modules = LocalModules(folder)
    module = _execute(tree, name, modules, changer(changed, name))
    defaults = defaults_of(tree, module, name)
    public = {n: f for n in definitions if callable(f := getattr(module, n, None)) and n[0] != "_"}
    networks = {n: f for n, f in public.items() if _required(definitions[n]) == NETWORK}
    functions = tuple(
        ClassFunction(n, f, _is_batch(_required(definitions[n]), _written(definitions[n]), name))
        for n, f in public.items()
        if n not in networks and n not in NO_CLASSES
    )
    return TaskFile(
        name=name,
        text=text,
        folder=folder,
        changed=tuple(sorted(changed.items())),
        description=inspect.cleandoc(module.__doc__ or ""),
        settings=settings_of(tree, module),
        defaults=defaults,
        target=defaults.get("target"),
        functions=functions,
        networks=networks,
        best=public.get("best"),
        load_data=public.get("load_data"),
        types={n: t for n, t in vars(module).items() if isinstance(t, type)},
        modules=modules,
        weights=weights_of(tree, module, [f.name for f in functions], name),
    )


def from_functions(functions: Mapping[str, Callable[..., Any]]) -> tuple[ClassFunction, ...]:
    """The classes of a task that is given as Python functions.

    Raises:
        TaskError: something is no function, or takes other arguments than (rng) or (rng, n).
    """
    classes = []
    for name, function in functions.items():
        if not callable(function):
            raise TaskError(
                "class {name} is {function!r}; give a function of rng", name=name, function=function
            )
        try:
            signature = inspect.signature(function)
        except (ValueError, TypeError):
            raise TaskError(
                "class {name} is {function!r}; wrap it in a def of rng",
                name=name,
                function=function,
            ) from None
        parameters = signature.parameters.values()
        required = [p.name for p in parameters if p.default is p.empty and p.kind not in _STARRED]
        classes.append(
            ClassFunction(name, function, _is_batch(required, f"{name}{signature}", "Task"))
        )
    return tuple(classes)


def _unpack(packed: bytes) -> TaskFile:
    name, functions = pickle.loads(packed)  # noqa: S301  sent by this process's own parent
    return TaskFile(name, functions)


@lru_cache(maxsize=4)
def _read_again(packed: bytes) -> TaskFile:
    text, name, folder, changed, compiled = pickle.loads(packed)  # noqa: S301  likewise
    return read_task_file(text, name, folder, dict(changed)).compiling(compiled)


def _parse(text: str, name: str) -> ast.Module:
    try:
        return ast.parse(text, filename=name)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        told = getattr(error, "msg", None) or str(error) or Phrase("it is nested too deeply")
        at = Phrase("{name}, line {line}", name=name, line=line) if line else name
        raise TaskError("{at} is not Python: {told}", at=at, told=told) from error


def _rename_imports(tree: ast.Module) -> None:
    """Let a text that a run of an older version has kept import what has another name now."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in RENAMED:
            node.module = RENAMED[node.module]


def _definitions(tree: ast.Module, name: str) -> dict[str, ast.FunctionDef]:
    """The functions at the top of the file, by name."""
    functions: dict[str, ast.FunctionDef] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            if node.name in functions:
                raise TaskError(
                    "{name} defines {function} twice, in lines {first} and "
                    "{then}; give each class a name of its own",
                    name=name,
                    function=node.name,
                    first=functions[node.name].lineno,
                    then=node.lineno,
                )
            functions[node.name] = node
    return functions


def _execute(
    tree: ast.Module, name: str, modules: LocalModules, hook: Callable[[str, Any], Any]
) -> ModuleType:
    module = ModuleType(f"{Path(name).stem} (task file)")
    module.__file__ = name
    setattr(module, HOOK, hook)
    sys.modules[module.__name__] = module  # dataclasses look their own module up
    choose_backend()

    def error(why: Phrase | str) -> TaskError:
        return TaskError("{name} can't be executed: {why}", name=name, why=why)

    with task_sandbox(modules), raising(error, name):
        seed_generators(np.random.SeedSequence(0))  # the same in every process
        exec(compile(tree, name, "exec"), module.__dict__)  # noqa: S102  a task file is code
    return module


def _required(definition: ast.FunctionDef) -> list[str]:
    written = definition.args
    places = written.posonlyargs + written.args
    named = [
        a for a, default in zip(written.kwonlyargs, written.kw_defaults, strict=True) if not default
    ]
    return [a.arg for a in places[: len(places) - len(written.defaults)] + named]


def _written(definition: ast.FunctionDef) -> str:
    return f"{definition.name}({ast.unparse(definition.args)})"


def _is_batch(required: list[str], written: str, name: str) -> bool:
    """Whether a class makes n examples a call.

    Raises:
        TaskError: it takes something else than (rng) or (rng, n).
    """
    if required in (["rng"], ["rng", "n"]):
        return len(required) == 2
    function = written.partition("(")[0]
    extra = [a for a in required if a != "rng"]
    write = Phrase("write `def {function}(rng):`", function=function)
    if extra:
        write = Phrase(
            "write `def {function}(rng):` and make {name} a setting, {constant} = 100, above it",
            function=function,
            name=extra[0],
            constant=extra[0].upper(),
        )
    raise TaskError(
        "{name}: def {written} is no class, because a class takes rng, a NumPy Generator; "
        "{write}, and draw with rng.random(...) in place of "
        "np.random.random(...); if it only helps the others, call it _{function}",
        name=name,
        written=written,
        function=function,
        write=write,
    )
