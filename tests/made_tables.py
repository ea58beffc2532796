"""Small tables with a planted fault, read as a user's file is."""

import csv

import numpy as np

from miwake import load_task

N = 600


def honest(rng, n=N, classes=2):
    """Six numbers, half of which go along with the label: columns by name, and class numbers."""
    y = rng.integers(classes, size=n)
    x = rng.normal(size=(n, 6))
    x[:, :3] += np.eye(3)[y]
    return {f"f{i}": x[:, i].round(4) for i in range(6)}, y


def people(rng, people=60, rows=15):
    """Rows of people who each have one label, drawn by itself; each person's rows are alike."""
    person = np.repeat(np.arange(people), rows)
    x = 3 * rng.normal(size=(people, 5))[person] + 0.1 * rng.normal(size=(len(person), 5))
    order = rng.permutation(len(person))
    columns = {f"f{i}": x[order, i].round(4) for i in range(5)}
    return columns, rng.integers(2, size=people)[person][order], person[order]


def names(y):
    return np.array(["red", "green", "blue", "grey"])[y]


def read(folder, columns, label, **options):
    """The dataset of a table with these columns."""
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, "label"])
        writer.writerows(zip(*columns.values(), label, strict=True))
    return load_task(str(path), **options).make()
