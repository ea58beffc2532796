"""Workbooks: every cell arrives as it was typed, or an error says why not."""

import datetime as dt

import numpy as np
import pytest
import xlsxwriter
from msoffcrypto.format import ooxml

import miwake
from miwake.errors import DataError, TaskError
from miwake.input_spec import InputSpec
from miwake.plan import ReaderOptions
from miwake.readers.registry import find_reader, read_dataset, read_examples


@pytest.fixture
def book(tmp_path):
    """Writes a workbook: of each sheet the rows, or a function that fills it."""

    def write(name="t.xlsx", **sheets):
        with xlsxwriter.Workbook(tmp_path / name) as workbook:
            for sheet, content in sheets.items():
                worksheet = workbook.add_worksheet(sheet)
                if callable(content):
                    content(worksheet, workbook)
                else:
                    for number, row in enumerate(content):
                        worksheet.write_row(number, 0, row)
        return tmp_path / name

    return write


def rows_of(n=40):
    return [["n", "s", "k"], *([i * 0.5 + 0.25, "xy"[i % 2], "ab"[i % 2]] for i in range(n))]


def frame_of(path):
    return find_reader(path).read_sheet(path, ReaderOptions()).frame


def test_a_sheet_is_what_the_same_text_table_is(book, tmp_path):
    path, text = book(data=rows_of()), tmp_path / "t.csv"
    text.write_text("\n".join(",".join(map(str, row)) for row in rows_of()))
    found, same = (read_dataset(p, ReaderOptions(), 3) for p in (path, text))
    np.testing.assert_array_equal(found.x_train, same.x_train)
    np.testing.assert_array_equal(found.y_test, same.y_test)
    assert (found.reading, found.classes, found.notes) == (same.reading, same.classes, same.notes)


def test_a_network_answers_workbooks_and_text_tables_alike(book, tmp_path):
    def dated(n, extra=()):
        return [["when", "v", "k"], *([dt.date(2024, 1, 1 + i % 28), i, i % 2] for i in range(n))]

    def fill(sheet, workbook):
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for number, (when, v, k) in enumerate(dated(40)):
            sheet.write_row(number, 1, (v, k))
            sheet.write(number, 0, when, date)

    path = book(data=fill)
    data = read_dataset(path, ReaderOptions("k"), 0)
    spec = InputSpec(data.shape, "float32", data.classes, table=data.reading)
    (tmp_path / "new.csv").write_text("v,when\n3,2024-01-04\n")
    wanted = dict(read_examples(path, spec))[f"{path}[3]"]
    np.testing.assert_array_equal(read_examples(tmp_path / "new.csv", spec)[0][1], wanted)


def test_rows_to_predict_come_from_the_sheet_that_has_the_columns(book):
    data = read_dataset(book(data=rows_of()), ReaderOptions(), 0)
    spec = InputSpec(data.shape, "float32", data.classes, table=data.reading)
    path = book("new.xlsx", about=[["made by me"], [1]], new=[["s", "n"], ["x", 7.25]])
    ((_, example),) = read_examples(path, spec)
    assert example[0] == 7.25
    with pytest.raises(DataError, match="lacks the column n"):
        read_examples(book("none.xlsx", about=[["s"], ["x"]]), spec)


def test_a_workbook_trains_and_predicts(book, tmp_path):
    path = book(data=rows_of(200))
    task = miwake.load_task(path)
    run = miwake.train(task.make(), epochs=2)
    run.save(tmp_path / "run")
    again = miwake.load_run(tmp_path / "run").predict(path)
    assert len(again) == 200
    assert "n" in {view.view.removeprefix("column:") for view in miwake.look(task.make()).views}


def test_of_several_sheets_the_first_is_read_and_that_is_said(book):
    data = read_dataset(book(ある=rows_of(), other=[["x"], [1]]), ReaderOptions("k"), 0)
    assert data.notes[0].text().startswith("The sheet ある is read")
    assert "other" in data.notes[0].text()
    assert "ある" in data.notes[0].text("ja")
    assert not read_dataset(book(a=rows_of()), ReaderOptions("k"), 0).notes


def test_a_sheet_is_read_by_its_name(book):
    path = book(one=[["x", "k"], [1, "a"]], 二=rows_of())
    data = read_dataset(path, ReaderOptions("k", sheet="二"), 0)
    assert (data.train + len(data.y_test), data.notes) == (40, ())
    with pytest.raises(DataError, match="has no sheet two; it has one, 二"):
        read_dataset(path, ReaderOptions("k", sheet="two"), 0)
    task = miwake.load_task(path, sheet="二")
    assert task.record()["options"] == {"sheet": "二"}
    with pytest.raises(TaskError, match="--sheet is not used"):
        miwake.load_task(book("t.csv"), sheet="二").make()


def test_cells_of_every_kind(book):
    def fill(sheet, workbook):
        date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        time = workbook.add_format({"num_format": "yyyy/mm/dd hh:mm"})
        sheet.merge_range("B3:C3", "size", None)
        for place, name in enumerate(["day", "at", "tiny", "typed", "mixed", "twice", "bad", " "]):
            sheet.write(2, 3 + place, name)
        for i in range(1, 5):
            row = i + 2
            sheet.write_row(row, 1, (i, i + 0.1))
            sheet.write_datetime(row, 3, dt.datetime(2024, 2, i), date)
            sheet.write_datetime(row, 4, dt.datetime(2024, 2, i, 5, 30), time)
            sheet.write(row, 5, i / 3e9)
            sheet.write_string(row, 6, f"1.{i}00,5")
            sheet.write(row, 7, "?" if i == 2 else i / 3e9)
            sheet.write_formula(row, 8, f"=B{row + 1}*2", None, 2 * i)
            sheet.write_formula(row, 9, "=1/0", None, "#DIV/0!")
        sheet.write_blank(20, 2, None, date)
        sheet.write_string(9, 10, "  ")

    frame = frame_of(book(data=fill))
    assert frame.columns == [
        "size",
        "column_2",
        "day",
        "at",
        "tiny",
        "typed",
        "mixed",
        "twice",
        "bad",
    ]
    assert frame["size"].to_list() == [1, 2, 3, 4]
    assert frame["column_2"].to_list() == [1.1, 2.1, 3.1, 4.1]
    assert frame["day"].to_list() == [f"2024-02-0{i}" for i in range(1, 5)]
    assert frame["at"][0] == "2024-02-01 05:30:00"
    np.testing.assert_allclose(frame["tiny"], [i / 3e9 for i in range(1, 5)], rtol=1e-15)
    assert frame["typed"][0] == "1.100,5"
    mixed = [float(n) for n in frame["mixed"] if n != "?"]
    np.testing.assert_allclose(mixed, [i / 3e9 for i in (1, 3, 4)], rtol=1e-15)
    assert frame["twice"].to_list() == [2, 4, 6, 8]
    assert frame["bad"].null_count() == 4


def test_empty_rows_between_and_below_are_no_rows(book):
    rows = [[], ["n", "k"], [1.5, "a"], [], [None, "b"], [None, " "], [2.5, "a"], []]
    frame = frame_of(book(data=rows))
    assert frame.rows() == [(1.5, "a"), (None, "b"), (2.5, "a")]


def test_a_sheet_without_a_header_has_numbered_columns(book):
    frame = frame_of(book(data=[[1.5, 2], [2.5, 3]]))
    assert (frame.columns, frame.height) == (["column_1", "column_2"], 2)


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"leer": [], "b": rows_of()}, "the sheet leer is empty"),
        ({"a": [["n", "k"]]}, "column names but no rows"),
        ({"a": [["n", "n"], [1, 2]]}, "two columns called n, 1 and 2"),
    ],
)
def test_sheets_that_are_no_table_are_explained(book, sheets, said):
    with pytest.raises(DataError, match=said):
        frame_of(book(**sheets))


@pytest.mark.parametrize("keep", [0, 4, 100, 3000, -30])
def test_damaged_workbooks_are_explained(book, keep):
    path = book(data=rows_of())
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DataError, match="can't be read as a workbook"):
        frame_of(path)


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_other_files_are_no_workbooks(tmp_path, suffix):
    (tmp_path / f"t{suffix}").write_bytes(b"n,k\n1,a\n")
    with pytest.raises(DataError, match="can't be read as a workbook"):
        frame_of(tmp_path / f"t{suffix}")


def test_a_password_is_asked_for_by_its_name(book, tmp_path):
    with book(data=rows_of()).open("rb") as plain, (tmp_path / "p.xlsx").open("wb") as locked:
        ooxml.OOXMLFile(plain).encrypt("secret", locked)
    with pytest.raises(DataError, match=r"p\.xlsx is protected by a password"):
        frame_of(tmp_path / "p.xlsx")


@pytest.mark.parametrize("seed", range(40))
def test_any_damage_gives_a_table_or_a_data_error(book, seed):
    rng, path = np.random.default_rng(seed), book(data=rows_of(5))
    raw = bytearray(path.read_bytes())
    for place in rng.integers(0, len(raw), 4):
        raw[place] = rng.integers(256)
    path.write_bytes(raw)
    try:
        assert frame_of(path).height
    except DataError:
        return


def test_rows_that_are_none_and_names_that_are_numbers_are_told_as_in_text(book):
    names = [400.5, 401.0, 401.5, 402.0, "kind"]
    rows = [[i / 7, i / 3, i / 9, i / 5, "ab"[i % 2]] for i in range(30)]
    path = book(
        data=[names, ["(nm)", "(nm)", "(nm)", "(nm)", None], *rows, ["Total", 1, 2, 3, None]]
    )
    data = read_dataset(path, ReaderOptions(), 0)
    assert [note.sentence for note in data.notes] == ["data.header", "data.strays", "data.label"]
    assert data.reading.names == ("400.5", "401", "401.5", "402")
    found = np.sort(np.concatenate([data.x_train, data.x_test])[:, 1])
    np.testing.assert_allclose(found, np.arange(30) / 3, rtol=1e-6)
    assert read_dataset(path, ReaderOptions(header=False, label="column_5"), 0).classes
