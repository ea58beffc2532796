"""How often the verdict fires at nothing, with real networks.

Two classes of the same uniform numbers, a network trained on each repeat's own examples and
tested on 10,000 more: "better than chance" must be said in 5 % +- 3 % of the repeats, and the
control with shuffled labels must never find anything.

    python benchmarks/verdict_statistics.py [repeats]
"""

import sys
import time

import miwake
from miwake.stats.intervals import wilson_interval

LENGTH, TRAIN, TEST = 20, 10_000, 10_000


def uniform(rng, n):
    return rng.random((n, LENGTH))


def main(repeats: int) -> None:
    task = miwake.Task(one=uniform, other=uniform)
    started, fired, controls = time.perf_counter(), 0, 0
    for seed in range(repeats):
        data = task.make(train=TRAIN, test=TEST, seed=seed)
        found = {check.check: check for check in miwake.train(data, epochs=2).verdict}
        fired += found["chance"].status != "bad"
        controls += "labels" in found and found["labels"].status == "bad"
    often = wilson_interval(fired, repeats)
    print(f"{repeats} repeats of {TRAIN:,} + {TEST:,} examples, ", end="")
    print(f"{time.perf_counter() - started:.0f} s")
    print(
        f"better than chance: {often.accuracy:.3f} ({often.low:.3f} to {often.high:.3f}; "
        f"5 % +- 3 %: {'holds' if 0.02 <= often.accuracy <= 0.08 else 'fails'})"
    )
    print(f"shuffled labels: {controls} findings of {repeats} (none: {not controls})")
    if not 0.02 <= often.accuracy <= 0.08 or controls:
        sys.exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
