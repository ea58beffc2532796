"""What a function reads beside its arguments: whether numba can take Python's place there at all.

Numba compiles some things to what is not the same: its `np.random` and `random` are generators of
its own, `print` writes past Python's standard output, and what is global is fixed when it compiles.
A comparison may miss that where it is rare, so it is read off the function.
"""

import builtins
import dis
import random
import re
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

TOLD = 160  # letters of numba's own words that are passed on
SPEAKS = (builtins.print, builtins.input, builtins.open)
DRAWS = (random, np.random)
# Ufuncs that are the same wherever they are computed; the others may differ in a last bit
EXACT = {"sqrt", "floor", "ceil", "trunc", "rint", "absolute", "fabs", "minimum", "maximum", "sign"}
EXACT_MATH = {"sqrt", "floor", "ceil", "trunc", "fabs", "copysign", "isnan", "isinf", "isfinite"}


class NotCompilable(Exception):  # noqa: N818  no error: Python does the work
    """A function can't be compiled, or gives other numbers then.

    Attributes:
        kind: why; `data.jit.KIND` is the sentence that says it.
        values: what fills the sentence.
    """

    def __init__(self, kind: str, **values: str) -> None:
        super().__init__(kind, *values.values())
        self.kind, self.values = kind, values


def is_compiled(function: Any) -> bool:
    """Whether the user compiled a function already, with `numba.njit`."""
    return hasattr(function, "py_func") and hasattr(function, "signatures")


def check_reads(function: Callable[..., Any]) -> bool:
    """Read off a function, and all it calls, that numba can take Python's place.

    Returns:
        Whether it computes what may differ rarely, so that more examples have to be compared.

    Raises:
        NotCompilable: it can't.
    """
    assigned = _assigned(getattr(function, "__globals__", {}))
    rough = False
    for code, space in _bodies(function, set()):
        for name, thing in _read(code, space):
            if any(thing is speaks for speaks in SPEAKS):
                raise NotCompilable("prints", what=name)
            if _draws(thing):
                raise NotCompilable("draws", what=name)
            if name in assigned:
                raise NotCompilable("state", what=name)
            rough |= _is_rough(thing)
        rough |= any(step.argrepr in {"**", "**="} for step in dis.get_instructions(code))
    return rough


def called(function: types.FunctionType) -> dict[str, Callable[..., Any]]:
    """The functions in Python that a function calls by a global name."""
    space = function.__globals__
    things = {
        name: space[name]
        for code in _codes(function.__code__)
        for name in code.co_names
        if name in space
    }
    return {n: f for n, f in things.items() if isinstance(f, types.FunctionType)}


def reason(error: BaseException) -> str:
    """What numba says, in one line, without its drawings and addresses."""
    text = re.sub(r"Function\(<[^>]*?(\w+)'?(?: at 0x\w+)?>\)", r"\1", str(error))
    text = text.replace("NumPyRandomGeneratorType_", "Generator.")
    text = re.sub(r" found for signature:| at 0x[0-9a-f]+|\x1b\[[0-9;]*m", "", text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    noise = ("Failed in", "[", "-", "^", ">>>", "There are", "Raised from", "During:")
    lines = [line for line in lines if not line.startswith(noise)]
    text = re.split(r" ?(?:Overload|Intrinsic|Raised|File[: ])", " ".join(lines[:2]))[0].rstrip(":")
    text = " ".join(text.split()) or type(error).__name__
    return text if len(text) <= TOLD else text[: TOLD - 3] + "..."


def _bodies(function: Any, visited: set[int]) -> Iterator[tuple[types.CodeType, Mapping[str, Any]]]:
    """The code of a function and of those that it calls, each with the names it can read."""
    if is_compiled(function):
        function = function.py_func
    if not isinstance(function, types.FunctionType) or id(function) in visited:
        return
    visited.add(id(function))
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    closure = {name: cell.cell_contents for name, cell in cells if cell != types.CellType()}
    space = {**vars(builtins), **function.__globals__, **closure}
    for code in _codes(function.__code__):
        yield code, space
        for _, thing in _read(code, space):
            yield from _bodies(thing, visited)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    """A function's code and that inside it, of comprehensions and inner functions."""
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _codes(inner)


def _read(code: types.CodeType, space: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The globals that code reads, and through modules what lies in them, by their dotted names."""
    name, thing = "", None
    for step in dis.get_instructions(code):
        if step.opname in {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_DEREF"} and step.argval in space:
            name, thing = step.argval, space[step.argval]
        elif step.opname in {"LOAD_ATTR", "LOAD_METHOD"} and isinstance(thing, types.ModuleType):
            name, thing = f"{name}.{step.argval}", getattr(thing, step.argval, None)
        elif step.opname not in {"CACHE", "PUSH_NULL", "EXTENDED_ARG"}:
            name, thing = "", None
        if name:
            yield name, thing


def _assigned(space: Mapping[str, Any]) -> set[str]:
    """The globals that the functions of a file assign when they run."""
    functions = [getattr(thing, "py_func", thing) for thing in space.values()]
    return {
        step.argval
        for function in functions
        if isinstance(function, types.FunctionType) and function.__globals__ is space
        for code in _codes(function.__code__)
        for step in dis.get_instructions(code)
        if step.opname == "STORE_GLOBAL"
    }


def _draws(thing: Any) -> bool:
    """Whether it is a global generator, or draws from one."""
    owner = getattr(thing, "__self__", None)
    return any(thing is one for one in DRAWS) or isinstance(
        owner, random.Random | np.random.RandomState
    )


def _is_rough(thing: Any) -> bool:
    """Whether two ways of computing it may differ in a last bit, now and then."""
    if isinstance(thing, np.ufunc):
        return thing.__name__ not in EXACT
    if getattr(thing, "__module__", "") == "math":
        return thing.__name__ not in EXACT_MATH
    return False
