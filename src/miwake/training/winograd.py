"""Winograd's way to convolve: 36 products for each 4 x 4 outputs, where there were 144.

Six inputs in a line and the three values of a kernel become six factors each, whose products give
four outputs (A. Lavin and S. Gray, 2016, F(4, 3) there).  That is done down and across; along one
line alone it saves half of the products, which its sums cost again.  What is summed is larger than
the sums, so that about one decimal digit is lost.
"""

import functools
import math
from collections.abc import Callable, Sequence

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.experimental.xla_metadata import set_xla_metadata

WIDTH = 3  # of a kernel
_STEP = 4  # outputs of a tile
_MOST = 0.6  # of the products that there were: with more, the sums cost what the products save

_Matrix = tuple[tuple[float, ...], ...]

_OF_INPUTS: _Matrix = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
_OF_KERNEL: _Matrix = (
    (1 / 4, 0, 0),
    (-1 / 6, -1 / 6, -1 / 6),
    (-1 / 6, 1 / 6, -1 / 6),
    (1 / 24, 1 / 12, 1 / 6),
    (1 / 24, -1 / 12, 1 / 6),
    (0, 0, 1),
)
_OF_PRODUCTS: _Matrix = (
    (1, 1, 1, 1, 1, 0),
    (0, 1, -1, 2, -2, 0),
    (0, 1, 1, 4, 4, 0),
    (0, 1, -1, 8, -8, 1),
)
_POINTS = len(_OF_INPUTS)


def saves(sizes: Sequence[int]) -> bool:
    """Whether so many products are saved for outputs of these sizes that it pays."""
    shares = (_POINTS * math.ceil(size / _STEP) / (WIDTH * size) for size in sizes)
    return math.prod(shares) <= _MOST


def convolve(x: jax.Array, kernel: jax.Array) -> jax.Array:
    """Convolve, without padding and in steps of one.

    Args:
        x: shape (examples, height, width, channels).
        kernel: shape (3, 3, channels, filters).

    Returns:
        shape (examples, height - 2, width - 2, filters).
    """
    axes = 1, 2
    sizes = [x.shape[axis] - WIDTH + 1 for axis in axes]
    tiles = [math.ceil(size / _STEP) for size in sizes]
    more = [_STEP * (n + 1) - x.shape[axis] for axis, n in zip(axes, tiles, strict=True)]
    edges = [(0, 0, 0), *((0, n, 0) for n in more), (0, 0, 0)]
    inputs = [lax.pad(x, jnp.zeros((), x.dtype), edges)]
    for axis in axes:
        inputs = [factor for line in inputs for factor in _alone(_factors, line, axis)]
    products = [
        (factor.reshape(-1, x.shape[-1]) @ k).reshape(*factor.shape[:-1], -1)
        for factor, k in zip(inputs, _kernels(kernel), strict=True)
    ]
    for axis in reversed(axes):
        lines = [products[i : i + _POINTS] for i in range(0, len(products), _POINTS)]
        products = [_outputs(line, axis) for line in lines]
    whole: jax.Array = products[0][:, *map(slice, sizes)]
    return whole


def _kernels(kernel: jax.Array) -> jax.Array:
    """The factors of the kernel, shape (36, channels, filters)."""
    sums = np.kron(_OF_KERNEL, _OF_KERNEL).astype(kernel.dtype)  # down and across at once
    flat = kernel.reshape(WIDTH * WIDTH, -1)
    return jnp.matmul(sums, flat, precision="highest").reshape(-1, *kernel.shape[-2:])


@functools.partial(jax.custom_vjp, nondiff_argnums=(1,))
def _factors(x: jax.Array, axis: int) -> list[jax.Array]:
    """The six factors of each tile along an axis, which has four places for each and four more."""
    shape = x.shape
    lines = x.reshape(*shape[:axis], -1, _STEP, *shape[axis + 1 :])
    here = lax.slice_in_dim(lines, 0, lines.shape[axis] - 1, axis=axis)
    beyond = lax.slice_in_dim(lines, 1, None, axis=axis)
    places = [(here, i) for i in range(_STEP)] + [(beyond, i) for i in range(_POINTS - _STEP)]
    parts = [lax.index_in_dim(part, i, axis + 1, keepdims=False) for part, i in places]
    return _sums(_OF_INPUTS, parts)


def _factors_forward(x: jax.Array, axis: int) -> tuple[list[jax.Array], None]:
    return _factors(x, axis), None


def _factors_backward(axis: int, _: None, gradients: list[jax.Array]) -> tuple[jax.Array]:
    """Each place gets from its own tile and from the one before, so each is written once."""
    parts = _sums(tuple(zip(*_OF_INPUTS, strict=True)), gradients)

    def moved(part: jax.Array, low: int) -> jax.Array:
        edges = [(0, 0, 0)] * part.ndim
        edges[axis] = (low, 1 - low, 0)
        return lax.pad(part, jnp.zeros((), part.dtype), edges)

    own = [moved(part, 0) for part in parts[:_STEP]]
    before = [moved(part, 1) for part in parts[_STEP:]]
    whole = [a + b for a, b in zip(own, before, strict=False)] + own[len(before) :]
    return (_joined(whole, axis),)


_factors.defvjp(_factors_forward, _factors_backward)


def _outputs(products: Sequence[jax.Array], axis: int) -> jax.Array:
    """The four outputs of each tile along an axis, one after another."""
    return _joined(_sums(_OF_PRODUCTS, products), axis)


def _joined(parts: Sequence[jax.Array], axis: int) -> jax.Array:
    """What is at each place of all tiles, in the order of an axis."""
    together = jnp.stack(parts, axis=axis + 1)
    shape = together.shape
    return together.reshape(*shape[:axis], shape[axis] * shape[axis + 1], *shape[axis + 2 :])


def _sums(matrix: _Matrix, parts: Sequence[jax.Array]) -> list[jax.Array]:
    """A matrix times a vector of arrays, without what is multiplied by nothing."""
    return [
        functools.reduce(jnp.add, [m * part for m, part in zip(row, parts, strict=True) if m])
        for row in matrix
    ]


def _alone(
    function: Callable[[jax.Array, int], list[jax.Array]], x: jax.Array, axis: int
) -> list[jax.Array]:
    """Call a function that XLA may not fuse with what is around it, nor so compute anew."""
    with set_xla_metadata(inlineable="false"):  # type: ignore[no-untyped-call]
        together: list[jax.Array] = jax.jit(function, static_argnums=1)(x, axis)
    return together
