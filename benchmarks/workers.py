"""What workers bring to `miwake make`: python benchmarks/workers.py, and --help for its options.

Baker sequences written by one process, by two, and by two single-threaded workers of a Dask
cluster on this machine, in turn; medians and ratios.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from distributed import LocalCluster

import miwake
from miwake.cluster import cluster


def seconds(train: int, where: str | None, **means) -> float:
    """Seconds to write a dataset of so many examples."""
    with tempfile.TemporaryDirectory(dir=where) as folder:
        began = time.perf_counter()
        miwake.load_task("baker").make_to(Path(folder) / "made", train, 10_000, **means)
        return time.perf_counter() - began


def main() -> None:
    """Time each way in turn."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--where", help="a folder; one in memory leaves the disk out")
    asked = parser.parse_args()
    times: dict[str, list[float]] = {"one process": [], "two processes": [], "Dask": []}
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        for _ in range(asked.rounds):
            times["one process"].append(seconds(asked.train, asked.where, workers=1))
            times["two processes"].append(seconds(asked.train, asked.where, workers=2))
            with cluster(local.scheduler_address) as executor:
                times["Dask"].append(seconds(asked.train, asked.where, executor=executor))
            print({name: [round(value, 1) for value in found] for name, found in times.items()})
    one, two, dask = (statistics.median(found) for found in times.values())
    print(f"{asked.train:,} examples: {one:.1f} s by one process")
    print(f"two processes / one   {two / one:.2f}   (at most 0.6)")
    print(f"Dask / two processes  {dask / two:.2f}   (at most 1.3)")


if __name__ == "__main__":
    main()
