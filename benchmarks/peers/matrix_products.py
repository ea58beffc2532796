"""The floor: the two large matrix products of each batch alone, by NumPy: WORK FOLDER."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
from served import serve
from works import load

work, folder = sys.argv[1], Path(sys.argv[2])
x, _, batch = load(work, folder)
x = x.reshape(len(x), -1)
hidden = 128 if work == "mnist-dense" else 100
weights = np.ones((x.shape[1], hidden), np.float32)
forward, gradient = np.empty((batch, hidden), np.float32), np.empty_like(weights)


def epoch() -> None:
    for start in range(0, len(x) - batch + 1, batch):
        rows = x[start : start + batch]
        np.matmul(rows, weights, out=forward)
        np.matmul(rows.T, forward, out=gradient)


serve(epoch)
