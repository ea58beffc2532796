"""Functions that make one example, compiled by numba with the loop over the examples inside.

Numba follows Python closely but not everywhere (sums, sines and overflows may differ in their
last bits, and its `np.random` is another generator), so what is compiled is held against the
function itself, bit by bit, before it is used in its place.
"""

import builtins
import functools
import importlib.util
import threading
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from miwake.errors import ArgumentError

TOLD = 160  # letters of numba's own words that are passed on

Loop = Callable[[np.random.Generator, int], Any]
Seeds = tuple[np.random.SeedSequence, int]


class Refused(Exception):  # noqa: N818  no error: Python does the work
    """A function can't be compiled, or gives other numbers then; says why."""


def is_compiled(function: Any) -> bool:
    """Whether the user compiled a function already, with `numba.njit`."""
    return hasattr(function, "py_func") and hasattr(function, "signatures")


def has_numba() -> bool:
    """Whether numba is installed."""
    return importlib.util.find_spec("numba") is not None


def check_numba() -> None:
    """Make sure that numba is there.

    Raises:
        ArgumentError: it is not installed.
    """
    if not has_numba():
        raise ArgumentError("--jit needs numba, which is not installed; pip install 'miwake[jit]'")


def check_loop(function: Callable[..., Any], samples: Iterable[Seeds]) -> None:
    """Hold a function's compiled loop against the function itself.

    Args:
        function: makes one example a call.
        samples: from which seeds to make examples, and how many.

    Raises:
        Refused: numba can't compile it, or an example differs in a bit.
    """
    loop = compiled_loop(function)
    for seeds, count in samples:
        _compare(function, loop, seeds, count)


@functools.lru_cache(maxsize=32)  # once a process, and not again for every chunk
def compiled_loop(function: Callable[..., Any]) -> Loop:
    """A function of (rng, n) that calls a function of (rng) n times, all of it compiled.

    Raises:
        Refused: numba can't compile it, or it returns what no loop can collect.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # numba's hints on speed, meant for its own users
        try:
            loop = _Loop(function, function(np.random.default_rng(0)))
            loop(np.random.default_rng(0), 1)
        except Refused:
            raise
        except (Exception, SystemExit) as error:
            raise Refused(_reason(error)) from error
    return loop


class _Loop:
    """Many calls of a compiled function, collected into arrays."""

    def __init__(self, function: Callable[..., Any], returned: Any) -> None:
        x, facts = returned if _has_facts(returned) else (returned, {})
        if not all(isinstance(value, int | float) for value in facts.values()):
            raise Refused("a fact is no number")
        kinds = {list: _list, np.ndarray: _array, int: _number, float: _number}
        kinds[np.generic] = _number
        kind = next((way for known, way in kinds.items() if isinstance(x, known)), None)
        first = np.atleast_1d(np.asarray(x))
        if kind is None or not first.size or first.dtype.kind not in "biuf":
            raise Refused(f"it returns {type(x).__name__}")
        self.shape, self.dtype, self.names = first.shape, first.dtype, tuple(facts)
        self.collect = _collecting(_compiled(function), kind(), bool(facts))
        self._own = threading.local()

    def __call__(self, rng: np.random.Generator, n: int) -> Any:
        """What a function of (rng, n) would return."""
        made = np.empty((n, int(np.prod(self.shape))), self.dtype)
        drawing = self._generator()  # numba takes a tenth of a millisecond to take in a new one
        drawing.bit_generator.state = rng.bit_generator.state
        if self.names:
            found = np.empty((len(self.names), n))
            self.collect(drawing, made, self.shape, found, self.names)
        else:
            self.collect(drawing, made, self.shape)
        rng.bit_generator.state = drawing.bit_generator.state
        x = made.reshape(n, *self.shape)
        return (x, dict(zip(self.names, found, strict=True))) if self.names else x

    def _generator(self) -> np.random.Generator:
        if not hasattr(self._own, "generator"):
            self._own.generator = np.random.default_rng(0)
        generator: np.random.Generator = self._own.generator
        return generator


def _collecting(example: Any, as_array: Any, facts: bool) -> Any:
    """The compiled loop: examples, one in each row, and facts, if there are any."""
    import numba

    def examples(rng, made, shape):  # type: ignore[no-untyped-def]  # numba reads the types off
        for i in range(len(made)):
            x = as_array(example(rng))
            if x.shape != shape:
                raise ValueError("shapes differ")
            for j, value in enumerate(x.flat):
                made[i, j] = value

    def examples_and_facts(rng, made, shape, found, names):  # type: ignore[no-untyped-def]
        for i in range(len(made)):
            returned, known = example(rng)
            x = as_array(returned)
            if x.shape != shape or len(known) != len(names):
                raise ValueError("shapes differ")
            for j, value in enumerate(x.flat):
                made[i, j] = value
            for k in range(len(names)):
                found[k, i] = known[names[k]]

    return numba.njit(boundscheck=True)(examples_and_facts if facts else examples)


def _array() -> Any:
    import numba

    return numba.njit(lambda x: x)


def _list() -> Any:
    import numba

    return numba.njit(lambda x: np.array(x))  # noqa: PLW0108  numba takes no builtin


def _number() -> Any:
    import numba

    return numba.njit(lambda x: np.array([x]))


def _compiled(function: Callable[..., Any], above: tuple[str, ...] = ()) -> Any:
    """A function compiled, and those of the task file that it calls."""
    import numba

    if is_compiled(function):
        return function
    if not isinstance(function, types.FunctionType):
        raise Refused(f"it is {type(function).__name__}, not a function")
    names = function.__code__.co_names
    known = function.__globals__
    called = {n: f for n, f in _functions(names, known) if n not in (*above, function.__name__)}
    compiled = {n: _compiled(f, (*above, function.__name__)) for n, f in called.items()}
    mine = types.FunctionType(
        function.__code__,
        {**known, **compiled},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    return numba.njit(boundscheck=True)(mine)


def _functions(
    names: Iterable[str], known: Mapping[str, Any]
) -> Iterator[tuple[str, types.FunctionType]]:
    for name in names:
        found = known.get(name)
        if isinstance(found, types.FunctionType) and not hasattr(builtins, name):
            yield name, found


def _compare(function: Callable[..., Any], loop: Loop, seeds: Any, count: int) -> None:
    """Raise Refused where the loop's examples are not the function's, bit by bit."""
    plainly, fast = np.random.default_rng(seeds), np.random.default_rng(seeds)
    try:
        returned = [function(plainly) for _ in range(count)]
        made = loop(fast, count)
    except (Exception, SystemExit) as error:
        raise Refused(_reason(error)) from error
    x, facts = made if isinstance(made, tuple) else (made, {})
    for i, one in enumerate(returned):
        plain, known = one if _has_facts(one) else (one, {})
        expected = np.asarray(plain)
        expected = expected if expected.ndim else expected.reshape(1)
        same = expected.dtype == x.dtype and expected.tobytes() == x[i].tobytes()
        if not same or expected.shape != x.shape[1:]:
            raise Refused("its numbers differ from Python's")
        if list(known) != list(facts) or any(float(known[n]) != facts[n][i] for n in facts):
            raise Refused("its facts differ from Python's")
    if plainly.bit_generator.state != fast.bit_generator.state:
        raise Refused("it draws other numbers than Python does")


def _has_facts(returned: Any) -> bool:
    return isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[1], dict)


def _reason(error: BaseException) -> str:
    """What numba says, in one line, without its drawings."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    kept = [line for line in lines if not line.startswith(("Failed in", "[", "-", "^", ">>>"))]
    text = " ".join(" ".join(kept[:2]).split()) or type(error).__name__
    return text if len(text) <= TOLD else text[: TOLD - 3] + "..."
