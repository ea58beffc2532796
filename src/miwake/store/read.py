"""Reading a dataset that was written: chunk by chunk, each checked, or whole."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from miwake.dataset import Examples
from miwake.errors import DataError
from miwake.store.arrays import METADATA, unpack
from miwake.store.check import DAMAGED, MISSING, Damage, damaged, differences, missing_chunks
from miwake.store.layout import Chunk, Part
from miwake.store.manifest import Manifest, read_manifest, sha256
from miwake.store.storage import Storage, open_storage


@dataclass(frozen=True)
class StoreReader:
    """A dataset on disk or in an object store, to be read chunk by chunk, by several threads.

    Attributes:
        path: where it lies.
        manifest: what it holds and how it was made.
    """

    path: str
    manifest: Manifest
    storage: Storage = field(repr=False)
    documents: dict[str, bytes] = field(default_factory=dict, repr=False)
    verified: set[Chunk] = field(default_factory=set, repr=False)

    @property
    def train(self) -> int:
        """How many examples for training."""
        return self.manifest.layout.train

    @property
    def test(self) -> int:
        """How many examples for testing."""
        return self.manifest.layout.test

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, in the order of their numbers; empty for a regression."""
        return self.manifest.classes

    @property
    def target(self) -> str | None:
        """The fact that is learned, for a regression; else None."""
        return self.manifest.target

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one example."""
        return self.manifest.layout.schema.shape

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the examples' numbers."""
        return np.dtype(self.manifest.layout.schema.dtype)

    @property
    def seed(self) -> int:
        """What the examples were made from."""
        return self.manifest.seed

    @property
    def chunk(self) -> int:
        """How many examples a chunk holds; the last one of a part may hold fewer."""
        return self.manifest.layout.chunk

    def chunks(self, part: Part) -> int:
        """How many chunks a part has, "train" or "test"."""
        return self.manifest.layout.chunks(part)

    def read(self, part: Part, number: int) -> Examples:
        """One chunk: x, y and facts, checked by their CRC-32C.

        The first time its SHA-256 is checked, too: that it is the chunk which the manifest means.

        y are class numbers, int32; the target's values, float32, for a regression. Facts are
        float64, NaN where an example has none, or texts (object).

        Args:
            part: "train" or "test".
            number: which chunk, from 0.

        Raises:
            DataError: it is missing or damaged.
        """
        layout = self.manifest.layout
        contents: dict[str, bytes] = {}
        for array in layout.arrays(part):
            document, key = f"{array}{METADATA}", layout.key(array, number)
            if document not in self.documents:
                self.documents[document] = self._bytes(document)
            contents |= {document: self.documents[document], key: self._bytes(key)}
        self._verify((part, number), contents)
        return unpack(layout, part, number, contents, self.path)

    def _verify(self, chunk: Chunk, contents: dict[str, bytes]) -> None:
        if chunk in self.verified:
            return
        expected = self.manifest.expected(chunk)
        if damages := list(differences({k: sha256(contents[k]) for k in expected}, expected)):
            raise damaged(self.path, damages)
        self.verified.add(chunk)

    def _bytes(self, key: str) -> bytes:
        content = self.storage.read(key)
        expected = self.manifest.metadata.get(key)
        if content is None or (expected is not None and sha256(content) != expected):
            what = MISSING if content is None else DAMAGED
            raise damaged(self.path, [Damage(key, what)])
        return content


Reader = TypeVar("Reader", bound=StoreReader)


def open_reader(path: str | Path, kind: type[Reader]) -> Reader:
    """Open a dataset that `miwake make` wrote.

    Args:
        path: a folder, or an address such as s3://bucket/name.
        kind: what to read it with.

    Raises:
        DataError: there is none, it is not finished, or chunks are missing or short.
    """
    address = str(path)
    storage, manifest = open_storage(address), read_manifest(address)
    if not manifest.complete:
        left = sum(1 for _ in manifest.missing_chunks())
        raise DataError(
            "{path} is not finished: {left:,} of {chunks:,} chunks are to be made; go on "
            "with the command that began it",
            path=path,
            left=left,
            chunks=manifest.chunks,
        )
    if lost := missing_chunks(storage, manifest):
        raise damaged(address, lost)
    return kind(address, manifest, storage)
