"""What a large dataset costs where it is given out: python benchmarks/scaling.py.

Processor time, so that other work on the machine matters little: a piece of work sent to processes
and to Dask, the manifest of 10^9 examples, and the look at the files of many chunks.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from distributed import LocalCluster

import miwake
from miwake.runtime.dask_cluster import cluster
from miwake.runtime.executors import WorkerConfig
from miwake.store.layout import Layout, Schema, chunk_of
from miwake.store.manifest import Manifest, empty_hashes, read_manifest
from miwake.store.storage import open_storage

EXAMPLES, TESTS, PIECES, LOOKED_AT = 10**9, 10**6, 2000, 5000
SCHEMA = Schema((100,), "float32")


@contextmanager
def told(what: str, pieces: int) -> Iterator[None]:
    """Print the processor time that it takes, in all and a piece."""
    began = time.process_time()
    yield
    took = time.process_time() - began
    print(f"{what}: {took:.2f} s, {1e3 * took / pieces:.3f} ms each of {pieces:,}", flush=True)


def nothing(number: int) -> dict[str, str]:
    """A piece of work that only comes back with two digests."""
    return {f"x_train/c/{number}/0": "0" * 64, f"y_train/c/{number}": "0" * 64}


def given_out() -> None:
    """Pieces of work that do nothing: what is left is giving them out."""
    list(WorkerConfig(workers=2).map(nothing, range(10)))
    with told("sent to two processes", PIECES):
        list(WorkerConfig(workers=2).map(nothing, range(PIECES)))
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local,
        cluster(local.scheduler_address) as executor,
    ):
        list(WorkerConfig(executor).map(nothing, range(10)))
        with told("sent by Dask, client and scheduler", PIECES):
            list(WorkerConfig(executor).map(nothing, range(PIECES)))


def manifest(folder: Path) -> None:
    """The manifest of all, written and read."""
    chunk = chunk_of(EXAMPLES, 2048, SCHEMA)
    layout = Layout(EXAMPLES, TESTS, chunk, SCHEMA)
    small = folder / "small"
    miwake.load_task("baker").make_to(small, 2048, 2048, workers=1)
    known: Manifest = replace(read_manifest(small), layout=layout, hashes=empty_hashes(layout))
    for part in ("train", "test"):
        for number in range(layout.chunks(part)):
            made = {layout.key(array, number): "0" * 64 for array in layout.arrays(part)}
            known.record((part, number), made)
    size = EXAMPLES * 404 + 8 * known.chunks
    print(f"{EXAMPLES:,} examples: {known.chunks:,} chunks of {chunk:,}, {size / 1e9:.0f} GB")
    with told("the manifest made", known.chunks):
        text = known.to_text()
    print(f"the manifest: {len(text) / 1e6:.1f} MB")
    with told("the manifest read", known.chunks):
        Manifest.from_text(text)


def looked_at(folder: Path) -> None:
    """The sizes of all files of many chunks, which every start asks for."""
    place = open_storage(folder / "many")
    layout = Layout(LOOKED_AT, 1, 1, SCHEMA)
    with told("small files written, a chunk", LOOKED_AT):
        for number in range(LOOKED_AT):
            for array in layout.arrays("train"):
                place.write(layout.key(array, number), b"0")
    with told("their sizes, a chunk", LOOKED_AT):
        place.sizes()


def main() -> None:
    """All three."""
    with tempfile.TemporaryDirectory() as temporary:
        manifest(Path(temporary))
        looked_at(Path(temporary))
    given_out()


if __name__ == "__main__":
    main()
