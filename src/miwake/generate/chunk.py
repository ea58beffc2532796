"""One chunk of examples, made from a seed of its own, so the bytes never depend on the workers."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Examples
from miwake.errors import Phrase, TaskError, word
from miwake.generate.class_functions import ClassFunction, ClassFunctions
from miwake.generate.jit_loop import compiled_loop
from miwake.generate.validate import check_class_shapes, put_facts, read_returned
from miwake.readers.numbers import example_type
from miwake.runtime.sandbox import raising, seed_generators, task_sandbox

TRAIN, TEST, FRESH, EPOCH = 0, 1, 2, 5  # 3 and 4 are drawn from elsewhere
PARTS = {TRAIN: "train", TEST: "test", FRESH: "fresh", EPOCH: "train"}


@dataclass(frozen=True)
class Request:
    """Which examples to make.

    Attributes:
        part: of the seed's stream.
        count: how many there are in this part.
        seed: what they are made from.
        only: the number of the one class to make; None: all.
        epoch: the epoch, from 0, for those of one epoch alone.
    """

    part: int
    count: int
    seed: int
    only: int | None = None
    epoch: int | None = None

    @property
    def name(self) -> Phrase:
        """The part's name, for messages."""
        part = word(PARTS[self.part])
        if self.epoch is None:
            return part
        return Phrase("{part}, epoch {epoch}", part=part, epoch=self.epoch + 1)

    def seeds(self, number: int, stream: int) -> np.random.SeedSequence:
        """Give the seeds of a chunk: of its labels (stream 0), and of each class (from 1 on)."""
        epoch = () if self.epoch is None else (self.epoch,)
        only = () if self.only is None else (self.only,)
        return np.random.SeedSequence(
            self.seed, spawn_key=(self.part, *epoch, number, *only, stream)
        )

    def chunks(self, source: ClassFunctions) -> range:
        """Number the chunks."""
        return range(-(-self.count // source.chunk_size))

    def span(self, source: ClassFunctions, number: int) -> slice:
        """Give the indices of a chunk's examples."""
        start = number * source.chunk_size
        return slice(start, min(start + source.chunk_size, self.count))


def make_chunk(source: ClassFunctions, request: Request, number: int) -> Examples:
    """Make one chunk; its seeds are SeedSequence(seed, spawn_key=(part, chunk, 0 or class + 1)).

    After the part comes the epoch, after the chunk the one class, where there is one.
    Labels are drawn at random, in equal parts or by the source's weights. NumPy's and Python's
    global generators are seeded too, so that a function that draws from them is reproducible all
    the same.
    """
    span = request.span(source, number)
    count = span.stop - span.start
    y = np.full(count, request.only or 0, np.int32)
    if request.only is None:
        y = _draw_labels(np.random.default_rng(request.seeds(number, 0)), source, count)
    where = Phrase(
        "{part}, examples {first:,} to {last:,}",
        part=request.name,
        first=span.start + 1,
        last=span.stop,
    )
    classes = {}
    with sandbox_of(source):
        for label in np.unique(y).tolist():
            seeds = request.seeds(number, label + 1)
            classes[label] = _make_class(source, label, seeds, int((y == label).sum()), where)
    return _merge(source, y, classes)


def make_chunks(source: ClassFunctions, request: Request, numbers: Sequence[int]) -> list[Examples]:
    """Make several chunks."""
    with sandbox_of(source):
        return [make_chunk(source, request, number) for number in numbers]


def sandbox_of(source: ClassFunctions) -> contextlib.AbstractContextManager[None]:
    """Open the sandbox of a source's functions; compiled loops need none, and share no turn."""
    return contextlib.nullcontext() if source.all_compiled else task_sandbox(source.modules)


def with_target(examples: Examples, source: ClassFunctions) -> Examples:
    """Put what a network is to learn into y: class numbers, or the target's values.

    Raises:
        TaskError: an example has no number of the target's name.
    """
    if source.target is None:
        return examples
    values = examples.facts.get(source.target)
    if values is None or values.dtype == object or np.isnan(values).any():
        raise TaskError(
            "{name}: target = {target!r}, but not every class returns a "
            'number of that name; end each with `return x, {{"{target}": number}}`',
            name=source.name,
            target=source.target,
        )
    return replace(examples, y=values.astype(np.float32))


def _draw_labels(rng: np.random.Generator, source: ClassFunctions, count: int) -> NDArray[np.int32]:
    classes = len(source.functions)
    if source.weights:
        return rng.choice(classes, count, p=source.weights).astype(np.int32)
    return rng.integers(0, classes, count).astype(np.int32)


def _make_class(
    source: ClassFunctions, label: int, seeds: np.random.SeedSequence, count: int, where: Phrase
) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    """Make a chunk's examples of one class, x and facts."""
    class_function = source.functions[label]
    at = f"{source.name}: class {class_function.name}"
    if class_function.compiled:
        with contextlib.suppress(Exception):  # Python says better what went wrong
            loop = compiled_loop(class_function.function)
            return read_returned(lambda: loop(np.random.default_rng(seeds), count), 1, at, count)
    rng = np.random.default_rng(seeds)

    def error(why: Phrase | str) -> TaskError:
        return TaskError("{at} raised {why}, in {where}", at=at, why=why, where=where)

    with task_sandbox(source.modules), raising(error, source.name):
        seed_generators(seeds)
        return _call(class_function, rng, count, at)


def _call(
    class_function: ClassFunction, rng: np.random.Generator, count: int, at: str
) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    if class_function.batch:
        return read_returned(lambda: class_function.function(rng, count), 1, at, count)
    return read_returned(lambda: class_function.function(rng), count, at)


def _merge(
    source: ClassFunctions,
    y: NDArray[np.int32],
    classes: dict[int, tuple[NDArray[Any], dict[str, NDArray[Any]]]],
) -> Examples:
    """Put the examples of each class where its labels were drawn."""
    check_class_shapes(
        source.name, {source.classes[n]: x.shape[1:] for n, (x, _) in classes.items()}
    )
    arrays = [x for x, _ in classes.values()]
    x = np.empty((len(y), *arrays[0].shape[1:]), example_type(*(array.dtype for array in arrays)))
    facts: dict[str, NDArray[Any]] = {}
    for label, (examples, class_facts) in classes.items():
        indices = np.flatnonzero(y == label)
        x[indices] = examples
        put_facts(facts, class_facts, indices, len(y), source.name)
    return Examples(x, y, facts)
