"""Convolve by Winograd's algorithm: 36 products for each 4 x 4 outputs in place of 144.

Six inputs in a line and the three values of a kernel become six factors each, whose products give
four outputs (A. Lavin and S. Gray, 2016, F(4, 3) there).  This is done along both axes; along one
axis it would halve the products, but its sums cost as much again.  The summands are larger than
the sums, so about one decimal digit is lost.
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
_TILE = 4  # outputs of a tile
_MAX_SHARE = 0.6  # of the products of plain convolution: above it the sums cost what they spare

_Matrix = tuple[tuple[float, ...], ...]

_INPUT_MATRIX: _Matrix = (
    (4, 0, -5, 0, 1, 0),
    (0, -4, -4, 1, 1, 0),
    (0, 4, -4, -1, 1, 0),
    (0, -2, -1, 2, 1, 0),
    (0, 2, -1, -2, 1, 0),
    (0, 4, 0, -5, 0, 1),
)
_KERNEL_MATRIX: _Matrix = (
    (1 / 4, 0, 0),
    (-1 / 6, -1 / 6, -1 / 6),
    (-1 / 6, 1 / 6, -1 / 6),
    (1 / 24, 1 / 12, 1 / 6),
    (1 / 24, -1 / 12, 1 / 6),
    (0, 0, 1),
)
_OUTPUT_MATRIX: _Matrix = (
    (1, 1, 1, 1, 1, 0),
    (0, 1, -1, 2, -2, 0),
    (0, 1, 1, 4, 4, 0),
    (0, 1, -1, 8, -8, 1),
)
_POINTS = len(_INPUT_MATRIX)


def pays_off(sizes: Sequence[int]) -> bool:
    """Check whether it spares enough products for outputs of these sizes."""
    shares = (_POINTS * math.ceil(size / _TILE) / (WIDTH * size) for size in sizes)
    return math.prod(shares) <= _MAX_SHARE


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
    tiles = [math.ceil(size / _TILE) for size in sizes]
    more = [_TILE * (n + 1) - x.shape[axis] for axis, n in zip(axes, tiles, strict=True)]
    edges = [(0, 0, 0), *((0, n, 0) for n in more), (0, 0, 0)]
    inputs = [lax.pad(x, jnp.zeros((), x.dtype), edges)]
    for axis in axes:
        inputs = [factor for line in inputs for factor in _without_fusion(_factors, line, axis)]
    products = [
        (factor.reshape(-1, x.shape[-1]) @ k).reshape(*factor.shape[:-1], -1)
        for factor, k in zip(inputs, _kernels(kernel), strict=True)
    ]
    for axis in reversed(axes):
        lines = [products[i : i + _POINTS] for i in range(0, len(products), _POINTS)]
        products = [_outputs(line, axis) for line in lines]
    outputs: jax.Array = products[0][:, *map(slice, sizes)]
    return outputs


def _kernels(kernel: jax.Array) -> jax.Array:
    """Return the factors of the kernel, shape (36, channels, filters)."""
    sums = np.kron(_KERNEL_MATRIX, _KERNEL_MATRIX).astype(kernel.dtype)  # down and across at once
    flat = kernel.reshape(WIDTH * WIDTH, -1)
    return jnp.matmul(sums, flat, precision="highest").reshape(-1, *kernel.shape[-2:])


@functools.partial(jax.custom_vjp, nondiff_argnums=(1,))
def _factors(x: jax.Array, axis: int) -> list[jax.Array]:
    """Return the six factors of each tile along an axis of length 4 * (tiles + 1)."""
    shape = x.shape
    lines = x.reshape(*shape[:axis], -1, _TILE, *shape[axis + 1 :])
    here = lax.slice_in_dim(lines, 0, lines.shape[axis] - 1, axis=axis)
    beyond = lax.slice_in_dim(lines, 1, None, axis=axis)
    places = [(here, i) for i in range(_TILE)] + [(beyond, i) for i in range(_POINTS - _TILE)]
    parts = [lax.index_in_dim(part, i, axis + 1, keepdims=False) for part, i in places]
    return _matvec(_INPUT_MATRIX, parts)


def _factors_forward(x: jax.Array, axis: int) -> tuple[list[jax.Array], None]:
    return _factors(x, axis), None


def _factors_backward(axis: int, _: None, gradients: list[jax.Array]) -> tuple[jax.Array]:
    """Add up what each place gets from its own tile and the one before, so it is written once."""
    parts = _matvec(tuple(zip(*_INPUT_MATRIX, strict=True)), gradients)

    def shifted(part: jax.Array, low: int) -> jax.Array:
        edges = [(0, 0, 0)] * part.ndim
        edges[axis] = (low, 1 - low, 0)
        return lax.pad(part, jnp.zeros((), part.dtype), edges)

    own = [shifted(part, 0) for part in parts[:_TILE]]
    before = [shifted(part, 1) for part in parts[_TILE:]]
    whole = [a + b for a, b in zip(own, before, strict=False)] + own[len(before) :]
    return (_interleave(whole, axis),)


_factors.defvjp(_factors_forward, _factors_backward)


def _outputs(products: Sequence[jax.Array], axis: int) -> jax.Array:
    """Return the four outputs of each tile along an axis, one after another."""
    return _interleave(_matvec(_OUTPUT_MATRIX, products), axis)


def _interleave(parts: Sequence[jax.Array], axis: int) -> jax.Array:
    """Interleave arrays along an axis: the first of each, then the second of each."""
    stacked = jnp.stack(parts, axis=axis + 1)
    shape = stacked.shape
    return stacked.reshape(*shape[:axis], shape[axis] * shape[axis + 1], *shape[axis + 2 :])


def _matvec(matrix: _Matrix, parts: Sequence[jax.Array]) -> list[jax.Array]:
    """Multiply a matrix by a vector of arrays, skipping its zeros."""
    return [
        functools.reduce(jnp.add, [m * part for m, part in zip(row, parts, strict=True) if m])
        for row in matrix
    ]


def _without_fusion(
    function: Callable[[jax.Array, int], list[jax.Array]], x: jax.Array, axis: int
) -> list[jax.Array]:
    """Call a function that XLA must not fuse with its users, or each would compute it again."""
    with set_xla_metadata(inlineable="false"):  # type: ignore[no-untyped-call]
        results: list[jax.Array] = jax.jit(function, static_argnums=1)(x, axis)
    return results
