"""What a worker does: make one chunk of a dataset from its seeds, pack it, write it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

import miwake
from miwake.dataset import Examples
from miwake.errors import TaskError, WorkerError
from miwake.generate.chunk import FRESH, TRAIN, Request, make_chunk, sandbox_of, with_target
from miwake.generate.class_functions import ClassFunctions
from miwake.generate.generate import seconds_each
from miwake.generate.validate import check_class_shapes, check_shapes, put_facts
from miwake.readers.numbers import example_type
from miwake.runtime.allocator import keep_freed_memory
from miwake.store.arrays import pack
from miwake.store.layout import PARTS, Chunk, Fact, Layout, Part, Schema
from miwake.store.manifest import sha256
from miwake.store.storage import open_storage

WORTH = 0.1  # seconds of work from which giving it out costs little beside it
GROUPS = 64  # of chunks at least, so that many workers get some
FEW = 4  # calls that show what a function returns


@dataclass(frozen=True)
class ChunkJob:
    """What a worker has to know; a task file travels as its source text and settings.

    Attributes:
        address: where the dataset lies.
        source: the functions that make the examples.
        seed: what examples are made from.
        layout: how they lie.
        versions: of what decides the numbers, where the work was given out.
    """

    address: str
    source: ClassFunctions
    seed: int
    layout: Layout
    versions: tuple[str, str] = (miwake.__version__, np.__version__)


def write_chunk(job: ChunkJob, chunk: Chunk) -> dict[str, str]:
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
    storage = open_storage(job.address)
    for key, content in packed.items():
        storage.write(key, content)
    return {key: sha256(content) for key, content in packed.items()}


def write_chunks(job: ChunkJob, chunks: Sequence[Chunk]) -> list[dict[str, str]]:
    """`write_chunk` for several, one after the other."""
    return [write_chunk(job, chunk) for chunk in chunks]


def in_groups(job: ChunkJob, chunks: Sequence[Chunk]) -> list[tuple[Chunk, ...]]:
    """The chunks in groups worth giving out: a scheduler needs milliseconds for each.

    Where a chunk takes long, or there are few, each is alone.
    """
    most = len(chunks) // GROUPS
    size = max(1, min(most, int(WORTH / _seconds(job)))) if most > 1 else 1
    return [tuple(chunks[first : first + size]) for first in range(0, len(chunks), size)]


def _seconds(job: ChunkJob) -> float:
    """Seconds to make a chunk's examples, about; what is done with them comes on top."""
    source, examples = job.source, job.layout.chunk
    if each := seconds_each(source):
        return each * examples
    started = time.perf_counter()
    chunk = make_chunk(source, Request(TRAIN, job.layout.train, job.seed), 0)
    return (time.perf_counter() - started) * examples / len(chunk.y)


def make_packed(job: ChunkJob, chunk: Chunk) -> dict[str, bytes]:
    """The bytes of one chunk, by name."""
    return pack(job.layout, *chunk, make_examples(job, *chunk))


def make_examples(job: ChunkJob, part: Part, number: int) -> Examples:
    """Make the examples of one chunk: those that `Task.make` has at these indices."""
    source, layout = job.source, job.layout
    request = Request(PARTS.index(part), layout.count(part), job.seed)
    size, span = source.chunk_size, layout.span(part, number)
    count = span.stop - span.start
    x = np.empty((count, *layout.schema.shape), layout.schema.dtype)
    examples = Examples(x, np.empty(count, np.int32), {})
    with sandbox_of(source):
        for generated in range(span.start // size, -(-span.stop // size)):
            chunk = make_chunk(source, request, generated)
            _check(source, layout.schema, chunk)
            start = generated * size - span.start
            indices = slice(start, start + len(chunk.y))
            examples.x[indices], examples.y[indices] = chunk.x, chunk.y
            put_facts(examples.facts, chunk.facts, indices, count, source.name)
    for fact in layout.schema.facts:  # this chunk may have no example of the class that has it
        fill = np.full(count, "" if fact.text else np.nan, object if fact.text else float)
        examples.facts.setdefault(fact.name, fill)
    return with_target(examples, source)


def _check(source: ClassFunctions, schema: Schema, chunk: Examples) -> None:
    check_shapes(source.name, schema.shape, chunk.x.shape[1:])
    if example_type(chunk.x.dtype, np.dtype(schema.dtype)) != np.dtype(schema.dtype):
        raise TaskError(
            "{name}: the first examples are {first}, later ones {then}; "
            "return one type of numbers from every call",
            name=source.name,
            first=schema.dtype,
            then=chunk.x.dtype,
        )
    is_text = {fact.name: fact.text for fact in schema.facts}
    for name, values in chunk.facts.items():
        if is_text.get(name) is not (values.dtype == object):
            raise TaskError(
                "{name}: the fact {fact!r} is not what it was in the first examples, "
                "or was not there; return the same facts, as numbers or texts, from every call",
                name=source.name,
                fact=name,
            )


def schema_of(source: ClassFunctions, seed: int) -> Schema:
    """Find out what a task's examples are, from a few of each class.

    Raises:
        TaskError: they can't be made, or differ between the classes.
    """
    first: dict[str, Examples] = {}
    for label, function in enumerate(source.functions):
        usual = source.chunk_size // len(source.functions)
        count = max(usual, 1) if function.batch else FEW
        first[function.name] = make_chunk(source, Request(FRESH, count, seed, label), 0)
    shapes = {name: chunk.x.shape[1:] for name, chunk in first.items()}
    check_class_shapes(source.name, shapes)
    kinds: dict[str, bool] = {}
    for examples in first.values():
        for name, values in examples.facts.items():
            text = values.dtype == object
            if kinds.setdefault(name, text) is not text:
                raise TaskError(
                    "{name}: the fact {fact!r} is a number in one class and a text in "
                    "another; make it one of them in all",
                    name=source.name,
                    fact=name,
                )
    kind = example_type(*(examples.x.dtype for examples in first.values()))
    facts = tuple(Fact(name, text) for name, text in kinds.items())
    return Schema(next(iter(shapes.values())), str(kind), facts)
