"""Writing a dataset of any size: begun, gone on with, finished, repaired."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from miwake.errors import DataError
from miwake.findings import Finding
from miwake.runtime.atomic_write import is_temporary
from miwake.runtime.executors import Progress, WorkerConfig
from miwake.store.arrays import metadata
from miwake.store.check import (
    Damage,
    Digests,
    damaged,
    differences,
    digests,
    digests_of,
    missing_chunks,
)
from miwake.store.chunk_job import ChunkJob, in_groups, write_chunks
from miwake.store.layout import Chunk
from miwake.store.manifest import Manifest, sha256, write_manifest
from miwake.store.open_or_create import WriteRequest, open_or_create
from miwake.store.storage import Storage, open_storage

OFTEN, SHARE = 5.0, 20  # seconds between two manifests, and times what writing one takes


@dataclass(frozen=True)
class Written:
    """A dataset that is finished.

    Attributes:
        path: where it lies.
        train, test: how many examples it has.
        chunks: how many chunks they lie in.
        made: how many of these were made this time.
        damaged: what was found damaged and made again, by name.
        bytes: how large it is.
        seconds: how long it took this time.
        notes: what is to be said of how it was made.
    """

    path: str
    train: int
    test: int
    chunks: int
    made: int
    damaged: tuple[str, ...]
    bytes: int
    seconds: float
    notes: tuple[Finding, ...] = ()


def write_dataset(
    request: WriteRequest, address: str, config: WorkerConfig | None = None, repair: bool = False
) -> Written:
    """Write a dataset, or go on with one that was begun, or make again what is damaged in it.

    Args:
        request: the dataset.
        address: a folder, or an address such as s3://bucket/name.
        config: who does the work.
        repair: whether to read every byte that is there, and make again what is not as it was.

    Raises:
        TaskError: a function of the task raised, or returned what can't be an example.
        DataError: another dataset is there, or it is damaged, or it can't be written.
        WorkerError: those who did the work are lost.
    """
    started, config = time.perf_counter(), config or WorkerConfig()
    storage = open_storage(address)
    with storage.lock():
        return _write(storage, request, config, repair, started)


def _write(
    storage: Storage, request: WriteRequest, config: WorkerConfig, repair: bool, started: float
) -> Written:
    """Write the dataset as the only one who does."""
    address, manifest = storage.address, open_or_create(storage, request)
    expected: dict[Chunk, Digests] = {}
    damages = list(find_damage(storage, manifest, config)) if repair else []
    for damage in damages:
        if damage.chunk is None:
            _write_document(storage, manifest, damage.key)
        elif damage.chunk not in expected:
            expected[damage.chunk] = manifest.expected(damage.chunk)
            manifest.forget(damage.chunk)
    if not repair and (lost := missing_chunks(storage, manifest)):
        raise damaged(address, lost)
    count = _make(storage, manifest, request, config, expected)
    layout = manifest.layout
    return Written(
        path=address,
        train=layout.train,
        test=layout.test,
        chunks=manifest.chunks,
        made=count,
        damaged=tuple(str(damage.phrase) for damage in damages),
        bytes=_tidy(storage),
        seconds=time.perf_counter() - started,
    )


def find_damage(storage: Storage, manifest: Manifest, config: WorkerConfig) -> Iterator[Damage]:
    """What is missing or not as it was, found by reading everything that was written."""
    documents = list(manifest.metadata)
    yield from differences(digests_of(storage, documents), manifest.metadata)
    check = partial(digests, storage.address, manifest.layout)
    count = _Count(manifest, config.progress, 0)
    for chunk, actual in config.map(check, list(manifest.written_chunks())):
        yield from differences(actual, manifest.expected(chunk), chunk)
        count.add(chunk)


def _make(
    storage: Storage,
    manifest: Manifest,
    request: WriteRequest,
    config: WorkerConfig,
    expected: dict[Chunk, Digests],
) -> int:
    """Make the chunks that are not there; the manifest is kept up to date on the way."""
    missing = list(manifest.missing_chunks())
    layout = manifest.layout
    job = ChunkJob(storage.address, request.source, manifest.seed, layout)
    groups = in_groups(job, missing)
    count = _Count(manifest, config.progress, sum(map(layout.examples, manifest.written_chunks())))
    saver = _ManifestSaver(storage, manifest)
    try:
        done = config.map(partial(write_chunks, job), groups)
        for chunk, actual in (
            pair for group, digests in done for pair in zip(group, digests, strict=True)
        ):
            if again := list(differences(actual, expected.get(chunk, {}))):
                raise DataError(
                    "{address}: {key} made again is not what it was; "
                    "it was made with {versions}, use these, or make the dataset anew",
                    address=storage.address,
                    key=again[0].key,
                    versions=_versions(manifest),
                )
            manifest.record(chunk, actual)
            saver.save_now_and_then()
            count.add(chunk)
    finally:
        if missing:
            write_manifest(storage, manifest)
    return len(missing)


class _Count:
    """Tells how many examples are done."""

    def __init__(self, manifest: Manifest, progress: Progress | None, done: int) -> None:
        self.layout, self.progress, self.done = manifest.layout, progress, done

    def add(self, chunk: Chunk) -> None:
        self.done += self.layout.examples(chunk)
        if self.progress:
            self.progress(self.done, self.layout.train + self.layout.test)


class _ManifestSaver:
    """Writes the manifest now and then, so that a process that is killed loses little."""

    def __init__(self, storage: Storage, manifest: Manifest) -> None:
        self.storage, self.manifest = storage, manifest
        self.next = time.perf_counter() + OFTEN

    def save_now_and_then(self) -> None:
        if (started := time.perf_counter()) > self.next:
            write_manifest(self.storage, self.manifest)
            ended = time.perf_counter()
            self.next = ended + max(OFTEN, SHARE * (ended - started))


def _write_document(storage: Storage, manifest: Manifest, key: str) -> None:
    document = metadata(manifest.layout)[key]
    storage.write(key, document)
    manifest.metadata[key] = sha256(document)  # another version of Zarr may write it otherwise
    write_manifest(storage, manifest)


def _versions(manifest: Manifest) -> str:
    return ", ".join(f"{name} {version}" for name, version in manifest.versions.items())


def _tidy(storage: Storage) -> int:
    """Remove what killed writers left behind; the bytes of the rest."""
    whole = 0
    for key, size in storage.sizes().items():
        if is_temporary(key.rpartition("/")[2]):
            storage.delete(key)
        else:
            whole += size
    return whole
