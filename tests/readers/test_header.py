"""The first line of a table: names, or a row already? Told by the rows below."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miwake.errors import DataError
from miwake.plan import ReaderOptions
from miwake.readers.header import read_header
from miwake.readers.registry import read_dataset

NUMBERS = [f"{(i * 37 % 101) / 100:.2f}" for i in range(60)]


def read(first, *columns, **options):
    rows = list(zip(*columns, strict=True))
    return read_header(first, rows, "t.csv", **options)


def cycle(*values):
    return list(itertools.islice(itertools.cycle(values), 60))


@pytest.mark.parametrize(
    ("first", "columns"),
    [
        (["400.0", "402.5", "405.0", "407.5", "label"], [*[NUMBERS] * 4, cycle("a", "b")]),
        (["0", "1", "2"], [NUMBERS, NUMBERS, cycle("0", "1", "2")]),
        (["0", "1"], [NUMBERS, cycle("0", "1", "2")]),
        (["2019", "2020", "2021"], [NUMBERS] * 3),
        (["1.1", "1.7", "2.9", "4.2", "8.0", "y"], [*[NUMBERS] * 5, cycle("3", "7")]),
        (["moisture", "400", "401.5"], [NUMBERS] * 3),
        (["name", "city"], [[f"p{i}" for i in range(60)], cycle("Bonn", "Rom")]),
    ],
)
def test_names_are_told_by_the_rows_below(first, columns):
    header = read(first, *columns)
    assert header.there
    assert header.names == tuple(first)


@pytest.mark.parametrize(
    ("first", "columns"),
    [
        (["38", "57", "yes"], [NUMBERS, NUMBERS, cycle("yes", "no")]),
        (["R", "38", "57"], [cycle("L", "R"), NUMBERS, NUMBERS]),
        (["m", "mid", "yes"], [cycle("m", "f"), cycle("low", "mid", "top"), cycle("yes", "no")]),
        (["b", "29.16", "?", "+"], [cycle("a", "b"), NUMBERS, NUMBERS, cycle("+", "-")]),
        (["5.1", "3.5", "1.4", "0.2", "Iris-setosa"], [*[NUMBERS] * 4, cycle("Iris-setosa", "v")]),
        (["1", "2", "3"], [cycle("1", "2"), cycle("2", "3"), cycle("3", "4")]),
        (["5", "3", "9"], [cycle("1", "2"), cycle("2", "3"), cycle("3", "4")]),
    ],
)
def test_a_first_row_is_not_lost(first, columns):
    header = read(first, *columns)
    assert not header.there
    assert not header.sure
    assert header.names[0] == "column_1"


def test_usual_names_are_sure_and_others_are_said():
    assert read(["age", "kind"], NUMBERS, cycle("a", "b")).sure
    assert not read(["0", "1", "2"], NUMBERS, NUMBERS, NUMBERS).sure
    assert read(["0", "1", "2"], NUMBERS, NUMBERS, NUMBERS, header=False).sure


def test_what_a_network_was_trained_on_is_known_again():
    assert read(["Sex", "x"], ["a"], ["b"], trained_on=["sex", "age"]).there
    assert not read(["0.1", "0.2", "0.3"], ["1"], ["5"], ["2"], trained_on=["column_1"]).there


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(0, 3), min_size=1, max_size=5),
    st.randoms(use_true_random=False),
)
def test_names_above_numbers_and_classes_are_always_found(kinds, random):
    def column(kind):
        if kind == 0:
            return [random.choice("abc") for _ in range(40)]
        return [f"{random.uniform(-9, 9):.{kind - 1}f}" for _ in range(40)]

    columns = [column(kind) for kind in [*kinds, 0]]
    header = read([f"name {i}" for i in range(len(columns))], *columns)
    assert header.there
    rows = list(zip(*columns, strict=True))
    assert not read_header(rows[0], rows[1:], "t.csv").there


@pytest.mark.parametrize(("header", "rows"), [(None, 60), (True, 60), (False, 61)])
def test_the_option_has_the_last_word(tmp_path, header, rows):
    lines = [f"{n},{k}" for n, k in zip(NUMBERS, cycle("a", "b", "label"), strict=True)]
    (tmp_path / "t.csv").write_text("\n".join(["n,class", *lines]))
    label = "column_2" if header is False else "class"
    options = ReaderOptions(label=label, header=header)
    if header is False:
        with pytest.raises(DataError, match="has no column class"):
            read_dataset(tmp_path / "t.csv", ReaderOptions(label="class", header=False), 0)
    data = read_dataset(tmp_path / "t.csv", options, 0)
    assert len(data.x_train) + len(data.x_test) == rows
