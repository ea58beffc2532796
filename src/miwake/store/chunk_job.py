"""What a worker does: make one chunk of a dataset from its seeds, pack it, write it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import miwake
from miwake.dataset import Examples
from miwake.errors import TaskError, WorkerError
from miwake.generate.chunk import Order, learned, make_chunk, surroundings_of
from miwake.generate.generate import seconds_each
from miwake.generate.validate import put_facts
from miwake.readers.numbers import example_type
from miwake.runtime.allocator import keep_freed_memory
from miwake.store.arrays import pack
from miwake.store.layout import PARTS, Chunk, Fact, Layout, Part, Schema
from miwake.store.manifest import sha256
from miwake.store.storage import place_at
from miwake.tasks.task_file import TaskFile

WORTH = 0.1  # seconds of work from which giving it out costs little beside it
GROUPS = 64  # of chunks at least, so that many workers get some
FEW = 4  # calls that show what a function returns


@dataclass(frozen=True)
class Job:
    """What a worker has to know; the task travels as its source text and settings.

    Attributes:
        address: where the dataset lies.
        source: the task.
        seed: what examples are made from.
        layout: how they lie.
        versions: of what decides the numbers, where the work was given out.
    """

    address: str
    source: TaskFile
    seed: int
    layout: Layout
    versions: tuple[str, str] = (miwake.__version__, np.__version__)


def write_chunk(job: Job, chunk: Chunk) -> dict[str, str]:
    """Make a chunk and write it.

    Returns:
        the SHA-256 of the bytes written, by their name.

    Raises:
        TaskError: the task can't make its examples.
        DataError: they can't be written.
        WorkerError: this worker has other versions, and may make other numbers.
    """
    here = miwake.__version__, np.__version__
    if job.versions != here:
        raise WorkerError(
            "a worker has miwake {miwake} and numpy {numpy}, and miwake {sender} and numpy "
            "{sender_numpy} gave it the work; install the same on both",
            miwake=here[0],
            numpy=here[1],
            sender=job.versions[0],
            sender_numpy=job.versions[1],
        )
    keep_freed_memory()
    packed = make_packed(job, chunk)
    place = place_at(job.address)
    for key, content in packed.items():
        place.write(key, content)
    return {key: sha256(content) for key, content in packed.items()}


def write_chunks(job: Job, chunks: Sequence[Chunk]) -> list[dict[str, str]]:
    """`write_chunk` for several, one after the other."""
    return [write_chunk(job, chunk) for chunk in chunks]


def in_groups(job: Job, chunks: Sequence[Chunk]) -> list[tuple[Chunk, ...]]:
    """The chunks in groups worth giving out: a scheduler needs milliseconds for each.

    Where a chunk takes long, or there are few, each is alone.
    """
    most = len(chunks) // GROUPS
    size = max(1, min(most, int(WORTH / _seconds(job)))) if most > 1 else 1
    return [tuple(chunks[first : first + size]) for first in range(0, len(chunks), size)]


def _seconds(job: Job) -> float:
    """Seconds to make a chunk's examples, about; what is done with them comes on top."""
    source, examples = job.source, job.layout.chunk
    if each := seconds_each(source):
        return each * examples
    order = Order(PARTS.index("train"), job.layout.train, job.seed)
    made = order.chunk_size(source)
    started = time.perf_counter()
    make_chunk(source, order, 0)
    return (time.perf_counter() - started) * examples / min(made, job.layout.train)


def make_packed(job: Job, chunk: Chunk) -> dict[str, bytes]:
    """The bytes of one chunk, by name."""
    return pack(job.layout, *chunk, make_examples(job, *chunk))


def make_examples(job: Job, part: Part, number: int) -> Examples:
    """The examples of one chunk: those that `Task.make` has in these places."""
    source, layout = job.source, job.layout
    order = Order(PARTS.index(part), layout.count(part), job.seed)
    size, span = order.chunk_size(source), layout.span(part, number)
    count = span.stop - span.start
    x = np.empty((count, *layout.schema.shape), layout.schema.dtype)
    whole = Examples(x, np.empty(count, np.int32), {})
    with surroundings_of(source):
        for made in range(span.start // size, -(-span.stop // size)):
            chunk = make_chunk(source, order, made)
            _check(source, layout.schema, chunk)
            places = slice(made * size - span.start, made * size - span.start + len(chunk.y))
            whole.x[places], whole.y[places] = chunk.x, chunk.y
            put_facts(whole.facts, chunk.facts, places, count, source.name)
    for fact in layout.schema.facts:  # this chunk may have no example of the class that has it
        fill = np.full(count, "" if fact.text else np.nan, object if fact.text else float)
        whole.facts.setdefault(fact.name, fill)
    return Examples(
        whole.x, learned(whole, source.defaults.get("target"), source.name), whole.facts
    )


def _check(source: TaskFile, schema: Schema, chunk: Examples) -> None:
    if chunk.x.shape[1:] != schema.shape:
        raise TaskError(
            "{name}: shapes differ between examples ({first} and "
            "{then}); all examples must have one shape",
            name=source.name,
            first=schema.shape,
            then=chunk.x.shape[1:],
        )
    if example_type(chunk.x.dtype, np.dtype(schema.dtype)) != np.dtype(schema.dtype):
        raise TaskError(
            "{name}: the first examples are {first}, later ones {then}; "
            "return one type of numbers from every call",
            name=source.name,
            first=schema.dtype,
            then=chunk.x.dtype,
        )
    known = {fact.name: fact.text for fact in schema.facts}
    for name, values in chunk.facts.items():
        if known.get(name) is not (values.dtype == object):
            raise TaskError(
                "{name}: the fact {fact!r} is not what it was in the first examples, "
                "or was not there; return the same facts, as numbers or texts, from every call",
                name=source.name,
                fact=name,
            )


def schema_of(source: TaskFile, seed: int) -> Schema:
    """What the task's examples are, from a few of each class.

    Raises:
        TaskError: they can't be made, or differ between the classes.
    """
    first: dict[str, Examples] = {}
    for label, a_class in enumerate(source.functions):
        order = Order(len(PARTS), 1, seed, label)
        usual = order.chunk_size(source) // len(source.functions)
        count = max(usual, 1) if a_class.batch else FEW
        first[a_class.name] = make_chunk(source, Order(len(PARTS), count, seed, label), 0)
    shapes = {name: made.x.shape[1:] for name, made in first.items()}
    if len(set(shapes.values())) > 1:
        each = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise TaskError(
            "{name}: shapes differ between the classes ({each}); make them equal",
            name=source.name,
            each=each,
        )
    kinds: dict[str, bool] = {}
    for made in first.values():
        for name, values in made.facts.items():
            text = values.dtype == object
            if kinds.setdefault(name, text) is not text:
                raise TaskError(
                    "{name}: the fact {fact!r} is a number in one class and a text in "
                    "another; make it one of them in all",
                    name=source.name,
                    fact=name,
                )
    kind = example_type(*(made.x.dtype for made in first.values()))
    facts = tuple(Fact(name, text) for name, text in kinds.items())
    return Schema(next(iter(shapes.values())), str(kind), facts)
