"""Making sequences on one core, half random and half the baker's map: making.py ROUNDS.

The loop over scalars is the article's way; it is timed on fewer sequences, both told a million.
"""

import statistics
import sys
import time

import numpy as np

import miwake

LOOPED, MADE = 10_000, 1_000_000


def mapped(length: int) -> np.ndarray:
    numbers, x = np.zeros(length), np.random.random()
    for i in range(length):
        x = x * 3.0
        x = x - int(x)
        numbers[i] = x
    return numbers


task = miwake.load_task("baker")
task.make(train=1000, test=10)
looped, made = [], []
for _ in range(int(sys.argv[1])):
    began = time.perf_counter()
    np.array([mapped(100) if np.random.random() < 0.5 else np.random.random(100)
              for _ in range(LOOPED)])  # fmt: skip
    looped.append((time.perf_counter() - began) * 1e6 / LOOPED)
    began = time.perf_counter()
    task.make(train=MADE, test=10)
    made.append((time.perf_counter() - began) * 1e6 / MADE)
print(statistics.median(looped), statistics.median(made))
