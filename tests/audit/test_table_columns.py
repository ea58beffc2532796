"""Identifiers are told from amounts, and the columns that tell most from the others."""

import numpy as np
import pytest

from made_tables import N, honest, names, read
from miwake.audit.look import look
from miwake.audit.table_columns import best_columns


def identifiers(rng):
    return {
        "PassengerId": np.arange(1, N + 1),
        "Sample Number": rng.permutation(90_000)[:N],
        "row": np.arange(N),
        "Ticket": [f"A/{i}" for i in rng.integers(3 * N, size=N)],
    }


def amounts(rng):
    return {
        "price": rng.permutation(90_000)[:N],
        "height": rng.normal(170, 8, N).round(3),
        "number of rooms": rng.integers(1, 9, N),
        "grade": rng.choice(["a", "b", "c"], N),
        "zip_code": rng.integers(10_000, 10_030, N),
    }


@pytest.mark.parametrize(("make", "named"), [(identifiers, True), (amounts, False)])
def test_identifiers_are_named_and_amounts_are_not(rng, tmp_path, make, named):
    columns, y = honest(rng)
    more = make(rng)
    found = look(read(tmp_path, columns | more, names(y)))
    said = [f for f in found.warnings if f.check == "identifiers"]
    assert [set(f.values["names"].split(", ")) for f in said] == ([set(more)] if named else [])
    assert all("--drop" in str(finding.next) for finding in said)


@pytest.mark.parametrize("classes", [0, 2, 3])
def test_the_best_columns_are_those_that_go_along_with_the_label(rng, classes):
    x = rng.normal(size=(1000, 300))
    middle = abs(x[:, 250])
    y = middle if classes == 0 else np.digitize(middle, np.linspace(0, 2, classes + 1)[1:-1])
    assert 250 in best_columns(x, y, classes, 3)
