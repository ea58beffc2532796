"""Functions that make one example, compiled by numba with the loop over the examples inside.

Numba follows Python closely but not everywhere (sums, sines and overflows may differ in their
last bits, and its `np.random` is another generator), so what is compiled is held against the
function itself, bit by bit, before it is used in its place.
"""

import contextlib
import functools
import gc
import importlib.util
import threading
import types
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from miwake.errors import ArgumentError
from miwake.generate.jit_check import NotCompilable, called, check_reads, is_compiled, reason
from miwake.generate.validate import has_facts

Loop = Callable[[np.random.Generator, int], Any]
Seeds = tuple[np.random.SeedSequence, int]


def has_numba() -> bool:
    """Whether numba is installed."""
    return importlib.util.find_spec("numba") is not None


def load_numba() -> Any:
    """Load numba, which takes half a second."""
    import numba

    return numba


def check_numba() -> None:
    """Make sure that numba is there.

    Raises:
        ArgumentError: it is not installed.
    """
    if not has_numba():
        raise ArgumentError("--jit needs numba, which is not installed; pip install 'miwake[jit]'")


def check_loop(function: Callable[..., Any], samples: Iterable[Seeds], many: int = 1) -> None:
    """Hold a function's compiled loop against the function itself.

    Args:
        function: makes one example a call.
        samples: from which seeds to make examples, and how many.
        many: how many times as many, if it computes what may differ rarely.

    Raises:
        NotCompilable: numba can't compile it, or an example differs in a bit.
    """
    times = many if check_reads(function) else 1
    loop = compiled_loop(function)
    for seeds, count in samples:
        _compare(function, loop, seeds, count * times)


@functools.lru_cache(maxsize=32)  # once a process, and not again for every chunk
def compiled_loop(function: Callable[..., Any]) -> Loop:
    """A function of (rng, n) that calls a function of (rng) n times, all of it compiled.

    Raises:
        NotCompilable: numba can't compile it, or it returns what no loop can collect.
    """
    with warnings.catch_warnings(), _no_collection():
        warnings.simplefilter("ignore")  # numba's hints on speed, meant for its own users
        try:
            loop = _Loop(function, function(np.random.default_rng(0)))
            loop(np.random.default_rng(0), 1)
            loop.check_type()
        except NotCompilable:
            raise
        except (Exception, SystemExit) as error:
            raise NotCompilable("refused", why=reason(error)) from error
    return loop


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Compile without collecting garbage in between: a fifth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class _Loop:
    """Many calls of a compiled function, collected into arrays."""

    def __init__(self, function: Callable[..., Any], returned: Any) -> None:
        x, facts = returned if has_facts(returned) else (returned, {})
        for name, value in facts.items():
            if not isinstance(value, int | float):
                raise NotCompilable("fact", fact=str(name))
        first = np.atleast_1d(np.asarray(x))
        is_numeric = isinstance(x, list | np.ndarray | np.generic | int | float)
        if not is_numeric or not first.size or first.dtype.kind not in "biuf":
            raise NotCompilable("returns", what=type(x).__name__)
        self.shape, self.dtype, self.names = first.shape, first.dtype, tuple(facts)
        self.put = _inner(_way(x))
        self.collect = _collecting(_compiled(function), self.put, bool(facts))
        self._own = threading.local()

    def check_type(self) -> None:
        """Refuse a loop where numba, which knows all that may be returned, has another type."""
        as_dtype = load_numba().np.numpy_support.as_dtype
        numba_type = self.put.nopython_signatures[0].args[2]
        while (inner := getattr(numba_type, "dtype", None)) is not None and inner != numba_type:
            numba_type = inner
        if as_dtype(numba_type) != self.dtype:
            raise NotCompilable("types", one=str(self.dtype), other=str(as_dtype(numba_type)))

    def __call__(self, rng: np.random.Generator, n: int) -> Any:
        """What a function of (rng, n) would return."""
        rows = np.empty((n, int(np.prod(self.shape))), self.dtype)
        generator = self._generator()  # numba takes a tenth of a millisecond to take in a new one
        generator.bit_generator.state = rng.bit_generator.state
        if self.names:
            facts = np.empty((len(self.names), n))
            self.collect(generator, rows, self.shape, facts, self.names)
        else:
            self.collect(generator, rows, self.shape)
        rng.bit_generator.state = generator.bit_generator.state
        x = rows.reshape(n, *self.shape)
        return (x, dict(zip(self.names, facts, strict=True))) if self.names else x

    def _generator(self) -> np.random.Generator:
        if not hasattr(self._own, "generator"):
            self._own.generator = np.random.default_rng(0)
        generator: np.random.Generator = self._own.generator
        return generator


def _collecting(example: Any, put: Any, with_facts: bool) -> Any:
    """The compiled loop: examples, one in each row, and facts, if there are any."""

    def examples(rng, rows, shape):
        for i in range(len(rows)):
            put(rows, i, example(rng), shape)

    def examples_and_facts(rng, rows, shape, table, names):
        for i in range(len(rows)):
            returned, facts = example(rng)
            put(rows, i, returned, shape)
            if len(facts) != len(names):
                raise ValueError("facts differ")
            for k in range(len(names)):
                table[k, i] = facts[names[k]]

    loop = examples_and_facts if with_facts else examples
    return load_numba().njit(boundscheck=True, nogil=True)(loop)


def _way(x: Any) -> Callable[..., None]:
    """How an example gets into row i, compiled as simply as its form allows."""
    if np.ndim(x) < 2:
        return _row if np.ndim(x) else _number
    return _array if isinstance(x, np.ndarray) else _lists


def _number(rows, i, x, shape):  # noqa: ARG001
    rows[i, 0] = x


def _row(rows, i, x, shape):
    if len(x) != shape[0]:
        raise ValueError("shapes differ")
    for j in range(len(x)):
        rows[i, j] = x[j]


def _array(rows, i, x, shape):
    if x.shape != shape:
        raise ValueError("shapes differ")
    for j, value in enumerate(x.flat):
        rows[i, j] = value


def _lists(rows, i, x, shape):
    together = np.array(x)
    if together.shape != shape:
        raise ValueError("shapes differ")
    for j, value in enumerate(together.flat):
        rows[i, j] = value


def _inner(function: Callable[..., Any]) -> Any:
    """A function compiled for compiled code alone, which takes less time."""
    njit: Any = load_numba().njit  # its types leave out that it need not be called from elsewhere
    return njit(boundscheck=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def _compiled(function: Callable[..., Any], above: tuple[str, ...] = ()) -> Any:
    """A function compiled, and those of the task file that it calls."""
    if is_compiled(function):
        return function
    if not isinstance(function, types.FunctionType):
        raise NotCompilable("returns", what=type(function).__name__)
    above = (*above, function.__name__)
    compiled = {n: _compiled(f, above) for n, f in called(function).items() if n not in above}
    mine = types.FunctionType(
        function.__code__,
        {**function.__globals__, **compiled},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    return _inner(mine)


def _compare(function: Callable[..., Any], loop: Loop, seeds: Any, count: int) -> None:
    """Raise NotCompilable where the loop's examples are not the function's, bit by bit."""
    plainly, fast = np.random.default_rng(seeds), np.random.default_rng(seeds)
    try:
        returned = [function(plainly) for _ in range(count)]
        collected = loop(fast, count)
    except (Exception, SystemExit) as error:
        raise NotCompilable("refused", why=reason(error)) from error
    x, facts = collected if isinstance(collected, tuple) else (collected, {})
    for i, one in enumerate(returned):
        plain, own = one if has_facts(one) else (one, {})
        expected = np.asarray(plain)
        expected = expected if expected.ndim else expected.reshape(1)
        same = expected.dtype == x.dtype and expected.tobytes() == x[i].tobytes()
        if not same or expected.shape != x.shape[1:]:
            raise NotCompilable("differs")
        if list(own) != list(facts) or any(float(own[n]) != facts[n][i] for n in facts):
            raise NotCompilable("facts")
    if plainly.bit_generator.state != fast.bit_generator.state:
        raise NotCompilable("differs")
