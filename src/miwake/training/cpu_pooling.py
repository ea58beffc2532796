"""Pool in a form that XLA runs fast on a CPU: `jax.lax.reduce_window` in element-wise loops."""

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from miwake.training.cpu_windows import (
    Padding,
    Sizes,
    blocks_of,
    interleave,
    is_supported,
    pad,
    slices_of,
)


def pooling(
    operand: jax.Array,
    init_value: Any,
    computation: Callable[..., Any],
    window_dimensions: Sequence[int],
    window_strides: Sequence[int] | None,
    padding: Padding,
) -> jax.Array | None:
    """Do what `jax.lax.reduce_window` does for a maximum or a sum, or return None."""
    sizes = tuple(window_dimensions)
    steps = tuple(window_strides or (1,) * len(sizes))
    start = {lax.max: -math.inf, lax.add: 0.0}.get(computation)
    if (
        not is_supported(operand, sizes)
        or {sizes[0], sizes[-1], steps[0], steps[-1]} != {1}
        or start is None
        or not isinstance(init_value, float)
        or init_value != start
    ):
        return None
    window, strides = sizes[1:-1], steps[1:-1]
    x = pad(operand, window, strides, padding, start)
    if min(n - size for n, size in zip(x.shape[1:-1], window, strict=True)) < 0:
        return None
    if computation is lax.max:
        return _maximum(x, window, strides)
    if window == strides:
        return blocks_of(x, window).sum(axis=tuple(range(2, 2 * len(window) + 1, 2)))
    return functools.reduce(jnp.add, slices_of(x, window, strides))


@functools.partial(jax.custom_vjp, nondiff_argnums=(1, 2))
def _maximum(x: jax.Array, window: Sizes, strides: Sizes) -> jax.Array:
    """Take the maximum of each window."""
    return functools.reduce(jnp.maximum, slices_of(x, window, strides))


def _maximum_forward(
    x: jax.Array, window: Sizes, strides: Sizes
) -> tuple[jax.Array, tuple[jax.Array, jax.Array]]:
    """Take the maximum, and keep what its gradient needs."""
    y = _maximum(x, window, strides)
    return y, (x, y)


def _maximum_backward(
    window: Sizes, strides: Sizes, residuals: tuple[jax.Array, jax.Array], gradient: jax.Array
) -> tuple[jax.Array]:
    """Send each gradient to the first maximum of its window, as XLA does."""
    x, y = residuals
    slices = slices_of(x, window, strides)
    winner = jnp.full(y.shape, len(slices) - 1)
    for position, part in reversed(list(enumerate(slices[:-1]))):
        winner = jnp.where(part == y, position, winner)
    if window == strides:
        # Windows that do not overlap let one loop write each input once.
        axes = tuple(range(2, 2 * len(window) + 1, 2))
        here = jnp.arange(len(slices)).reshape([1, *interleave((1,) * len(window), window), 1])
        spread = jnp.expand_dims(winner, axes) == here
        total = jnp.where(spread, jnp.expand_dims(gradient, axes), 0.0)
        used = (n * size for n, size in zip(y.shape[1:-1], window, strict=True))
        total = total.reshape(x.shape[0], *used, x.shape[-1])
        rest = [(0, n - m, 0) for n, m in zip(x.shape, total.shape, strict=True)]
        return (lax.pad(total, jnp.zeros((), x.dtype), rest),)
    shares = [jnp.where(winner == position, gradient, 0.0) for position in range(len(slices))]
    (total,) = jax.linear_transpose(lambda x: slices_of(x, window, strides), x)(shares)
    return (total,)


_maximum.defvjp(_maximum_forward, _maximum_backward)
