"""8 repeats of baker dense beside 8 single trainings in one process: repeats.py ROUNDS."""

import statistics
import sys
import time

import miwake

data = miwake.load_task("baker").make()
miwake.train(data, checks=False)  # compiled programs are kept
together, alone = [], []
for _ in range(int(sys.argv[1])):
    began = time.perf_counter()
    for seed in range(8):
        miwake.train(data, seed=seed, checks=False)
    alone.append(time.perf_counter() - began)
    began = time.perf_counter()
    miwake.train(data, repeats=8, checks=False)
    together.append(time.perf_counter() - began)
print(statistics.median(alone), statistics.median(together))
