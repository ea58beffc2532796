"""What workers bring to `miwake make`: python benchmarks/workers.py [--train N] [--rounds 3].

Baker sequences written by one process, by two, and by two single-threaded workers of a Dask
cluster on this machine, in turn; medians and ratios. The first round is not counted, since memory
that the system gives for the first time costs several times more. `--steps` times each step of a
chunk instead.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import miwake
from miwake.runtime.dask_cluster import cluster
from miwake.store.arrays import pack
from miwake.store.chunk_job import ChunkJob, make_examples
from miwake.store.manifest import read_manifest, sha256
from miwake.store.storage import open_storage

CHUNKS = 60  # that are timed step by step


WAYS = ("one process", "two processes", "Dask")


def seconds(way: str, train: int, where: str | None) -> float:
    """Seconds to write a dataset of so many examples, in a process that has done nothing else."""
    options = ["--way", way, "--train", str(train), *(["--where", where] if where else [])]
    command = [sys.executable, __file__, *options]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def one_way(way: str, train: int, where: str | None) -> None:
    """Do it, and print the seconds."""
    with tempfile.TemporaryDirectory(dir=where) as folder, ExitStack() as running:
        means: dict[str, Any] = {"workers": 1 + (way == "two processes")}
        if way == "Dask":
            from distributed import LocalCluster

            options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
            local = running.enter_context(LocalCluster(**options))
            means = {"executor": running.enter_context(cluster(local.scheduler_address))}
        began = time.perf_counter()
        miwake.load_task("baker").make_to(Path(folder) / "made", train, 10_000, **means)
        print(time.perf_counter() - began)


def ways(train: int, rounds: int, where: str | None) -> None:
    """Time each way in turn."""
    times: dict[str, list[float]] = {way: [] for way in WAYS}
    for counted in range(-1, rounds):
        took = [seconds(way, train, where) for way in WAYS]
        print([round(value, 1) for value in took], flush=True)
        for found, value in zip(times.values(), took, strict=True):
            found.extend([value] if counted >= 0 else [])
    one, two, dask = (statistics.median(found) for found in times.values())
    print(f"{train:,} examples: {one:.1f} s by one process")
    print(f"two processes / one   {two / one:.2f}   (at most 0.6)")
    print(f"Dask / two processes  {dask / two:.2f}   (at most 1.3)")


def steps(where: str | None) -> None:
    """Milliseconds of one processor for each step of a chunk as large as chunks become."""
    with tempfile.TemporaryDirectory(dir=where) as folder:
        miwake.load_task("baker").make_to(Path(folder) / "made", 2048, 2048, workers=1)
        layout = read_manifest(Path(folder) / "made").layout
        layout = type(layout)(10_000_000, 10_000, 16_384, layout.schema)
        job = ChunkJob(str(Path(folder) / "steps"), miwake.load_task("baker").file, 0, layout)
        place = open_storage(job.address)
        taken: dict[str, list[float]] = {"make": [], "pack": [], "write": [], "hash": []}
        for number in [*range(CHUNKS), *range(CHUNKS)]:  # over what was written: no new memory
            marks = [time.process_time()]
            examples = make_examples(job, "train", number)
            marks.append(time.process_time())
            packed = pack(layout, "train", number, examples)
            marks.append(time.process_time())
            for key, content in packed.items():
                place.write(key, content)
            marks.append(time.process_time())
            for content in packed.values():
                sha256(content)
            marks.append(time.process_time())
            for times, (began, ended) in zip(taken.values(), pairwise(marks), strict=True):
                times.append(1000 * (ended - began))
    told = ", ".join(f"{n} {statistics.median(found[CHUNKS:]):.1f}" for n, found in taken.items())
    size = sum(map(len, packed.values())) / 1e6
    print(f"a chunk of {layout.chunk:,} examples, {size:.1f} MB, ms: {told}")


def main() -> None:
    """One or the other."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--where", help="a folder; one in memory leaves the disk out")
    parser.add_argument("--steps", action="store_true", help="the steps of a chunk alone")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        one_way(asked.way, asked.train, asked.where)
    elif asked.steps:
        steps(asked.where)
    else:
        ways(asked.train, asked.rounds, asked.where)


if __name__ == "__main__":
    main()
