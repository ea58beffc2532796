"""Arrays as blocks of batches, in the order in which an epoch goes through them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import ArgumentError
from miwake.runtime.keras_backend import jax, keras

BLOCK_BYTES = 4 * 2**20  # several are held at once; a call costs little beside as many batches
BLOCK_STEPS = 256

Tree = Any
Block = tuple[Tree, int]  # batches, and how many of them count


@dataclass(frozen=True)
class Batches:
    """Examples cut into batches.

    Attributes:
        data: (x, y) or (x, y, sample_weight); each an array or a tree of arrays, n examples long.
        n: how many examples.
        size: examples a batch; the last batch of an epoch may be smaller.
    """

    data: tuple[Tree, ...]
    n: int
    size: int

    @property
    def steps(self) -> int:
        """Batches an epoch."""
        return -(-self.n // self.size)

    @property
    def block_steps(self) -> int:
        """How many batches make a block."""
        return steps_of_a_block(self.size, self.first)

    @property
    def first(self) -> tuple[Tree, ...]:
        """The first example."""
        example: tuple[Tree, ...] = jax().tree.map(lambda array: array[:1], self.data)
        return example

    def blocks(self, order: NDArray[np.integer[Any]]) -> Iterator[Block]:
        """The examples in this order, as blocks of batches.

        Yields:
            data of shape (steps, size, ...) and how many of the steps count. All blocks of whole
            batches have one shape, whatever n, so that one compiled program serves them; a last,
            smaller batch is a block of its own.
        """
        whole = len(order) // self.size
        for start in range(0, whole, self.block_steps):
            count = min(self.block_steps, whole - start)
            places = order[start * self.size : (start + count) * self.size]
            yield self._at(np.resize(places, (self.block_steps, self.size))), count
        rest = order[whole * self.size :]
        if len(rest):
            yield self._at(rest[None]), 1

    def _at(self, places: NDArray[np.integer[Any]]) -> Tree:
        return jax().tree.map(lambda array: array[places], self.data)


def batches_of(
    x: Tree,
    y: Tree = None,
    size: int = 32,
    sample_weight: Tree = None,
    class_weight: Mapping[int, float] | None = None,
) -> Batches:
    """Cut arrays into batches, as Keras' fit takes them.

    Args:
        x: inputs: an array of shape (n, ...), or a list or dict of them.
        y: labels, likewise; None where the model needs none.
        size: examples a batch.
        sample_weight: a weight for each example, shape (n,).
        class_weight: a weight for each class number; others weigh 1.

    Raises:
        ArgumentError: lengths differ, nothing is there, or both kinds of weights are given.
    """
    if sample_weight is not None and class_weight is not None:
        raise ArgumentError("both sample_weight and class_weight are given; give one of them")
    x, y, weights = _arrays(x), _arrays(y), _arrays(sample_weight)
    if class_weight is not None:
        weights = _weights_of_classes(y, class_weight)
    data = (x,) if y is None and weights is None else (x, y) if weights is None else (x, y, weights)
    lengths = [len(array) for array in jax().tree.leaves(data)]
    if len(set(lengths)) > 1:
        raise ArgumentError(
            "x, y and weights have {lengths} entries; each example needs one of each",
            lengths=", ".join(f"{n:,}" for n in lengths),
        )
    if not lengths or not lengths[0]:
        raise ArgumentError("there are no examples; give at least one")
    if size < 1:
        raise ArgumentError("batch_size = {size}; give at least 1", size=size)
    return Batches(data, lengths[0], size)


def steps_of_a_block(size: int, first: tuple[Tree, ...]) -> int:
    """How many batches of `size` examples like the first one make a block."""
    example = sum(a.nbytes for a in jax().tree.leaves(first))
    return int(np.clip(BLOCK_BYTES // (size * max(1, example)), 1, BLOCK_STEPS))


def epoch_order(n: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """The order in which one epoch goes through n examples."""
    seeds = np.random.SeedSequence(seed, spawn_key=(epoch,))
    return np.random.default_rng(seeds).permutation(n)


def batch_order(n: int, size: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """The order in which one epoch goes through n examples, mixed inside each batch alone."""
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(epoch,)))
    whole = np.arange(n - n % size).reshape(-1, size)
    rest = np.arange(len(whole) * size, n)
    return np.concatenate([random.permuted(whole, axis=1).ravel(), random.permutation(rest)])


def _arrays(tree: Tree) -> Tree:
    """Arrays of a tree, floats in Keras' precision, as Keras' own fit converts them."""

    def array(leaf: Any) -> NDArray[Any]:
        values = np.asarray(leaf)
        if values.dtype.kind not in "biuf" and values.dtype.name != "bfloat16":
            raise ArgumentError(
                "an input is of type {dtype}; give arrays of numbers", dtype=values.dtype
            )
        if values.ndim == 0:
            raise ArgumentError(
                "an input is the single number {value}; give arrays of n examples", value=values
            )
        return in_keras_precision(values)

    return jax().tree.map(array, tree)


def in_keras_precision(array: NDArray[Any]) -> NDArray[Any]:
    """The array, floats in the precision that Keras computes in."""
    floatx = keras().config.floatx()
    return array.astype(floatx) if array.dtype.kind == "f" and array.dtype != floatx else array


def _weights_of_classes(y: Tree, class_weight: Mapping[int, float]) -> NDArray[Any]:
    if not isinstance(y, np.ndarray):
        raise ArgumentError("class_weight needs one array of labels; give sample_weight instead")
    labels = y.argmax(axis=-1) if y.ndim > 1 and y.shape[-1] != 1 else y.reshape(len(y))
    weights = np.ones(len(labels), keras().config.floatx())
    for label, weight in class_weight.items():
        weights[np.round(labels).astype(int) == label] = weight
    return weights
