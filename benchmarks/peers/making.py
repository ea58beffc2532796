"""Making ten million sequences on one core, half random, half the baker's map: making.py ROUNDS.

The loop over scalars is the article's way; it is timed on a hundredth of them, told all.
miwake makes as many as a training takes, 60,000, over and over from new seeds, so that memory need
not hold all. Seconds are the processor's, which other programs on the machine lengthen least.
"""

import statistics
import sys
import time

import numpy as np

import miwake

COUNT, LOOPED, MADE = 10_000_000, 600, 60_000


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
    loop, make = 0.0, 0.0
    for seed in range(COUNT // MADE):
        began = time.process_time()
        np.array([mapped(100) if np.random.random() < 0.5 else np.random.random(100)
                  for _ in range(LOOPED)])  # fmt: skip
        loop += (time.process_time() - began) * MADE / LOOPED
        began = time.process_time()
        task.make(train=MADE, test=10, seed=seed)
        make += time.process_time() - began
    looped.append(loop)
    made.append(make)
print(statistics.median(looped), statistics.median(made))
