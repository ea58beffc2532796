"""The manifest that a dataset starts from: a new one, or the one of a dataset that was begun."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import miwake
from miwake.errors import DataError, Phrase
from miwake.generate.class_functions import ClassFunctions
from miwake.runtime.atomic_write import is_temporary
from miwake.runtime.plain_data import plain
from miwake.store.arrays import metadata, zarr
from miwake.store.chunk_job import ChunkJob, make_packed, schema_of
from miwake.store.layout import Layout, chunk_of
from miwake.store.manifest import (
    MANIFEST,
    Manifest,
    create_manifest,
    empty_hashes,
    read_manifest,
    sha256,
)
from miwake.store.storage import Storage


@dataclass(frozen=True)
class WriteRequest:
    """The dataset that is asked for.

    Attributes:
        source: the functions that make the examples.
        task: their task as a run's record keeps it.
        train, test: how many examples.
        seed: what they are made from.
    """

    source: ClassFunctions
    task: Mapping[str, Any]
    train: int
    test: int
    seed: int


def open_or_create(storage: Storage, request: WriteRequest) -> Manifest:
    """The manifest of the dataset that is to be written here, or gone on with.

    Raises:
        DataError: something else is here.
        TaskError: the task can't make examples.
    """
    if storage.read(MANIFEST) is not None:
        return _open(storage, request)
    if not all(is_temporary(key) for key in storage.sizes()):
        raise DataError(
            "{address} holds other things and no {manifest}; name a new or an empty folder",
            address=storage.address,
            manifest=MANIFEST,
        )
    manifest = _new(request)
    if not create_manifest(storage, manifest):
        return _open(storage, request)  # somebody else was faster
    for key, document in metadata(manifest.layout).items():
        storage.write(key, document)
    return manifest


def _open(storage: Storage, request: WriteRequest) -> Manifest:
    manifest = read_manifest(storage.address)
    _refuse_other(storage.address, manifest, request)
    _refuse_other_numbers(storage.address, manifest, request)
    return manifest


def versions() -> dict[str, str]:
    """What decides the numbers, and how they are packed."""
    return {
        "miwake": miwake.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "zarr": zarr().__version__,
    }


def _new(request: WriteRequest) -> Manifest:
    source, target = request.source, request.source.target
    schema = schema_of(source, request.seed)
    chunk = chunk_of(max(request.train, request.test), source.chunk_size, schema)
    layout = Layout(request.train, request.test, chunk, schema, target is not None)
    return Manifest(
        task=request.task,
        seed=request.seed,
        classes=() if target else source.classes,
        target=target,
        layout=layout,
        versions=versions(),
        metadata={key: sha256(document) for key, document in metadata(layout).items()},
        hashes=empty_hashes(layout),
    )


def _refuse_other(address: str, manifest: Manifest, request: WriteRequest) -> None:
    """Refuse a dataset of another task, seed or size."""
    layout, task, there = manifest.layout, request.task, manifest.task
    what = None
    if there["sha256"] != task["sha256"]:
        what = Phrase(
            "the task {name}, whose text is another than that of {other}",
            name=there["name"],
            other=request.source.name,
        )
    elif there["settings"] != plain(task["settings"]):
        here, other = _list(there["settings"]), _list(task["settings"])
        what = Phrase("other settings ({here}, not {given})", here=here, given=other)
    elif manifest.seed != request.seed:
        what = Phrase("seed {here}, not {given}", here=manifest.seed, given=request.seed)
    elif (layout.train, layout.test) != (request.train, request.test):
        what = Phrase(
            "{train:,} + {test:,} examples, not {given_train:,} + {given_test:,}",
            train=layout.train,
            test=layout.test,
            given_train=request.train,
            given_test=request.test,
        )
    if what is not None:
        raise DataError(
            "{address} holds a dataset of {what}; name another folder, or give the same again",
            address=address,
            what=what,
        )


def _list(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in settings.items())


def _refuse_other_numbers(address: str, manifest: Manifest, request: WriteRequest) -> None:
    """Refuse to go on where other versions would make other examples: one chunk tells."""
    here = versions()
    chunk = next(manifest.written_chunks(), None)
    if manifest.versions == here or chunk is None:
        return
    packed = make_packed(ChunkJob(address, request.source, manifest.seed, manifest.layout), chunk)
    if {key: sha256(content) for key, content in packed.items()} != manifest.expected(chunk):
        there = ", ".join(f"{n} {v}" for n, v in manifest.versions.items() if here.get(n) != v)
        raise DataError(
            "{address} was begun with {there}, and what is installed here makes other numbers; "
            "go on with the same versions, or make it anew in another folder",
            address=address,
            there=there,
        )
