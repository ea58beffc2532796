"""Convolve in a form that XLA runs fast on a CPU, and let JAX trace it so.

XLA's CPU code for the gradients of convolution and pooling is plain loops, and
a training step spends nearly all its time in them.  Matrix products and
element-wise loops are fast there, and Keras' convolution and pooling layers can
be said with those two.  Inside `fast_convolution` JAX traces them so; the
layers, their weights and, but for rounding, their results stay as they are.
"""

import functools
import inspect
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from miwake.training import winograd
from miwake.training.cpu_pooling import pooling
from miwake.training.cpu_windows import Padding, is_supported, pad, slices_of

FEW_CHANNELS = 8  # fewer make rows too short to write and to multiply fast
MANY_CHANNELS = 32  # fewer gain less from Winograd's products than its sums cost


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
    lax.conv_general_dilated = _prefer(_convolution, before[0])
    lax.reduce_window = _prefer(pooling, before[1])
    try:
        yield
    finally:
        lax.conv_general_dilated, lax.reduce_window = before


def _prefer(
    fast: Callable[..., jax.Array | None], original: Callable[..., jax.Array]
) -> Callable[..., jax.Array]:
    """Call the fast form, or the original where there is no fast form."""
    signature = inspect.signature(original)
    names = inspect.signature(fast).parameters

    @functools.wraps(original)
    def traced(*args: Any, **options: Any) -> jax.Array:
        call = signature.bind(*args, **options)
        call.apply_defaults()
        values = call.arguments
        others = values.keys() - names
        supported = all(values[name] is signature.parameters[name].default for name in others)
        result = fast(**{name: values[name] for name in names}) if supported else None
        return original(*args, **options) if result is None else result

    return traced


def _convolution(
    lhs: jax.Array,
    rhs: jax.Array,
    window_strides: Sequence[int],
    padding: Padding,
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
        or not is_supported(lhs, window)
        or rhs.dtype != lhs.dtype
    ):
        return None
    reach = tuple((size - 1) * step + 1 for size, step in zip(window, dilation, strict=True))
    x = pad(lhs, reach, strides, padding, 0.0)
    groups, per_group = feature_group_count, rhs.shape[-2]
    outputs = [n - size + 1 for n, size in zip(x.shape[1:-1], reach, strict=True)]  # in steps of 1
    if min(outputs) < 1:
        return None
    if (
        (window, groups) == ((winograd.WIDTH, winograd.WIDTH), 1)
        and {*dilation, *strides} == {1}
        and min(rhs.shape[-2:]) >= MANY_CHANNELS
        and winograd.pays_off(outputs)
    ):
        return winograd.convolve(x, rhs)
    slices = slices_of(x, window, strides, dilation)
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
    if channels < FEW_CHANNELS:
        columns = [jnp.moveaxis(part, -1, 0).reshape(channels, -1) for part in slices]
        patches = jnp.concatenate(columns)
        contracted = 0
    else:
        patches = jnp.concatenate(slices, axis=-1).reshape(-1, len(slices) * channels)
        contracted = 1
    product = lax.dot_general(patches, kernel, (((contracted,), (0,)), ((), ())))
    return product.reshape(*shape, -1)
