"""What Keras' fit takes, by the same names, and as what this goes into one program."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from numbers import Number
from typing import Any, Literal, Self, TypedDict

import numpy as np

from miwake.dataset import Stream
from miwake.errors import ArgumentError, NetworkError, Phrase, nearest
from miwake.runtime.keras_backend import jax, keras
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import Batches, batches_of
from miwake.training.loader import Loader
from miwake.training.stream_loader import StreamLoader


class FitOptions(TypedDict, total=False):
    """What else Keras' fit takes.

    Attributes:
        validation_split: a share of the examples, the last ones, to test on instead of training.
        validation_data: (x, y) or (x, y, sample_weight) to test on after each epoch.
        shuffle: a new order every epoch, that of `epoch_order`; "batch" inside each batch alone.
        class_weight: a weight for each class number.
        sample_weight: a weight for each example, shape (n,); or a list or dict of them as y is.
        initial_epoch: how many epochs were trained before; orders go on from there.
        steps_per_epoch: batches an epoch; without a batch_size that of so many batches.
        validation_steps: batches of a validation.
        validation_batch_size: examples a step of the validation; by default batch_size.
        validation_freq: after how many epochs to validate, or a list of epochs.
    """

    validation_split: float
    validation_data: Any
    shuffle: bool | Literal["batch"]
    class_weight: Mapping[int, float] | None
    sample_weight: Any
    initial_epoch: int
    steps_per_epoch: int | None
    validation_steps: int | None
    validation_batch_size: int | None
    validation_freq: int | list[int]


@dataclass(frozen=True)
class FitArguments:
    """All that Keras' fit takes besides a model, by the same names."""

    x: Any
    y: Any
    batch_size: int | None
    epochs: int
    verbose: int | str
    callbacks: list[Any]
    validation_split: float = 0.0
    validation_data: Any = None
    shuffle: bool | Literal["batch"] = True
    class_weight: Mapping[int, float] | None = None
    sample_weight: Any = None
    initial_epoch: int = 0
    steps_per_epoch: int | None = None
    validation_steps: int | None = None
    validation_batch_size: int | None = None
    validation_freq: int | list[int] = 1

    @classmethod
    def of(
        cls,
        x: Any,
        y: Any,
        batch_size: int | None,
        epochs: int,
        verbose: int | str,
        callbacks: Any,
        options: FitOptions,
    ) -> Self:
        """Take the arguments of a call; one callback stands for a list of one."""
        names = list(FitOptions.__annotations__)
        for name in options:
            if name not in names:
                hint = nearest(name, names, Phrase("it has {names}", names=", ".join(names)))
                raise ArgumentError("fit has no argument {name}; {hint}", name=name, hint=hint)
        if isinstance(callbacks, keras().callbacks.CallbackList):
            callbacks = callbacks.callbacks
        calls = [call for call in keras().tree.flatten(callbacks) if call is not None]
        return cls(x, y, batch_size, epochs, verbose, calls, **options)

    def check(self, model: Any) -> None:
        """Refuse what can't be trained."""
        if not getattr(model, "compiled", False):
            raise NetworkError(
                "the model is not compiled; call model.compile(...) first, as for fit"
            )
        if self.epochs < 1 or self.initial_epoch < 0:
            raise ArgumentError(
                "epochs = {epochs}, initial_epoch = {initial_epoch}; give 1 and 0 up",
                epochs=self.epochs,
                initial_epoch=self.initial_epoch,
            )

    def labels(self) -> list[Any]:
        """The labels that come as arrays, to train and to validate with."""
        valid = self.validation_data
        both = [self.y, valid[1] if isinstance(valid, tuple | list) and len(valid) > 1 else None]
        return [y for y in both if y is not None and are_arrays(y)]

    def why_keras(self) -> Phrase | None:
        """Say why these examples can't go into one program; None where they can."""
        for name, data in (("x", self.x), ("validation_data", self.validation_data)):
            if not isinstance(data, Stream) and not are_arrays(data):
                kind = type(data).__name__
                return Phrase(
                    "{name} is of the type {kind}, whose batches come from Python one by one",
                    name=name,
                    kind=kind,
                )
        train, valid = self.loaders(0)
        for name, steps, loader in (
            ("steps_per_epoch", self.steps_per_epoch, train),
            ("validation_steps", self.validation_steps, valid),
        ):
            if steps is not None and loader is not None and steps != loader.steps:
                return Phrase(
                    "{name} = {steps} and the examples make {batches} batches",
                    name=name,
                    steps=steps,
                    batches=loader.steps,
                )
        return None

    def loaders(self, seed: int) -> tuple[Loader, ArrayLoader | None]:
        """Load what is to be trained on, and what is to be tested on after epochs, if anything."""
        if self.validation_split and self.validation_data is None:
            return self._split().loaders(seed)
        valid = self._validation_loader()
        if isinstance(self.x, Stream):
            return StreamLoader(self.x, self._size(self.x.count), seed), valid
        batches = self._batches()
        if not self.shuffle:
            return ArrayLoader(batches), valid
        return ArrayLoader(batches, seed, "batch" if self.shuffle == "batch" else True), valid

    def _batches(self) -> Batches:
        leaves = jax().tree.leaves(self.x)
        size = self._size(len(leaves[0]) if leaves and np.ndim(leaves[0]) else 0)
        return batches_of(self.x, self.y, size, self.sample_weight, self.class_weight)

    def _size(self, n: int) -> int:
        """Examples a batch; where only steps are named, so many that they go through all."""
        if self.batch_size is not None:
            return self.batch_size
        return max(1, math.ceil(n / self.steps_per_epoch)) if self.steps_per_epoch else 32

    def _split(self) -> Self:
        """The same, the last examples taken out of the training to validate with."""
        if not 0 < self.validation_split < 1 or isinstance(self.x, Stream):
            raise ArgumentError(
                "validation_split = {split}; give arrays, and a share between 0 and 1",
                split=self.validation_split,
            )
        parts = self.x, self.y, self.sample_weight
        n = self._batches().n
        first = math.floor(n * (1.0 - self.validation_split))
        if first in {0, n}:
            raise ArgumentError(
                "validation_split = {split} of {n} examples leaves none on one side; "
                "give more examples or another share",
                split=self.validation_split,
                n=n,
            )
        x, y, weight = (jax().tree.map(lambda a: np.asarray(a)[:first], part) for part in parts)
        valid = tuple(jax().tree.map(lambda a: np.asarray(a)[first:], part) for part in parts)
        return replace(self, x=x, y=y, sample_weight=weight, validation_data=valid)

    def _validation_loader(self) -> ArrayLoader | None:
        if self.validation_data is None:
            return None
        x, y, weight = keras().utils.unpack_x_y_sample_weight(self.validation_data)
        size = self.validation_batch_size or self.batch_size or 32
        return ArrayLoader(batches_of(x, y, size, weight))


def are_arrays(tree: Any) -> bool:
    """Whether a tree is of arrays, or of numbers in place of them, and of nothing else."""
    leaves = keras().tree.flatten(tree)
    return all(
        leaf is None or isinstance(leaf, Number | str | bytes) or hasattr(leaf, "__array__")
        for leaf in leaves
    )
