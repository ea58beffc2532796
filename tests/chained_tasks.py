"""Tasks whose advice is followed to its end: built-in ones, tables, arrays, pictures, functions."""

import csv

import numpy as np
from PIL import Image
from sklearn import datasets

from made_mnist1d import mnist1d
from made_photos import photos
from made_tables import honest, names, people
from miwake.plan import TrainingPlan

NULL = """
train, test = 3000, 2000

def one(rng, n):
    return rng.normal(size=(n, 12))

def two(rng, n):
    return rng.normal(size=(n, 12))
"""
NULL_VALUES = """
target = "value"
train, test = 3000, 1000

def one(rng):
    return rng.normal(size=12), {"value": rng.normal()}
"""
ARTICLE = """
import numpy as np

LENGTH = 40
train, test = 3000, 1000

def random(rng):
    return rng.random(LENGTH)

def baker(rng):
    x = rng.random()
    numbers = np.zeros(LENGTH)
    for i in range(LENGTH):
        x = x * 3.0
        x = x - int(x)
        numbers[i] = x
    return numbers
"""
EASY = """
train, test = 1000, 500

def low(rng, n):
    return rng.normal(size=(n, 8))

def high(rng, n):
    return rng.normal(size=(n, 8)) + 2
"""


def table(folder, columns, label, name="label"):
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, name])
        writer.writerows(zip(*columns.values(), label, strict=True))
    return str(path)


def numbered(x):
    return {f"f{i}": column for i, column in enumerate(np.asarray(x).T.round(5))}


def bundled(load, values=False):
    def make(folder):
        loaded = load()
        label = loaded.target if values else loaded.target_names[loaded.target]
        return TrainingPlan.of(task=table(folder, numbered(loaded.data), label))

    return make


def generated(make_xy, values=False, **options):
    def make(folder):
        x, y = make_xy(random_state=0, **options)
        return TrainingPlan.of(task=table(folder, numbered(x), y.round(4) if values else names(y)))

    return make


def planned(**values):
    return lambda _: TrainingPlan.of(**values)


def functions(text, **values):
    def make(folder):
        path = folder / "mine.py"
        path.write_text(text, "utf-8")
        return TrainingPlan.of(task=str(path), **values)

    return make


def null_table(folder, values=False):
    rng = np.random.default_rng(0)
    y = rng.normal(size=300).round(4) if values else names(rng.integers(2, size=300))
    return TrainingPlan.of(task=table(folder, numbered(rng.normal(size=(300, 6))), y))


def few_rows(folder):
    columns, y = honest(np.random.default_rng(0), 24)
    return TrainingPlan.of(task=table(folder, columns, names(y)))


def persons(folder, group=None):
    columns, y, person = people(np.random.default_rng(0), 40, 10)
    return TrainingPlan.of(task=table(folder, {**columns, "who": person}, names(y)), group=group)


def leaking(folder):
    columns, y = honest(np.random.default_rng(0))
    return TrainingPlan.of(task=table(folder, {**columns, "score": y * 10 + 3.5}, names(y)))


def rare(folder):
    rng = np.random.default_rng(0)
    columns, y = honest(rng, 1000)
    kept = (y == 0) | (rng.random(1000) < 0.08)
    return TrainingPlan.of(
        task=table(folder, {n: v[kept] for n, v in columns.items()}, names(y[kept]))
    )


def test_without_a_class(folder):
    rng = np.random.default_rng(0)
    y, y_test = np.arange(600) % 3, 1 + np.arange(200) % 2
    parts = {"y_train": y, "y_test": y_test}
    for part, labels in (("x_train", y), ("x_test", y_test)):
        parts[part] = rng.normal(size=(len(labels), 20)) + labels[:, None] * 0.4
    np.savez(folder / "arrays.npz", **parts)
    return TrainingPlan.of(task=str(folder / "arrays.npz"))


def digit_curves(folder):
    x, y = mnist1d(2000)
    parts = {"x_train": x[:1500], "y_train": y[:1500], "x_test": x[1500:], "y_test": y[1500:]}
    np.savez(folder / "mnist1d.npz", **parts)
    return TrainingPlan.of(task=str(folder / "mnist1d.npz"), network="conv")


def pictures(folder):
    rng = np.random.default_rng(0)
    for number, name in enumerate(("left", "right")):
        (folder / "pictures" / name).mkdir(parents=True)
        for i in range(40):
            picture = rng.integers(0, 120, (16, 16))
            row, column = rng.integers(0, 10, 2)
            picture[row : row + 6, column : column + 6] += (
                np.eye(6, dtype=int)[:: 1 - 2 * number] * 130
            )
            Image.fromarray(picture.astype(np.uint8)).save(folder / "pictures" / name / f"{i}.png")
    return TrainingPlan.of(task=str(folder / "pictures"))


def thirty_photos(folder, network=None):
    x, y = photos(90, 48, "light")
    for i, (photo, number) in enumerate(zip(x, y, strict=True)):
        (folder / "photos" / "abc"[number]).mkdir(parents=True, exist_ok=True)
        Image.fromarray(photo).save(folder / "photos" / "abc"[number] / f"{i}.png")
    return TrainingPlan.of(task=str(folder / "photos"), network=network)


TASKS = {
    "baker": planned(task="baker", train=4000, test=2000, settings=(("LENGTH", 20),)),
    "baker, few": planned(task="baker", train=500, test=1000),
    "ising": planned(task="ising", train=600, test=300),
    "null functions": functions(NULL),
    "null values": functions(NULL_VALUES),
    "easy": functions(EASY),
    "article, conv": functions(ARTICLE, network="conv"),
    "one epoch": functions(ARTICLE, epochs=1),
    "null table": null_table,
    "null regression": lambda folder: null_table(folder, values=True),
    "iris": bundled(datasets.load_iris),
    "wine": bundled(datasets.load_wine),
    "diabetes": bundled(datasets.load_diabetes, values=True),
    "noisy classes": generated(datasets.make_classification, n_samples=300, flip_y=0.2),
    "noisy line": generated(
        datasets.make_regression, values=True, n_samples=200, n_features=20, noise=100
    ),
    "curved": generated(datasets.make_friedman1, values=True, n_samples=300),
    "few rows": few_rows,
    "persons": persons,
    "persons, grouped": lambda folder: persons(folder, "who"),
    "leak": leaking,
    "rare class": rare,
    "test without a class": test_without_a_class,
    "digits as curves": digit_curves,
    "pictures": pictures,
    "thirty photos": thirty_photos,
    "thirty photos, dense": lambda folder: thirty_photos(folder, "dense"),
}
