"""Cut arrays into the windows that convolution and pooling look at."""

import itertools
import math
from collections.abc import Iterator, Sequence

import jax
import jax.numpy as jnp
from jax import lax

MAX_POSITIONS = 128  # in a window: each one is code to compile

Padding = str | Sequence[tuple[int, int]]
Sizes = tuple[int, ...]


def is_supported(x: jax.Array, window: Sequence[int]) -> bool:
    """Check whether there is a fast form for this input and this window."""
    return x.ndim in {3, 4} and x.dtype == jnp.float32 and math.prod(window) <= MAX_POSITIONS


def pad(x: jax.Array, window: Sizes, strides: Sizes, padding: Padding, value: float) -> jax.Array:
    """Pad the spatial axes with a value, where padding may name all axes or just those."""
    if isinstance(padding, str):
        padding = lax.padtype_to_pads(x.shape[1:-1], window, strides, padding.upper())
    elif len(padding) == x.ndim:
        padding = padding[1:-1]
    edges = [(low, high, 0) for low, high in padding]
    return lax.pad(x, jnp.asarray(value, x.dtype), [(0, 0, 0), *edges, (0, 0, 0)])


def slices_of(
    x: jax.Array, window: Sizes, strides: Sizes, dilation: Sizes | None = None
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


def blocks_of(x: jax.Array, window: Sizes) -> jax.Array:
    """Split each spatial axis into windows and the positions in them; drop what is left over."""
    counts = tuple(n // size for n, size in zip(x.shape[1:-1], window, strict=True))
    used = (slice(n * size) for n, size in zip(counts, window, strict=True))
    return x[:, *used].reshape(x.shape[0], *interleave(counts, window), x.shape[-1])


def interleave(first: Sizes, second: Sizes) -> Iterator[int]:
    """Take the sizes of two tuples in turn."""
    return itertools.chain.from_iterable(zip(first, second, strict=True))
