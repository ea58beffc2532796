"""How examples lie in a dataset: its arrays, and which examples are in which chunk."""

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

Part = Literal["train", "test"]
Chunk = tuple[Part, int]  # a part and the number of a chunk in it
PARTS: tuple[Part, Part] = ("train", "test")

MOST_BYTES = 8 * 2**20  # of the examples in a chunk: few files, yet quickly made again
MOST_EXAMPLES = 65_536
MANY = 256  # chunks from which on they grow: so much of the work at most is lost by a stop


@dataclass(frozen=True)
class Fact:
    """A fact that examples have: its name, and whether it is a text or a number."""

    name: str
    text: bool


@dataclass(frozen=True)
class Schema:
    """What examples of a task are: their shape, the type of their numbers, and their facts."""

    shape: tuple[int, ...]
    dtype: str
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Layout:
    """How many examples there are, of which schema, and how many are in a chunk.

    Attributes:
        train, test: how many examples.
        chunk: how many a chunk holds; the last one of a part may hold fewer.
        schema: what they are.
        target: whether a value is learned, so that y is float32; else y is int32.
    """

    train: int
    test: int
    chunk: int
    schema: Schema
    target: bool = False

    def count(self, part: Part) -> int:
        """How many examples a part has."""
        return self.train if part == "train" else self.test

    def chunks(self, part: Part) -> int:
        """How many chunks a part has."""
        return -(-self.count(part) // self.chunk)

    def span(self, part: Part, number: int) -> slice:
        """The examples of a chunk, by their places in the part."""
        start = number * self.chunk
        return slice(start, min(start + self.chunk, self.count(part)))

    def examples(self, chunk: Chunk) -> int:
        """How many examples a chunk holds."""
        part, number = chunk
        return min(self.chunk, self.count(part) - number * self.chunk)

    def arrays(self, part: Part) -> dict[str, tuple[tuple[int, ...], str]]:
        """The arrays of a part: x, y and one a fact, each with an example's shape and type."""
        schema = self.schema
        arrays: dict[str, tuple[tuple[int, ...], str]] = {
            f"x_{part}": (schema.shape, schema.dtype),
            f"y_{part}": ((), "float32" if self.target else "int32"),
        }
        for number, fact in enumerate(schema.facts):
            arrays[self.fact_array(part, number)] = ((), "str" if fact.text else "float64")
        return arrays

    def fact_array(self, part: Part, number: int) -> str:
        """The array of a fact: its name where every file system takes that, else its number."""
        name = self.schema.facts[number].name
        plain = re.fullmatch("[a-z_][a-z0-9_]*", name)
        return f"facts_{part}/{name if plain else number}"

    def key(self, array: str, number: int) -> str:
        """The name of one chunk of one array, as Zarr has it."""
        x = array.startswith("x_")
        return "/".join([array, "c", str(number), *("0" for _ in self.schema.shape if x)])

    def size(self, array: str) -> int | None:
        """The bytes of a chunk of an array, with its checksum; None for texts."""
        shape, dtype = (self.arrays("train") | self.arrays("test"))[array]
        if dtype == "str":
            return None
        return self.chunk * int(np.prod(shape, dtype=np.int64)) * np.dtype(dtype).itemsize + 4


def chunk_of(count: int, batch: int, schema: Schema) -> int:
    """How many examples to put into a chunk: a whole number of those that are made at once.

    Args:
        count: examples in all.
        batch: examples that are made from one seed.
        schema: what an example is.
    """
    each = int(np.prod(schema.shape, dtype=np.int64)) * np.dtype(schema.dtype).itemsize
    most = min(MOST_BYTES // (batch * each), MOST_EXAMPLES // batch, -(-count // batch) // MANY)
    return int(batch * 2 ** (max(most, 1).bit_length() - 1))


def schema_from(schema: dict[str, Any]) -> Schema:
    """The schema that JSON holds."""
    facts = tuple(Fact(fact["name"], fact["text"]) for fact in schema["facts"])
    return Schema(tuple(schema["shape"]), schema["dtype"], facts)
