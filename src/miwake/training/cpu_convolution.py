"""Convolution and pooling written so that XLA runs them fast on a CPU.

XLA's CPU code for the gradients of convolution and pooling is plain loops, and
a training step spends nearly all its time in them.  Matrix products and
element-wise loops are fast there, and Keras' convolution and pooling layers can
be said with those two.  Inside `fast_convolution` JAX traces them so; the
layers, their weights and, but for rounding, their results stay as they are.
"""

import functools
import inspect
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from miwake.training import winograd

_MOST_POSITIONS = 128  # each position of a window is code to compile
_FEW_CHANNELS = 8  # fewer make rows too short to write and to multiply fast
_MANY_CHANNELS = 32  # fewer gain less from Winograd's products than its sums cost

_Padding = str | Sequence[tuple[int, int]]
_Sizes = tuple[int, ...]


@contextmanager
def fast_convolution() -> Iterator[None]:
    """Trace convolution and pooling in the form that is fast on a CPU.

    Only what is traced inside changes, so trace one program for the CPU in it.
    What has no faster form here (channels first, three dimensions, transposed
    convolution, types other than float32) is traced as usual.

    Yields:
        Nothing.
    """
    # Keras' JAX backend reaches both by these public names, anew in each call.
    before = lax.conv_general_dilated, lax.reduce_window
    lax.conv_general_dilated = _preferring(_convolution, before[0])
    lax.reduce_window = _preferring(_pooling, before[1])
    try:
        yield
    finally:
        lax.conv_general_dilated, lax.reduce_window = before


def _preferring(
    fast: Callable[..., jax.Array | None], original: Callable[..., jax.Array]
) -> Callable[..., jax.Array]:
    """Call the fast form, or the original where there is no fast form."""
    signature = inspect.signature(original)
    known = inspect.signature(fast).parameters

    @functools.wraps(original)
    def chosen(*args: Any, **options: Any) -> jax.Array:
        call = signature.bind(*args, **options)
        call.apply_defaults()
        asked = call.arguments
        usual = (asked[name] is signature.parameters[name].default for name in asked.keys() - known)
        result = fast(**{name: asked[name] for name in known}) if all(usual) else None
        return original(*args, **options) if result is None else result

    return chosen


def _convolution(
    lhs: jax.Array,
    rhs: jax.Array,
    window_strides: Sequence[int],
    padding: _Padding,
    rhs_dilation: Sequence[int] | None,
    dimension_numbers: Any,
    feature_group_count: int,
) -> jax.Array | None:
    """Do what `jax.lax.conv_general_dilated` does, or return None."""
    rank = lhs.ndim - 2
    window, strides = rhs.shape[:rank], tuple(window_strides)
    dilation = tuple(rhs_dilation or (1,) * rank)
    numbers = lax.conv_dimension_numbers(lhs.shape, rhs.shape, dimension_numbers)
    channels_last = ("NWC", "WIO", "NWC") if rank == 1 else ("NHWC", "HWIO", "NHWC")
    if (
        rank not in {1, 2}
        or numbers != lax.conv_dimension_numbers(lhs.shape, rhs.shape, channels_last)
        or not _is_supported(lhs, window)
        or rhs.dtype != lhs.dtype
    ):
        return None
    reach = tuple((size - 1) * step + 1 for size, step in zip(window, dilation, strict=True))
    x = _padded(lhs, reach, strides, padding, 0.0)
    groups, per_group = feature_group_count, rhs.shape[-2]
    outputs = [n - size + 1 for n, size in zip(x.shape[1:-1], reach, strict=True)]  # in steps of 1
    if min(outputs) < 1:
        return None
    if (
        (window, groups) == ((winograd.WIDTH, winograd.WIDTH), 1)
        and {*dilation, *strides} == {1}
        and min(rhs.shape[-2:]) >= _MANY_CHANNELS
        and winograd.saves(outputs)
    ):
        return winograd.convolve(x, rhs)
    slices = _slices(x, window, strides, dilation)
    kernel = rhs.reshape(len(slices), per_group, groups, -1)
    if per_group == 1 < groups:
        depth = [part[..., None] * k for part, k in zip(slices, kernel[:, 0], strict=True)]
        total: jax.Array = functools.reduce(jnp.add, depth)
        return total.reshape(*slices[0].shape[:-1], -1)
    cuts = [slice(first, first + per_group) for first in range(0, groups * per_group, per_group)]
    return jnp.concatenate(
        [_product([p[..., cut] for p in slices], kernel[:, :, i]) for i, cut in enumerate(cuts)], -1
    )


def _product(slices: Sequence[jax.Array], kernel: jax.Array) -> jax.Array:
    """Multiply patches, given as a slice of the input for each place in them, by the kernel."""
    *shape, channels = slices[0].shape
    kernel = kernel.reshape(-1, kernel.shape[-1])
    if channels < _FEW_CHANNELS:
        columns = [jnp.moveaxis(part, -1, 0).reshape(channels, -1) for part in slices]
        patches = jnp.concatenate(columns)
        contracted = 0
    else:
        patches = jnp.concatenate(slices, axis=-1).reshape(-1, len(slices) * channels)
        contracted = 1
    product = lax.dot_general(patches, kernel, (((contracted,), (0,)), ((), ())))
    return product.reshape(*shape, -1)


def _pooling(
    operand: jax.Array,
    init_value: Any,
    computation: Callable[..., Any],
    window_dimensions: Sequence[int],
    window_strides: Sequence[int] | None,
    padding: _Padding,
) -> jax.Array | None:
    """Do what `jax.lax.reduce_window` does for a maximum or a sum, or return None."""
    sizes = tuple(window_dimensions)
    steps = tuple(window_strides or (1,) * len(sizes))
    start = {lax.max: -math.inf, lax.add: 0.0}.get(computation)
    if (
        not _is_supported(operand, sizes)
        or {sizes[0], sizes[-1], steps[0], steps[-1]} != {1}
        or start is None
        or not isinstance(init_value, float)
        or init_value != start
    ):
        return None
    window, strides = sizes[1:-1], steps[1:-1]
    x = _padded(operand, window, strides, padding, start)
    if min(n - size for n, size in zip(x.shape[1:-1], window, strict=True)) < 0:
        return None
    if computation is lax.max:
        return _maximum(x, window, strides)
    if window == strides:
        return _blocks(x, window).sum(axis=tuple(range(2, 2 * len(window) + 1, 2)))
    return functools.reduce(jnp.add, _slices(x, window, strides))


@functools.partial(jax.custom_vjp, nondiff_argnums=(1, 2))
def _maximum(x: jax.Array, window: _Sizes, strides: _Sizes) -> jax.Array:
    """Take the maximum of each window."""
    return functools.reduce(jnp.maximum, _slices(x, window, strides))


def _maximum_forward(
    x: jax.Array, window: _Sizes, strides: _Sizes
) -> tuple[jax.Array, tuple[jax.Array, jax.Array]]:
    """Take the maximum, and keep what its gradient needs."""
    y = _maximum(x, window, strides)
    return y, (x, y)


def _maximum_backward(
    window: _Sizes, strides: _Sizes, kept: tuple[jax.Array, jax.Array], gradient: jax.Array
) -> tuple[jax.Array]:
    """Send each gradient to the first maximum of its window, as XLA does."""
    x, y = kept
    slices = _slices(x, window, strides)
    winner = jnp.full(y.shape, len(slices) - 1)
    for position, part in reversed(list(enumerate(slices[:-1]))):
        winner = jnp.where(part == y, position, winner)
    if window == strides:
        # Windows that do not overlap let one loop write each input once.
        axes = tuple(range(2, 2 * len(window) + 1, 2))
        here = jnp.arange(len(slices)).reshape([1, *_interleaved((1,) * len(window), window), 1])
        spread = jnp.expand_dims(winner, axes) == here
        total = jnp.where(spread, jnp.expand_dims(gradient, axes), 0.0)
        used = (n * size for n, size in zip(y.shape[1:-1], window, strict=True))
        total = total.reshape(x.shape[0], *used, x.shape[-1])
        rest = [(0, n - m, 0) for n, m in zip(x.shape, total.shape, strict=True)]
        return (lax.pad(total, jnp.zeros((), x.dtype), rest),)
    shares = [jnp.where(winner == position, gradient, 0.0) for position in range(len(slices))]
    (total,) = jax.linear_transpose(lambda x: _slices(x, window, strides), x)(shares)
    return (total,)


_maximum.defvjp(_maximum_forward, _maximum_backward)


def _is_supported(x: jax.Array, window: Sequence[int]) -> bool:
    """Tell whether there is a fast form for this input and this window."""
    return x.ndim in {3, 4} and x.dtype == jnp.float32 and math.prod(window) <= _MOST_POSITIONS


def _padded(
    x: jax.Array, window: _Sizes, strides: _Sizes, padding: _Padding, value: float
) -> jax.Array:
    """Pad the spatial axes with a value, where padding may name all axes or just those."""
    if isinstance(padding, str):
        padding = lax.padtype_to_pads(x.shape[1:-1], window, strides, padding.upper())
    elif len(padding) == x.ndim:
        padding = padding[1:-1]
    edges = [(low, high, 0) for low, high in padding]
    return lax.pad(x, jnp.asarray(value, x.dtype), [(0, 0, 0), *edges, (0, 0, 0)])


def _slices(
    x: jax.Array, window: _Sizes, strides: _Sizes, dilation: _Sizes | None = None
) -> list[jax.Array]:
    """Cut out, for each position in a window, what all windows have there."""
    steps = dilation or (1,) * len(window)
    reach = [(size - 1) * step for size, step in zip(window, steps, strict=True)]
    offsets = itertools.product(
        *(range(0, far + 1, step) for far, step in zip(reach, steps, strict=True))
    )
    return [
        lax.slice(
            x,
            (0, *offset, 0),
            (
                x.shape[0],
                *(n - far + low for n, far, low in zip(x.shape[1:-1], reach, offset, strict=True)),
                x.shape[-1],
            ),
            (1, *strides, 1),
        )
        for offset in offsets
    ]


def _blocks(x: jax.Array, window: _Sizes) -> jax.Array:
    """Split each spatial axis into windows and the positions in them; drop what is left over."""
    counts = tuple(n // size for n, size in zip(x.shape[1:-1], window, strict=True))
    used = (slice(n * size) for n, size in zip(counts, window, strict=True))
    return x[:, *used].reshape(x.shape[0], *_interleaved(counts, window), x.shape[-1])


def _interleaved(first: _Sizes, second: _Sizes) -> Iterator[int]:
    """Take the sizes of two tuples in turn."""
    return itertools.chain.from_iterable(zip(first, second, strict=True))
