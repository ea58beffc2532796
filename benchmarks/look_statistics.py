"""How often does a look find something where there is nothing?

Uniform against uniform numbers, again and again: the best of the views must come out below a
corrected p of 0.05 in 5 % of the looks, give or take 3 %.

    python benchmarks/look_statistics.py [--repeats 200] [--train 60000] [--test 10000]
"""

import argparse
import time

import numpy as np

from miwake.audit.look import look
from miwake.dataset import Dataset
from miwake.stats.intervals import wilson_interval


def nothing_to_find(train: int, test: int, length: int, seed: int) -> Dataset:
    rng = np.random.default_rng(seed)
    x = rng.random((train + test, length), np.float32)
    y = rng.integers(0, 2, train + test).astype(np.int32)
    return Dataset(x[:train], y[:train], x[train:], y[train:], ("one", "other"), seed=seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, value in (("repeats", 200), ("train", 60_000), ("test", 10_000), ("length", 100)):
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    fired, started, views = 0, time.perf_counter(), 0
    for seed in range(asked.repeats):
        found = look(nothing_to_find(asked.train, asked.test, asked.length, seed), seed)
        fired += min(trial.p for trial in found.views) < 0.05
        views = len(found.views)
    each = (time.perf_counter() - started) / asked.repeats
    known = wilson_interval(fired, asked.repeats)
    print(
        f"{asked.repeats} looks of {views} views, {each:.2f} s each: something found in "
        f"{known.accuracy:.1%} (95 %: {known.low:.1%} to {known.high:.1%})"
    )


if __name__ == "__main__":
    main()
