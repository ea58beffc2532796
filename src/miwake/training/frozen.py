"""Networks with a pretrained beginning: its features are computed once, the rest is trained."""

import weakref
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.runtime.keras_backend import cache_folder, jax, keras
from miwake.runtime.signals import check_stop
from miwake.training.compiled_step import cpu_convolution
from miwake.training.efficientnet import FEATURES, NAME
from miwake.training.feature_cache import FeatureCache, Features

Progress = Callable[[int, int], None]

BATCH = 8  # larger ones are slower on a CPU

_heads: "weakref.WeakKeyDictionary[Any, Any]" = weakref.WeakKeyDictionary()
_beginnings: "weakref.WeakKeyDictionary[Any, Any]" = weakref.WeakKeyDictionary()


def trained_part(model: Any) -> Any:
    """The part of a network that is trained: what follows a pretrained beginning, else all of it.

    It has the same layers and the same optimizer, so training it trains the whole network.
    """
    if model in _beginnings or not _has_beginning(model):
        return model
    if model not in _heads:
        beginning, *rest = model.layers
        inputs = keras().Input(beginning.output_shape[1:])
        head = keras().Sequential([inputs, *rest], name=model.name)
        if model.compiled:
            head.compile_from_config(model.get_compile_config())
            model.optimizer = head.optimizer
        _heads[model], _beginnings[head] = head, beginning
    return _heads[model]


def part_inputs(model: Any, x: NDArray[Any], progress: Progress | None = None) -> NDArray[Any]:
    """What the trained part of a network gets for examples: their features, or they themselves.

    Args:
        model: a network, or its trained part.
        x: examples, shape (n, ...); features are left as they are.
        progress: called with the number of examples whose features were computed, and of all.
    """
    beginning = _beginnings.get(trained_part(model))
    if beginning is None or x.shape[1:] != beginning.input_shape[1:]:
        return x
    if len(x) == 1:  # a camera's picture, as a rule: its features cost less than keeping them
        return _compute(beginning, x, progress)

    def compute(new: NDArray[Any], done: int, total: int) -> Features:
        show = progress and (lambda n, _: progress(done + n, total))
        return _compute(beginning, new, show)

    return _cache_of(beginning).features(x, compute)


def part_data(model: Any, data: Dataset, progress: Progress | None = None) -> Dataset:
    """A dataset as the trained part of a network gets it; see `part_inputs`."""
    if model not in _beginnings and not _has_beginning(model):
        return data
    train, test = (part_inputs(model, x, progress) for x in (data.x_train, data.x_test))
    return replace(data, x_train=train, x_test=test, reading=None)


def _has_beginning(model: Any) -> bool:
    if not isinstance(model, keras().Sequential) or not model.layers:
        return False
    first = model.layers[0]
    named = first.name == NAME and first.output_shape == (None, FEATURES)
    return named and not first.trainable_variables


@cache
def _cache_of(beginning: Any) -> FeatureCache:
    """The cache for these very layers and weights, which a model file may have brought."""
    form = beginning.to_json()
    for number, layer in enumerate(beginning.layers):  # Keras counts names on through a process
        form = form.replace(f'"{layer.name}"', f'"{number}"')
    digest = blake2b(form.encode(), digest_size=16)
    for variable in beginning.variables:
        digest.update(np.asarray(variable.value).tobytes())
    path = cache_folder() / "features" / f"{NAME}-{digest.hexdigest()}.sqlite"
    return FeatureCache(path, FEATURES)


def _compute(beginning: Any, x: NDArray[Any], progress: Progress | None) -> Features:
    """Compute features of examples, a few at a time; a single one needs no filled batch."""
    weights = [variable.value for variable in beginning.variables]
    program, batch = _program(beginning), 1 if len(x) < BATCH // 2 else BATCH
    rows = []
    with cpu_convolution():
        for start in range(0, len(x), batch):
            check_stop()
            part = x[start : start + batch]
            places = np.resize(np.arange(len(part)), batch)
            rows.append(np.asarray(program(weights, part[places]), np.float32)[: len(part)])
            if progress:
                progress(start + len(part), len(x))
    return np.concatenate(rows)


@cache
def _program(beginning: Any) -> Any:
    """Compiled once a process and shape."""
    return jax().jit(lambda weights, x: beginning.stateless_call([], weights, x, training=False)[0])
