"""What streaming costs, side by side: python benchmarks/streaming.py [--only TEXT] [--rounds 5].

Each line is a ratio of medians, every pair interleaved: training from disk against training in
memory, `--fresh` against stored data, and the peak memory of training from 1M and 10M examples.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

EPOCHS = 5


def trained(data, epochs: int = EPOCHS) -> float:
    """Seconds of some epochs of the dense network, compiling left out."""
    from miwake.plan import TrainingPlan
    from miwake.training.build import build
    from miwake.training.fit_dataset import fit_dataset

    plan = TrainingPlan(network="dense", epochs=epochs, seed=0)
    return fit_dataset(build("dense", data, 0), data, plan).seconds["fit"]


def interleaved(rounds: int, **works: Callable[[], float]) -> dict[str, float]:
    """The median seconds of each work, one after the other in turn; the first round not counted."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for counted in range(-1, rounds):
        for name, work in works.items():
            seconds = work()
            if counted >= 0:
                times[name].append(seconds)
    return {name: statistics.median(found) for name, found in times.items()}


def fresh(_: Path, rounds: int) -> None:
    """New examples every epoch against stored ones, baker dense, 60,000 an epoch."""
    import miwake

    task = miwake.load_task("baker")
    found = interleaved(
        rounds,
        stored=lambda: trained(task.make()),
        fresh=lambda: trained(task.make(fresh=True)),
    )
    line("--fresh / stored, the epochs", found["fresh"], found["stored"], "at most 1.2")

    def whole(**options) -> float:
        began = time.perf_counter()
        trained(task.make(**options))
        return time.perf_counter() - began

    found = interleaved(rounds, stored=whole, fresh=lambda: whole(fresh=True))
    line("--fresh / stored, data and epochs", found["fresh"], found["stored"], "at most 1.2")


def disk(folder: Path, rounds: int) -> None:
    """Training from disk against training in memory, baker dense, 1M examples an epoch."""
    import miwake
    from miwake.tasks import stored_task as stored

    path = made(folder, 1_000_000)
    streamed = miwake.load_task(path).make()
    usual, stored.IN_MEMORY = stored.IN_MEMORY, 2**40
    held = miwake.load_task(path).make()
    stored.IN_MEMORY = usual
    found = interleaved(rounds, memory=lambda: trained(held, 1), disk=lambda: trained(streamed, 1))
    line("speed from disk / in memory", found["memory"], found["disk"], "at least 0.85")


def memory(folder: Path, _: int) -> None:
    """Peak memory of an epoch from disk, each in a process of its own."""
    peaks = []
    for count in (1_000_000, 10_000_000):
        command = [sys.executable, __file__, "--peak", str(made(folder, count))]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        peaks.append(float(done.stdout.split()[-1]))
    line("peak memory, 10M / 1M examples", peaks[1], peaks[0], "at most 1.05", "MB")


def peak(path: str) -> None:
    """Train on a dataset for one epoch, and say how much memory that took, in MB."""
    import miwake

    trained(miwake.load_task(path).make(), 1)
    status = Path("/proc/self/status").read_text()  # getrusage counts the parent's peak, too
    print(int(status.split("VmHWM:")[1].split()[0]) / 1024)


def made(folder: Path, count: int) -> Path:
    """A dataset of so many examples, written once."""
    import miwake

    path = folder / f"baker-{count}"
    miwake.load_task("baker").make_to(path, count, 10_000)
    return path


def line(what: str, one: float, other: float, wanted: str, unit: str = "s") -> None:
    """Print a ratio."""
    print(f"{what}: {one / other:.2f}  ({one:.2f} / {other:.2f} {unit}; {wanted})", flush=True)


def main() -> None:
    """Everything, or what --only names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--data", type=Path, help="where datasets are kept for the next time")
    parser.add_argument("--peak", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peak:
        return peak(asked.peak)
    with tempfile.TemporaryDirectory() as temporary:
        for work in (fresh, disk, memory):
            if asked.only in work.__name__:
                work(asked.data or Path(temporary), asked.rounds)
    return None


if __name__ == "__main__":
    main()
