"""Columns that give the label away are named, with what is reached without them; others are not."""

import numpy as np
import pytest
from sklearn import datasets

from made_tables import N, honest, names, read
from miwake.audit.look import look


def a_score(rng, y):
    return {"score": (50 * y + rng.normal(size=N)).round(2)}


def two_scores(rng, y):
    score = a_score(rng, y)["score"]
    return {"score": score, "again": -score}


def an_id(rng, y):  # the rows were numbered class by class
    number = np.empty(N, int)
    number[np.argsort(y, kind="stable")] = np.arange(N)
    return {"patient_id": 4000 + 7 * number}


def gaps(rng, y):
    return {"closed_after": np.where(y == 1, "", rng.integers(1, 90, N).astype(str))}


def column_140(rng, y):
    noise = {f"n{i}": rng.normal(size=N).round(3) for i in range(160)}
    return noise | {"n139": (3 * y + 0.2 * rng.normal(size=N)).round(3)}


@pytest.mark.parametrize(
    ("plant", "sentence", "column"),
    [
        (a_score, "leak", "score"),
        (two_scores, "leak", "score"),
        (an_id, "leak_identifier", "patient_id"),
        (gaps, "leak_missing", "closed_after"),
        (column_140, "leak", "n139"),
    ],
)
def test_a_column_that_alone_gives_the_label_is_a_warning_with_a_way_out(
    rng, tmp_path, plant, sentence, column
):
    columns, y = honest(rng)
    found = look(read(tmp_path, columns | plant(rng, y), names(y)))
    (first, *_) = (f for f in found.warnings if f.check == "leaks")
    assert (first.status, first.sentence, first.values["column"]) == ("warning", sentence, column)
    assert first.values["score"] > 0.97
    assert 0.5 < first.values["without"] < 0.85
    assert str(first.next).endswith(f"--drop {column}")


def test_a_column_that_gives_one_class_of_three_is_named_with_it(rng, tmp_path):
    columns, y = honest(rng, classes=3)
    columns["note"] = np.where(y == 2, "closed", rng.choice(["open", "new"], N))
    (found,) = look(read(tmp_path, columns, names(y))).leaks
    assert (found.column, found.label) == ("note", "blue")
    assert found.score == 1
    assert found.without < 0.8


def test_a_target_in_other_units_is_named(rng, tmp_path):
    columns, _ = honest(rng)
    target = columns["f0"] + columns["f3"] + 0.5 * rng.normal(size=N)
    columns["in_yards"] = (1.0936 * target).round(4)
    (found,) = look(read(tmp_path, columns, target.round(4))).leaks
    assert found.column == "in_yards"
    assert found.score > 0.99
    assert found.without < 0.95


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "diabetes"])
def test_honest_tables_raise_no_alarm(tmp_path, name):
    bunch = getattr(datasets, f"load_{name}")()
    label = bunch.target if name == "diabetes" else bunch.target_names[bunch.target]
    columns = dict(zip(bunch.feature_names, bunch.data.T, strict=True))
    checks = {finding.check for finding in look(read(tmp_path, columns, label)).warnings}
    assert not checks & {"leaks", "identifiers", "row_groups"}


def test_columns_that_were_not_tried_are_said(rng, tmp_path):
    columns, y = honest(rng)
    found = look(read(tmp_path, columns | column_140(rng, 0 * y), names(y)))
    (chosen,) = (f for f in found.warnings if f.sentence == "columns_chosen")
    assert chosen.values == {"all": 166, "count": 100}
    assert found.views[0].view in {"column:f0", "column:f1", "column:f2"}
