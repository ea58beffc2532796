"""Have XLA compile a function apart from the program that calls it, as if it were one of its own.

Inlined into a loop it would be fused with what stands around it: a batch's slice with the layer
that reads it, say. Fused sums are rounded in another order, so the last bits would not be those of
the function compiled alone.
"""

import inspect
from collections.abc import Callable
from typing import Any

import jax
from jax.experimental.xla_metadata import set_xla_metadata


def compiled_apart(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as a call that XLA does not inline."""
    if "x" not in inspect.signature(set_xla_metadata).parameters:
        return function  # an older JAX can mark all operations inside, but not the call alone
    jitted = jax.jit(function)

    def call(*args: Any) -> Any:
        return set_xla_metadata(jitted(*args), inlineable="false")  # type: ignore[no-untyped-call]

    return call
