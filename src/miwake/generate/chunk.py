"""One chunk of examples, made from a seed of its own, so the bytes never depend on the workers."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Examples
from miwake.errors import MiwakeError, Phrase, TaskError, word
from miwake.generate.jit_check import Refused
from miwake.generate.jit_loop import check_loop, compiled_loop
from miwake.generate.validate import put_facts, read_returned
from miwake.readers.numbers import example_type
from miwake.runtime.sandbox import Neighbours, seed_generators, surroundings
from miwake.tasks.task_file import ClassFunction, explain

TRAIN, TEST, FRESH, EPOCH = 0, 1, 2, 5  # 3 and 4 are drawn from elsewhere
FIRST, SPREAD = 64, 64  # examples in which compiled and plain code are compared
CAREFUL = 2  # in percent, where bits may differ rarely
PARTS = {TRAIN: "train", TEST: "test", FRESH: "fresh", EPOCH: "train"}


class Source(Protocol):
    """What makes examples: it has a name and a function a class, and can be pickled."""

    @property
    def name(self) -> str:
        """The source's name, for messages."""
        ...

    @property
    def functions(self) -> tuple[ClassFunction, ...]:
        """One function a class, in the order of their numbers."""
        ...

    @property
    def neighbours(self) -> Neighbours:
        """The modules beside it."""
        ...

    @property
    def weights(self) -> tuple[float, ...]:
        """How often each class is drawn, in parts of 1; empty for equal parts."""
        ...


@dataclass(frozen=True)
class Order:
    """Examples to make: `count` of one part of the seed's stream, all of one class if named.

    Those for one epoch alone have the number of the epoch, from 0.
    """

    part: int
    count: int
    seed: int
    only: int | None = None
    epoch: int | None = None

    def chunk_size(self, source: Source) -> int:
        """Examples a chunk: many where a function makes them at once, few where one by one."""
        return 2048 if any(c.batch for c in source.functions) else 256

    @property
    def name(self) -> Phrase:
        """The part's name, for messages."""
        part = word(PARTS[self.part])
        if self.epoch is None:
            return part
        return Phrase("{part}, epoch {epoch}", part=part, epoch=self.epoch + 1)

    def seeds(self, number: int, stream: int) -> np.random.SeedSequence:
        """The seeds of a chunk: of its labels (stream 0), and of each class (from 1 on)."""
        epoch = () if self.epoch is None else (self.epoch,)
        only = () if self.only is None else (self.only,)
        return np.random.SeedSequence(
            self.seed, spawn_key=(self.part, *epoch, number, *only, stream)
        )

    def chunks(self, source: Source) -> range:
        """The numbers of the chunks."""
        return range(-(-self.count // self.chunk_size(source)))


def make_chunk(source: Source, order: Order, number: int) -> Examples:
    """Make one chunk; its seeds are SeedSequence(seed, spawn_key=(part, chunk, 0 or class + 1)).

    After the part comes the epoch, after the chunk the one class, where there is one.
    Labels are drawn at random, in equal parts or by the source's weights. NumPy's and Python's
    global generators are seeded too, so that a function that draws from them is reproducible all
    the same.
    """
    start = number * order.chunk_size(source)
    count = min(order.chunk_size(source), order.count - start)
    y = np.full(count, order.only or 0, np.int32)
    if order.only is None:
        y = _draw_labels(np.random.default_rng(order.seeds(number, 0)), source, count)
    made = []
    with surroundings_of(source):
        for label, a_class in enumerate(source.functions):
            places = np.flatnonzero(y == label)
            if len(places):
                where = Phrase(
                    "{part}, examples {first:,} to {last:,}",
                    part=order.name,
                    first=start + 1,
                    last=start + count,
                )
                made.append(
                    (
                        places,
                        _make_class(source, a_class, order.seeds(number, label + 1), places, where),
                    )
                )
    return _merge(source, y, made)


def make_chunks(source: Source, order: Order, numbers: Sequence[int]) -> list[Examples]:
    """Make several chunks."""
    with surroundings_of(source):
        return [make_chunk(source, order, number) for number in numbers]


def surroundings_of(source: Source) -> contextlib.AbstractContextManager[None]:
    """The surroundings of a source's functions; compiled loops need none, and share no turn."""
    if all(a_class.compiled for a_class in source.functions):
        return contextlib.nullcontext()
    return surroundings(source.neighbours)


def refusals(source: Source, names: Sequence[str], orders: Sequence[Order]) -> dict[str, Refused]:
    """Which of these classes can't be made by compiled loops in these orders, and why not.

    Compiled and plain examples are held against each other in the first of all and in `SPREAD`
    over the orders; in CAREFUL percent of all where a function computes what may differ rarely.
    """
    refused = {}
    many = max(1, min(256, sum(order.count for order in orders) * CAREFUL // (100 * SPREAD)))
    with surroundings(source.neighbours):
        for label, a_class in enumerate(source.functions):
            if a_class.name not in names:
                continue
            places = [(order, number) for order in orders for number in order.chunks(source)]
            spread = places[:: -(-len(places) // SPREAD)]
            samples = [(order.seeds(number, label + 1), 1) for order, number in spread]
            first = orders[0].seeds(0, label + 1), FIRST
            seed_generators(first[0])
            try:
                check_loop(a_class.function, [first, *samples], many)
            except Refused as reason:
                refused[a_class.name] = reason
    return refused


def learned(examples: Examples, target: str | None, name: str) -> NDArray[Any]:
    """What a network learns of these examples: class numbers, or the target's values.

    Args:
        examples: of which.
        target: the fact to learn; None: the class.
        name: the task's, for messages.

    Raises:
        TaskError: an example has no number of that name.
    """
    if target is None:
        return examples.y
    values = examples.facts.get(target)
    if values is None or values.dtype == object or np.isnan(values).any():
        raise TaskError(
            "{name}: target = {target!r}, but not every class returns a "
            'number of that name; end each with `return x, {{"{target}": number}}`',
            name=name,
            target=target,
        )
    return values.astype(np.float32)


def _draw_labels(rng: np.random.Generator, source: Source, count: int) -> NDArray[np.int32]:
    classes = len(source.functions)
    if source.weights:
        return rng.choice(classes, count, p=source.weights).astype(np.int32)
    return rng.integers(0, classes, count).astype(np.int32)


def _make_class(
    source: Source,
    a_class: ClassFunction,
    seeds: np.random.SeedSequence,
    places: NDArray[Any],
    where: Phrase,
) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    at = f"{source.name}: class {a_class.name}"
    count = len(places)
    if a_class.compiled:
        with contextlib.suppress(Exception):  # Python says better what went wrong
            loop = compiled_loop(a_class.function)
            return read_returned(lambda: loop(np.random.default_rng(seeds), count), 1, at, count)
        with surroundings(source.neighbours):
            return _make_class(source, replace(a_class, compiled=False), seeds, places, where)
    rng = np.random.default_rng(seeds)
    seed_generators(seeds)
    try:
        if a_class.batch:
            return read_returned(lambda: a_class.function(rng, count), 1, at, count)
        return read_returned(lambda: a_class.function(rng), count, at)
    except (KeyboardInterrupt, MiwakeError):
        raise
    except BaseException as error:  # SystemExit, too: a task must not end miwake
        raise TaskError(
            "{at} raised {why}, in {where}", at=at, why=explain(error, source.name), where=where
        ) from error


def _merge(
    source: Source,
    y: NDArray[np.int32],
    made: list[tuple[NDArray[Any], tuple[NDArray[Any], dict[str, NDArray[Any]]]]],
) -> Examples:
    """Put the examples of each class into the places drawn for it."""
    shapes = [x.shape[1:] for _, (x, _) in made]
    if len(set(shapes)) > 1:
        named = [source.functions[y[places[0]]].name for places, _ in made]
        each = ", ".join(f"{n} {s}" for n, s in zip(named, shapes, strict=True))
        raise TaskError(
            "{name}: shapes differ between the classes ({each}); make them equal",
            name=source.name,
            each=each,
        )
    x = np.empty((len(y), *shapes[0]), example_type(*(x.dtype for _, (x, _) in made)))
    facts: dict[str, NDArray[Any]] = {}
    for places, (examples, class_facts) in made:
        x[places] = examples
        put_facts(facts, class_facts, places, len(y), source.name)
    return Examples(x, y, facts)
