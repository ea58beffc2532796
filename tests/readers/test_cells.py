"""Columns of numbers as people write them: decided by all their cells, and told where in doubt."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miwake.errors import DataError
from miwake.input_spec import InputSpec, TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.cells import marked_texts, read_cells
from miwake.readers.numerals import Conventions, judge_conventions
from miwake.readers.registry import find_reader, read_dataset

WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")
ODD = ["#DIV/0!", "unknown", "<0.5", ".", "NAN", "<NA>", "NaT", "#REF!", "n.d."]


def read(texts, **conventions):
    return read_cells(pl.Series("c", texts), Conventions(**conventions))


def train(tmp_path, text, **options):
    path = tmp_path / "t.csv"
    path.write_text(text, "utf-8")
    return read_dataset(path, ReaderOptions(**options), 0)


def predict(tmp_path, data, text):
    path = tmp_path / "new.csv"
    path.write_text(text, "utf-8")
    spec = InputSpec((data.reading.width,), "float32", (), table=data.reading)
    return find_reader(path).read_examples(path, spec)


def table(header, rows, delimiter=","):
    return "\n".join(delimiter.join(row) for row in [header, *rows])


def keys(data):
    return [note.sentence for note in data.notes]


@pytest.mark.parametrize("odd", ODD)
def test_cells_that_are_no_numbers_are_named_gaps(odd):
    numbers = [f"{i * 0.37:.2f}" for i in range(40)]
    reading = read([*numbers, odd, odd])
    np.testing.assert_array_equal(reading.values[:40], [float(n) for n in numbers])
    assert np.isnan(reading.values[40:]).all()
    assert reading.odd == {odd: 2}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.decimals(-9999, 9999, places=3), min_size=20, max_size=60),
    st.sampled_from(["plain", "comma", "point", "percent", "dollar", "wide", "minus"]),
    st.lists(st.sampled_from(ODD), max_size=2),
)
def test_a_number_column_with_odd_cells_keeps_its_numbers(numbers, form, odd):
    write = {
        "comma": lambda n: f"{n}".replace(".", ","),
        "point": lambda n: f"{n:,}",
        "percent": lambda n: f"{n}%",
        "dollar": lambda n: f"-${-n:,}" if n < 0 else f"${n:,}",
        "wide": lambda n: str(n).translate(
            str.maketrans("0123456789.-", "０１２３４５６７８９．－")
        ),
        "minus": lambda n: str(n).replace("-", "−"),
    }.get(form, str)
    texts = [write(number) for number in numbers] + odd
    reading = read(texts, decimal="," if form == "comma" else ".")
    np.testing.assert_allclose(reading.values[: len(numbers)], [float(n) for n in numbers])
    assert sum(reading.odd.values()) == len(odd)


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1'234", "5'678'901", "12"], [1234, 5678901, 12]),
        (["1 234,5", "5\u202f678,25", "12"], [1234.5, 5678.25, 12]),
        (["'12", "'7", "'3"], [12, 7, 3]),
        (["12 kg", "7 kg", "3 kg"], [12, 7, 3]),
        (["€ 1.200,50", "€ 3,25", "€ 7"], [1200.5, 3.25, 7]),
        (["0,250", "0,5", "1"], [0.25, 0.5, 1]),
        (["31.12.99", "01.01.00", "02.01.00"], [10956, 10957, 10958]),
    ],
)
def test_numbers_and_dates_in_many_hands(texts, values):
    conventions = judge_conventions(marked_texts([pl.Series(texts)]), ";")
    np.testing.assert_allclose(read_cells(pl.Series("c", texts), conventions).values, values)


@pytest.mark.parametrize(
    "texts",
    [
        ["60601", "02134", "00501", "60601"],  # codes
        ["1E3", "2E5", "100", "1E3"],
        ["5 kg", "500 g", "7 kg", "300 g"],  # two units
        ["1a", "2b", "3a", "4c"],
        ["PAT01", "PAT02", "PAT03", "PAT04"],
        ["A/5 21171", "113803", "330877", "PC 17599"],
        ["yes", "no", "1", "2"],
    ],
)
def test_what_is_no_quantity_stays_text(texts):
    assert read(texts * 5) is None


@pytest.mark.parametrize(
    ("columns", "delimiter", "decimal"),
    [
        ([["1.234", "567"], ["4,96", "6,17"]], ";", ","),
        ([["1.234", "567"]], ";", ","),
        ([["1.234", "5.678"]], ",", "."),
        ([["1,234", "5,678"]], ";", ","),
        ([["1,234", "567"]], "\t", "."),
        ([["1,234", "0,500"]], "\t", ","),
        ([["1.234", "5.678", "0.123"]], ";", "."),
    ],
)
def test_the_decimal_mark_is_one_a_file(columns, delimiter, decimal):
    assert judge_conventions(columns, delimiter).decimal == decimal


def test_the_order_of_dates_is_one_a_file():
    dates, later = ["03/04/2020", "05/06/2020"], ["13/01/2020"]
    assert not judge_conventions([dates], ",").day_first
    assert judge_conventions([dates, later], ",").day_first
    reading = read(dates, day_first=True)
    assert reading.values.tolist() == [18355, 18418]


def test_thousands_beside_decimal_commas_are_said(tmp_path):
    rows = [[str(500 + i) if i % 2 else f"2.{i:03}", f"{i},5"] for i in range(60)]
    data = train(tmp_path, table(["Umsatz", "Menge"], rows, ";"), label="Menge")
    column = data.reading.numbers[0]
    values = np.concatenate([data.x_train, data.x_test])[:, 0]
    assert values.max() == 2058
    assert column.style == "1.234,5"
    assert data.notes[-1].text() == "Umsatz: the cells are read as numbers; 2.000 is 2000."


def test_new_rows_are_read_as_those_for_training(tmp_path):
    rows = [[f"{20 + i / 4:.2f}".replace(".", ","), "ab"[i % 2]] for i in range(40)]
    data = train(tmp_path, table(["t", "k"], rows, ";"))
    for text in ("t;u\n28,0;\n31,5;\n", "t,u\n28.000,1\n31.500,2\n", "t,u\n28.0,1\n31.5,2\n"):
        assert predict(tmp_path, data, text)[:, 0].tolist() == [28, 31.5]
    with pytest.raises(DataError, match=r"row 2: t is '31\.5'"):
        predict(tmp_path, data, "t;u\n28,0;x\n31.5;y\n")


def test_texts_that_were_gaps_are_gaps_in_new_rows(tmp_path):
    rows = [[f"{i}%" if i % 20 else "unknown", "ab"[i % 2]] for i in range(60)]
    data = train(tmp_path, table(["n", "k"], rows))
    assert keys(data)[1:] == ["data.odd", "data.read"]
    assert predict(tmp_path, data, "n\n50%\nunknown\n")[:, 1].tolist() == [0, 1]
    assert (
        TableSpec.from_json(InputSpec((2,), "f4", (), table=data.reading).as_json()["table"])
        == data.reading
    )
    with pytest.raises(DataError, match="n is 'many', which is no number"):
        predict(tmp_path, data, "n\nmany\n")


def test_codes_are_categories_and_that_is_said(tmp_path):
    rows = [["08028" if i % 2 else "10001", "ab"[i % 2]] for i in range(40)]
    data = train(tmp_path, table(["zip", "k"], rows))
    assert data.reading.categories[0].values == ("08028", "10001")
    assert keys(data)[1:] == ["data.codes"]
