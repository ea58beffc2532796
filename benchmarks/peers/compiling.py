"""Making sequences by a scalar loop, plain and with --jit, on one core: compiling.py ROUNDS.

A million with --jit, in a fresh process so that importing and compiling count; plain Python on a
hundredth of that, told a million.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TASK = '''
"""The baker's map with two factors, in the article's way."""

import numpy as np


def baker(rng):
    x, numbers = rng.random(), np.zeros(100)
    for i in range(100):
        x = x * 3.0
        x = x - int(x)
        numbers[i] = x
    return numbers


def baker_by_five(rng):
    x, numbers = rng.random(), np.zeros(100)
    for i in range(100):
        x = x * 5.0
        x = x - int(x)
        numbers[i] = x
    return numbers
'''
RUN = """
import sys, time, miwake
count, jit = int(sys.argv[2]), sys.argv[3] == "jit"
miwake.load_task  # imported before the clock starts
began = time.perf_counter()
miwake.load_task(sys.argv[1], jit=jit).make(train=count, test=1)
print(time.perf_counter() - began)
"""
COUNT, PART = 1_000_000, 100


def seconds(task: Path, count: int, how: str) -> float:
    command = [sys.executable, "-c", RUN, str(task), str(count), how]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


with tempfile.TemporaryDirectory() as folder:
    task = Path(folder) / "maps.py"
    task.write_text(TASK, "utf-8")
    plain, compiled = [], []
    for _ in range(int(sys.argv[1])):
        plain.append(seconds(task, COUNT // PART, "plain") * PART)
        compiled.append(seconds(task, COUNT, "jit"))
print(statistics.median(plain), statistics.median(compiled))
