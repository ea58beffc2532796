"""A table of two columns: on which of two spirals does a point lie?

`python two_columns.py` writes spirals.csv and trains on it, as `miwake train spirals.csv` does.
"""

import csv
import sys
from pathlib import Path

import numpy as np

import miwake


def write_spirals(path, rows, turns=1.5, seed=0):
    """A table with the columns x, y and arm."""
    rng = np.random.default_rng(seed)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["x", "y", "arm"])
        for _ in range(rows):
            arm, along = rng.integers(2), np.sqrt(rng.random())
            angle = 2 * np.pi * turns * along + np.pi * arm
            x, y = along * np.cos(angle), along * np.sin(angle)
            table.writerow([f"{x:.4f}", f"{y:.4f}", ["first", "second"][arm]])


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    write_spirals(Path("spirals.csv"), count)
    data = miwake.load_task("spirals.csv", label="arm").make()
    run = miwake.train(data, epochs=40 if count > 1000 else 1)
    print(f"{run.result.accuracy.accuracy:.3f} of the test points on the right arm")
    for one in run.predict(data.x_test[:3]):
        print(one.prediction, f"{one.probability:.0%}")
