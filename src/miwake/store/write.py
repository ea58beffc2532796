"""Writing a dataset of any size: begun, gone on with, finished."""

import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from miwake.errors import DataError
from miwake.sources.chunks import TEST, Order
from miwake.sources.functions import TaskFile
from miwake.store.arrays import metadata
from miwake.store.layout import Layout, chunk_of
from miwake.store.making import Job, schema_of, write_chunk
from miwake.store.manifest import MANIFEST, Manifest, read_manifest, sha256, unmade, write_manifest
from miwake.store.place import Place, place_at

Progress = Callable[[int, int], None]

PACKAGES = ("miwake", "numpy", "zarr")
OFTEN, SHARE = 5.0, 20  # seconds between two manifests, and times what writing one takes


@dataclass(frozen=True)
class Wanted:
    """The dataset that is asked for.

    Attributes:
        source: the task.
        kept: the task as plain data, for the manifest.
        train, test: how many examples.
        seed: what they are made from.
    """

    source: TaskFile
    kept: Mapping[str, Any]
    train: int
    test: int
    seed: int


def write_dataset(wanted: Wanted, address: str, progress: Progress | None = None) -> Manifest:
    """Write a dataset, or go on with it."""
    place = place_at(address)
    manifest = _begun(place, wanted)
    job = Job(address, wanted.source, manifest.seed, manifest.layout)
    layout = manifest.layout
    try:
        for part, number in list(manifest.missing()):
            for array, digest in write_chunk(job, part, number).items():
                manifest.hashes[array][number] = digest
    finally:
        write_manifest(place, manifest)
    return manifest


def _begun(place: Place, wanted: Wanted) -> Manifest:
    """The manifest of a dataset that was begun, or of a new one."""
    if place.read(MANIFEST) is not None:
        return read_manifest(place.address)
    if place.sizes():
        raise DataError(
            f"{place.address} holds other things and no {MANIFEST}; name a new or an empty folder"
        )
    manifest = _new(wanted)
    write_manifest(place, manifest)
    for key, document in metadata(manifest.layout).items():
        place.write(key, document)
    return manifest


def _new(wanted: Wanted) -> Manifest:
    source = wanted.source
    schema = schema_of(source, wanted.seed)
    made = Order(TEST, 1, 0).chunk_size(source)
    chunk = chunk_of(max(wanted.train, wanted.test), made, schema)
    target = source.defaults.get("target")
    layout = Layout(wanted.train, wanted.test, chunk, schema, target is not None)
    return Manifest(
        task=wanted.kept,
        seed=wanted.seed,
        classes=() if target else tuple(f.name for f in source.functions),
        target=target,
        layout=layout,
        versions={p: version(p) for p in PACKAGES} | {"python": platform.python_version()},
        metadata={key: sha256(document) for key, document in metadata(layout).items()},
        hashes=unmade(layout),
    )
