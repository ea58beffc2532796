"""Labels of a table: every class under the name that stands there."""

import numpy as np
import polars as pl
import pytest

from miwake.errors import DataError
from miwake.readers.numerals import Conventions
from miwake.readers.table_labels import read_label_column


def read(texts, **options):
    return read_label_column(pl.Series("k", texts), "t.csv", Conventions(), **options)


def keys(labels):
    return [note.sentence.removeprefix("data.") for note in labels.notes]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["30", "3E1", "100", "1E2", "2E2"], ["spellings"]),
        (["1.1", "1.10", "1.2"], ["spellings"]),
        (["01", "02", "03"], []),
        (["2024-01-01", "2024-02-01"], []),
        (["Insomnia", "None"], ["named_none"]),
        (["AS", "EU", "NA"], ["named_none"]),
        (["+", "-"], ["named_none"]),
        (["Flu", "Inf"], ["named_none"]),
        (["No", "Yes", "no", "yes"], ["spellings"]),
        (["<=50K", "<=50K.", ">50K"], ["spellings"]),
        (["2", "10"], []),
    ],
)
def test_a_label_keeps_its_text(names, said):
    labels, labelled = read(names * 10)
    assert labels.classes == tuple(names)
    assert labels.y.tolist() == list(range(len(names))) * 10
    assert labelled.all()
    assert keys(labels) == said


def test_a_rare_marker_is_no_class_and_an_empty_cell_never():
    labels, labelled = read(["a", "b"] * 20 + ["NA", "NA"] + [""] * 40 + ["?"] * 40)
    assert labels.classes == ("a", "b")
    assert labelled.sum() == 40
    assert labels.notes[0].values["n"] == 82


@pytest.mark.parametrize("write", ["{:.2f}", "${:.2f}", "{:.2f} %"])
def test_a_quantity_with_odd_cells_is_learned_as_a_value(write):
    texts = [write.format(90 + i / 7) for i in range(100)] + ["#DIV/0!"] * 2 + [""]
    labels, labelled = read(texts)
    assert not labels.classes
    np.testing.assert_allclose(labels.y, [round(90 + i / 7, 2) for i in range(100)], rtol=1e-6)
    assert labelled.sum() == 100
    assert {"odd_label", "unlabelled", "regression"} <= set(keys(labels))


def test_amounts_of_money_are_a_quantity_though_few_differ():
    labels, _ = read([f"${i % 15}" for i in range(100)])
    assert not labels.classes


def test_typed_columns_keep_their_numbers_as_names():
    labels, labelled = read([1.0, 2.0, 10.0, None] * 10)
    assert labels.classes == ("1", "2", "10")
    assert labelled.sum() == 30
    assert read([True, False] * 10)[0].classes == ("false", "true")


def test_ratings_are_classes_or_values_as_is_asked_for():
    texts = ["1.0", "2.5", "3.0", "4.5", "5.0"] * 10
    assert keys(read(texts)[0]) == ["scale"]
    assert read(texts, regression=False)[0].classes == ("1.0", "2.5", "3.0", "4.5", "5.0")
    labels, _ = read(texts, regression=True)
    assert labels.y.tolist() == [1, 2.5, 3, 4.5, 5] * 10
    assert not labels.classes


def test_codes_are_values_or_classes_as_is_asked_for():
    texts = [str(code) for code in range(100, 140)] * 5
    assert not read(texts)[0].classes
    assert len(read(texts, regression=False)[0].classes) == 40
    with pytest.raises(DataError, match="holds texts such as 'a'"):
        read(["a", "b"] * 10, regression=True)
