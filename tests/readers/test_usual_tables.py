"""Usual tables are read as ever, and nothing is said of how."""

import csv
import io

import numpy as np
import pytest

from miwake.plan import ReaderOptions
from miwake.readers.registry import read_dataset


def iris(rng):
    names = ["sepal_length", "sepal_width", "petal_length", "petal_width", "species"]
    kinds = ["setosa", "versicolor", "virginica"]
    return names, [
        [*(f"{n:.1f}" for n in rng.normal(3 + i % 3, 0.4, 4)), kinds[i % 3]] for i in range(150)
    ]


def titanic(rng):
    names = ["PassengerId", "Survived", "Pclass", "Name", "Sex", "Age", "SibSp", "Ticket", "Fare"]
    rows = []
    for i in range(300):
        age = "" if rng.random() < 0.2 else f"{rng.uniform(1, 80):.1f}".removesuffix(".0")
        number = str(rng.integers(1000, 400_000))
        ticket = number if rng.random() < 0.74 else f"PC {number}"
        fare = f"{rng.lognormal(3):.4f}".rstrip("0").rstrip(".")
        row = [i + 1, rng.integers(2), rng.integers(1, 4), f"Braund, Mr. Owen {i}"]
        row += [["male", "female"][rng.integers(2)], age, rng.integers(5), ticket, fare]
        rows.append(list(map(str, row)))
    return [*names, "Embarked"], [[*row, rng.choice(["S", "C", "Q"])] for row in rows]


def pixels(rng):
    names = ["label", *(f"pixel{i}" for i in range(16))]
    return names, [[str(i % 10), *map(str, rng.integers(0, 256, 16))] for i in range(200)]


def sales(rng):
    names = ["date", "shop", "open", "sales"]
    return names, [
        [
            f"2024-{i % 12 + 1:02}-{i % 28 + 1:02}",
            str(i % 7),
            str(i % 2),
            f"{rng.normal(99, 9):.2f}",
        ]
        for i in range(200)
    ]


USUAL = {
    iris: (["plain"] * 4, [], []),
    titanic: (["plain"] * 5, ["Sex", "Embarked"], ["left.differ"]),
    pixels: (["plain"] * 16, [], []),
    sales: (["%Y-%m-%d", "plain", "plain"], [], ["regression"]),
}


@pytest.mark.parametrize("table", USUAL)
def test_usual_tables_are_read_as_ever(tmp_path, rng, table):
    names, rows = table(rng)
    text = io.StringIO()
    csv.writer(text).writerows([names, *rows])
    (tmp_path / "t.csv").write_text(text.getvalue())
    label = {"titanic": "Survived"}.get(table.__name__)
    data = read_dataset(tmp_path / "t.csv", ReaderOptions(label=label), 0)
    styles, categories, said = USUAL[table]
    assert [number.style for number in data.reading.numbers] == styles
    assert [c.name for c in data.reading.categories if c.name != "Ticket"] == categories
    assert {n.sentence.removeprefix("data.") for n in data.notes} - {"label"} == set(said)
    name = data.reading.numbers[0].name
    if styles[0] == "plain":
        wanted = sorted(float(row[names.index(name)]) for row in rows)
        found = np.concatenate([data.x_train, data.x_test])[:, 0]
        np.testing.assert_allclose(np.sort(found), wanted, rtol=1e-6)
