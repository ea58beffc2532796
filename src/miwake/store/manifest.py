"""The manifest: what a dataset holds, how it was made, and the SHA-256 of every chunk."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from miwake.errors import DataError, Phrase
from miwake.runtime.plain_data import plain
from miwake.store.layout import PARTS, Chunk, Layout, schema_from
from miwake.store.storage import Storage, is_address, open_storage

MANIFEST = "miwake.json"
FORMAT = 1

Hashes = dict[str, list[str | None]]


@dataclass(frozen=True)
class Manifest:
    """What `miwake.json` holds.

    Attributes:
        task: name, title, source text, its SHA-256 and settings of the task.
        seed: what the examples were made from.
        classes: the labels, in the order of their numbers; empty for a regression.
        target: the fact that is learned, for a regression; else None.
        layout: how many examples there are, and how they lie.
        versions: of miwake and what it stands on, when the dataset was begun.
        metadata: the SHA-256 of each document that Zarr reads, by name.
        hashes: the SHA-256 of each chunk of each array, in order; None where it is to be made.
    """

    task: Mapping[str, Any]
    seed: int
    classes: tuple[str, ...]
    target: str | None
    layout: Layout
    versions: Mapping[str, str]
    metadata: dict[str, str]
    hashes: Hashes

    @property
    def chunks(self) -> int:
        """How many chunks there are in all."""
        return sum(self.layout.chunks(part) for part in PARTS)

    @property
    def complete(self) -> bool:
        """Whether every chunk was made."""
        return next(self.missing_chunks(), None) is None

    def written_chunks(self) -> Iterator[Chunk]:
        """The chunks that were made, in order."""
        return (chunk for chunk, is_written in self._chunks() if is_written)

    def missing_chunks(self) -> Iterator[Chunk]:
        """The chunks that are to be made, in order."""
        return (chunk for chunk, is_written in self._chunks() if not is_written)

    def _chunks(self) -> Iterator[tuple[Chunk, bool]]:
        for part in PARTS:
            columns = [self.hashes[array] for array in self.layout.arrays(part)]
            for number, hashes in enumerate(zip(*columns, strict=True)):
                yield (part, number), None not in hashes

    def expected(self, chunk: Chunk) -> dict[str, str | None]:
        """The SHA-256 of one chunk's bytes in each array, by the name of the bytes."""
        part, number = chunk
        arrays = self.layout.arrays(part)
        return {self.layout.key(a, number): self.hashes[a][number] for a in arrays}

    def record(self, chunk: Chunk, digests: Mapping[str, str]) -> None:
        """Note that a chunk was made, with the SHA-256 of its bytes by their name."""
        part, number = chunk
        for array in self.layout.arrays(part):
            self.hashes[array][number] = digests[self.layout.key(array, number)]

    def forget(self, chunk: Chunk) -> None:
        """Note that a chunk is to be made again."""
        part, number = chunk
        for array in self.layout.arrays(part):
            self.hashes[array][number] = None

    def to_text(self) -> str:
        """The manifest as JSON text, with a SHA-256 of itself."""
        dataset = plain(asdict(self))
        whole = {"format": FORMAT, "sha256": _checksum(dataset), "dataset": dataset}
        return json.dumps(whole, ensure_ascii=False, indent=1)

    @classmethod
    def from_text(cls, text: str) -> "Manifest":
        """The manifest in a JSON text.

        Raises:
            ValueError: it is none, or was changed.
        """
        whole = json.loads(text)
        if not isinstance(whole, dict) or "dataset" not in whole:
            raise ValueError(Phrase("it is no manifest"))
        if whole["format"] != FORMAT:
            raise ValueError(Phrase("it was written by another version of miwake"))
        dataset = whole["dataset"]
        if whole["sha256"] != _checksum(dataset):
            raise ValueError(Phrase("it is not as it was written"))
        layout = Layout(**dataset["layout"] | {"schema": schema_from(dataset["layout"]["schema"])})
        return cls(**dataset | {"layout": layout, "classes": tuple(dataset["classes"])})


def sha256(content: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _checksum(dataset: Mapping[str, Any]) -> str:
    return sha256(json.dumps(dataset, sort_keys=True).encode())


def is_dataset(path: str | Path) -> bool:
    """Whether a path is a dataset that miwake wrote; an address of an object store is taken so."""
    return is_address(path) or Path(path, MANIFEST).is_file()


def read_manifest(path: str | Path) -> Manifest:
    """The manifest of a dataset.

    Raises:
        DataError: there is none, or it is damaged.
    """
    storage = open_storage(path)
    content = storage.read(MANIFEST)
    if content is None:
        raise DataError(
            "{path} holds no dataset: it has no {manifest}; write one with "
            "miwake make TASK --to {path}",
            path=path,
            manifest=MANIFEST,
        )
    try:
        return Manifest.from_text(content.decode("utf-8"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(
            "{path}/{manifest} is damaged ({why}); bring it back from a "
            "copy, or make the dataset anew in another folder",
            path=path,
            manifest=MANIFEST,
            why=error,
        ) from error


def write_manifest(storage: Storage, manifest: Manifest) -> None:
    """Write the manifest, in place of the one before."""
    storage.write(MANIFEST, manifest.to_text().encode())


def create_manifest(storage: Storage, manifest: Manifest) -> bool:
    """Write the first manifest; False where somebody else has written one."""
    return storage.create(MANIFEST, manifest.to_text().encode())


def empty_hashes(layout: Layout) -> Hashes:
    """The hashes of a dataset of which nothing was made yet."""
    return {a: [None] * layout.chunks(part) for part in PARTS for a in layout.arrays(part)}
