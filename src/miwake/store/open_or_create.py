"""The manifest that a dataset starts from: a new one, or the one of a dataset that was begun."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import miwake
from miwake.errors import DataError, Phrase
from miwake.generate.chunk import TEST, Order
from miwake.run.record import plain
from miwake.store.arrays import metadata
from miwake.store.chunk_job import Job, make_packed, schema_of
from miwake.store.layout import Layout, chunk_of
from miwake.store.manifest import MANIFEST, Manifest, read_manifest, sha256, unmade, write_manifest
from miwake.store.storage import Place
from miwake.tasks.task_file import TaskFile


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


def begin(place: Place, wanted: Wanted) -> Manifest:
    """The manifest of the dataset that is to be written here, or gone on with.

    Raises:
        DataError: something else is here.
        TaskError: the task can't make examples.
    """
    if place.read(MANIFEST) is not None:
        manifest = read_manifest(place.address)
        _refuse_other(place.address, manifest, wanted)
        _refuse_other_numbers(place.address, manifest, wanted)
        return manifest
    if place.sizes():
        raise DataError(
            "{address} holds other things and no {manifest}; name a new or an empty folder",
            address=place.address,
            manifest=MANIFEST,
        )
    manifest = _new(wanted)
    write_manifest(place, manifest)
    for key, document in metadata(manifest.layout).items():
        place.write(key, document)
    return manifest


def versions() -> dict[str, str]:
    """What decides the numbers, and how they are packed."""
    import zarr

    return {
        "miwake": miwake.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
        "zarr": zarr.__version__,
    }


def _new(wanted: Wanted) -> Manifest:
    source, target = wanted.source, wanted.source.defaults.get("target")
    schema = schema_of(source, wanted.seed)
    made = Order(TEST, 1, 0).chunk_size(source)
    chunk = chunk_of(max(wanted.train, wanted.test), made, schema)
    layout = Layout(wanted.train, wanted.test, chunk, schema, target is not None)
    return Manifest(
        task=wanted.kept,
        seed=wanted.seed,
        classes=() if target else tuple(f.name for f in source.functions),
        target=target,
        layout=layout,
        versions=versions(),
        metadata={key: sha256(document) for key, document in metadata(layout).items()},
        hashes=unmade(layout),
    )


def _refuse_other(address: str, manifest: Manifest, wanted: Wanted) -> None:
    """Refuse a dataset of another task, seed or size."""
    layout, source = manifest.layout, wanted.source
    name, settings = manifest.task["name"], manifest.task["settings"]
    what = None
    if manifest.task["sha256"] != source.sha256:
        what = Phrase(
            "the task {name}, whose text is another than that of {other}",
            name=name,
            other=source.name,
        )
    elif settings != plain(dict(source.settings)):
        here, given = _told(settings), _told(source.settings)
        what = Phrase("other settings ({here}, not {given})", here=here, given=given)
    elif manifest.seed != wanted.seed:
        what = Phrase("seed {here}, not {given}", here=manifest.seed, given=wanted.seed)
    elif (layout.train, layout.test) != (wanted.train, wanted.test):
        what = Phrase(
            "{train:,} + {test:,} examples, not {given_train:,} + {given_test:,}",
            train=layout.train,
            test=layout.test,
            given_train=wanted.train,
            given_test=wanted.test,
        )
    if what is not None:
        raise DataError(
            "{address} holds a dataset of {what}; name another folder, or give the same again",
            address=address,
            what=what,
        )


def _told(settings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in settings.items())


def _refuse_other_numbers(address: str, manifest: Manifest, wanted: Wanted) -> None:
    """Refuse to go on where other versions would make other examples: one chunk tells."""
    here = versions()
    chunk = next(manifest.made(), None)
    if manifest.versions == here or chunk is None:
        return
    packed = make_packed(Job(address, wanted.source, manifest.seed, manifest.layout), chunk)
    if {key: sha256(content) for key, content in packed.items()} != manifest.expected(chunk):
        there = ", ".join(f"{n} {v}" for n, v in manifest.versions.items() if here.get(n) != v)
        raise DataError(
            "{address} was begun with {there}, and what is installed here makes other numbers; "
            "go on with the same versions, or make it anew in another folder",
            address=address,
            there=there,
        )
