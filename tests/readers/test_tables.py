"""Tables: each row's label and cells arrive as they were written, or an error says why not."""

import csv
import datetime as dt
import io
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import miwake
from miwake.errors import DataError, MiwakeError
from miwake.input_spec import InputSpec, TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.registry import find_reader, read_dataset, read_examples
from miwake.readers.split import keep
from miwake.run.measure_spec import measure_spec


def read_table(path, seed, **options):
    return read_dataset(path, ReaderOptions.of(options), seed)


def read_rows(path, table):
    spec = InputSpec((table.width,), "float32", (), table=table)
    return find_reader(path).read_examples(path, spec)


def read_frame(path):
    return find_reader(path).read_sheet(path, ReaderOptions()).frame


CELL = st.one_of(
    st.text("ab c,;\t\"'\n|-é日", max_size=4),
    st.integers(-9, 9).map(str),
    st.floats(allow_nan=True).map(str),
    st.sampled_from(["", "NA", "1,234", "1.234,5", "2024-02-30", "2024-02-29", "inf", "0x1"]),
)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
    return [f"c{i}" for i in range(width)], rows


def written(header, rows, delimiter=",", encoding="utf-8", **how):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, **how)
    writer.writerows([header, *rows])
    return text.getvalue().encode(encoding, "replace")


@pytest.fixture
def write(tmp_path):
    def write(data, name="t.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return write


def rows_of(n=40, classes=("a", "b")):
    return [[f"{i * 0.5 + 0.25}", "xy"[i % 2], classes[i % len(classes)]] for i in range(n)]


@settings(max_examples=1200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    tables(),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932"]),
    st.integers(0, 3),
)
def test_any_table_is_read_or_explained(table, delimiter, encoding, seed):
    header, rows = table
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(written(header, rows, delimiter, encoding))
        try:
            data = read_table(path, seed)
        except MiwakeError:
            return
    assert np.isfinite(data.x_train).all()
    assert np.isfinite(data.x_test).all()


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=60), st.sampled_from([".csv", ".tsv", ".parquet"]))
def test_any_bytes_are_read_or_explained(data, end):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"t{end}"
        path.write_bytes(data)
        with pytest.raises(MiwakeError):
            read_table(path, 0, label="no such column")


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(["a", "b", 'c "q"', "d,e", "f;g", "日本"]), min_size=8, max_size=20),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp932"]),
    st.integers(0, 99),
)
def test_no_row_ever_gets_anothers_label(labels, delimiter, quoting, encoding, seed):
    rows = [[label, str(number)] for number, label in enumerate(labels)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(written(["k", "n"], rows, delimiter, encoding, quoting=quoting))
        try:
            data = read_table(path, seed, label="k", facts=())
        except MiwakeError:
            assert len(set(labels)) < 2 or max(map(labels.count, labels)) < 2
            return
    numbers = np.concatenate([data.x_train, data.x_test])[:, 0]
    answers = np.concatenate([data.y_train, data.y_test])
    assert sorted(numbers) == list(range(len(labels)))
    assert [data.classes[y] for y in answers] == [labels[int(n)] for n in numbers]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(write, encoding, delimiter):
    data = written(["面積", "場所", "値段"], [["1", "東京", "高い"], ["2", "x", "y"]], delimiter)
    frame = read_frame(write(data.decode().encode(encoding)))
    assert frame.columns == ["面積", "場所", "値段"]
    assert frame.rows() == [("1", "東京", "高い"), ("2", "x", "y")]


def test_the_ragged_line_is_named(write):
    with pytest.raises(DataError, match="line 4 has 2 cells where the first line has 3"):
        read_table(write('a,b,k\n1,"x\ny",p\n2,q\n'), 0)


def test_a_label_called_label_goes_before_the_last(write):
    data = read_table(
        write(written(["n", "label", "z"], [[r[0], r[2], r[0]] for r in rows_of()])), 0
    )
    assert data.classes == ("a", "b")
    assert data.shape == (2,)


def test_a_numeric_label_with_many_values_is_learned_as_a_value_and_that_is_said(write):
    data = read_table(write(written(["s", "k", "n"], [[*r[1:], r[0]] for r in rows_of()])), 0)
    assert data.target == "n"
    assert data.classes == ()
    assert sorted(np.concatenate([data.y_train, data.y_test])) == [float(r[0]) for r in rows_of()]
    assert "regression" in data.notes[1].text()


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1,234", "5,678,901.5", "7"], [1234, 5678901.5, 7]),
        (["1.234,5", "0,25", "7"], [1234.5, 0.25, 7]),
        (["2024-01-02", "2024-01-01", "2024-02-01"], [1, 0, 31]),
        (["1e3", "-2", "+0.5"], [1000, -2, 0.5]),
    ],
)
def test_numbers_as_people_write_them(write, cells, values):
    rows = [[cell, "ab"[i % 2]] for i, cell in enumerate(cells * 4)]
    data = read_table(write(written(["n", "k"], rows, ";")), 0)
    assert isinstance(data.reading, TableSpec)
    column = data.reading.numbers[0]
    found = np.concatenate([data.x_train, data.x_test])[:, 0] * column.scale + column.offset
    steps = np.unique(found) - found.min() + min(values)
    np.testing.assert_allclose(steps, np.unique(values), rtol=1e-5, atol=1e-3)


def test_missing_values_are_filled_from_the_training_part_and_flagged(write):
    rows = [["" if i % 5 == 0 else str(i), "ab"[i % 2]] for i in range(40)]
    data = read_table(write(written(["n", "k"], rows)), 0)
    assert data.shape == (2,)
    flagged = data.x_train[:, 1] == 1
    known = data.x_train[~flagged, 0].astype(float).mean()
    np.testing.assert_allclose(data.x_train[flagged, 0], known, rtol=1e-6)
    assert set(data.x_test[:, 1]) <= {0, 1}


def test_a_group_stays_on_one_side(write):
    rows = [[str(i), f"p{i // 4}", "7", "ab"[(i // 4) % 2]] for i in range(56)]
    data = read_table(write(written(["n", "who", "x", "k"], rows)), 3, group="who", facts=["n"])
    train, test = ({int(n) // 4 for n in f["n"]} for f in (data.facts_train, data.facts_test))
    assert not train & test
    assert len(test) == 2


def test_rows_keep_their_groups(write):
    rows = [[str(n), f"p{n % 20}", str(n % 7), "ab"[n % 2]] for n in range(200)]
    path = write(written(["n", "who", "x", "k"], rows))
    data = read_table(path, 3, group="who", facts=["n"])
    for part in ("train", "test"):
        person = getattr(data, f"facts_{part}")["n"].astype(int) % 20
        pairs = set(zip(person, getattr(data, f"groups_{part}"), strict=True))
        assert len(pairs) == len(set(person)) == len({group for _, group in pairs})
    part = keep(data, 50, None)
    assert set(zip(part.facts_train["n"], part.groups_train, strict=True)) <= set(
        zip(data.facts_train["n"], data.groups_train, strict=True)
    )
    assert read_table(path, 3).groups_test is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("a,b\n", "no rows"),
        ("a,b\n1,x\n", "the one label x"),
        ("a,b\n1,x\n2,x\n", "the one label x"),
        ("a,b\n1,x\n2,y\n3,z\n", "differs in each"),
        ("b\nx\ny\nx\n", "no column to learn b from"),
        ("a,a\n1,x\n2,y\n", "two columns called a"),
        ('a,b\n1,"x\n', "differs|one label|line|cells"),
        (",".join(f"c{i}" for i in range(100_001)) + "\n", "more than the 100,000"),
    ],
)
def test_what_can_not_be_learned_from_is_explained(write, text, said):
    with pytest.raises(DataError, match=said):
        read_table(write(text), 0)


def test_a_column_that_is_not_there_is_named(write):
    path = write(written(["n", "s", "k"], rows_of()))
    for options in ({"label": "x"}, {"drop": ["x"]}, {"facts": ["x"]}, {"group": "x"}):
        with pytest.raises(DataError, match="has no column x; it has n, s, k"):
            read_table(path, 0, **options)


def test_parquet_has_types_of_its_own(tmp_path):
    n = 40
    frame = pl.DataFrame(
        {
            "day": [dt.date(2024, 1, 1) + dt.timedelta(i) for i in range(n)],
            "size": np.linspace(0, 1, n),
            "good": [i % 3 == 0 for i in range(n)],
            "many": [[1, 2]] * n,
            "label": ["ab"[i % 2] for i in range(n)],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")
    data = read_table(tmp_path / "t.parquet", 0)
    assert data.reading.names == ("day", "size", "good")
    assert any("many" in note.text() for note in data.notes)


def test_rows_are_read_in_any_order_and_with_or_without_the_label(write):
    data = read_table(write(written(["n", "s", "k"], rows_of())), 0)
    first = read_rows(write("s,n\ny,3.5\n?,\n", "rows.csv"), data.reading)
    again = read_rows(write("k,n,x,s\na,3.5,1,y\nb,,,\n", "rows.csv"), data.reading)
    np.testing.assert_array_equal(first, again)
    with pytest.raises(DataError, match=": n is 'three'"):
        read_rows(write("s,n\ny,three\n", "rows.csv"), data.reading)
    with pytest.raises(DataError, match="lacks the column s"):
        read_rows(write("n\n3\n", "rows.csv"), data.reading)


def test_a_run_predicts_raw_rows_in_a_fresh_process(write, tmp_path, miwake_command):
    rows = [[str(i), "" if i % 7 == 0 else "xy"[i % 2], "ab"[i % 2]] for i in range(140)]
    task = miwake.load_task(write(written(["n", "s", "k"], rows)), label="k")
    run = miwake.train(task.make(), epochs=60)
    run.save(tmp_path / "run")
    (tmp_path / "new.csv").write_text("s,n\nx,5\ny,6\n", "utf-8")
    done = miwake_command("predict", "run/model.keras", "new.csv")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "prediction= a" in lines[0]
    assert "prediction= b" in lines[1]
    again = miwake_command("evaluate", "run")
    assert f"{len(run.data.x_test)} test examples" in again.stdout
    (tmp_path / "t.csv").write_text("n,s,k\n", "utf-8")
    assert "has changed since" in miwake_command("evaluate", "run").stderr


ODD = {
    "lists": lambda: pl.Series([[1, 2]] * 40),
    "arrays": lambda: pl.Series([[1.0, 2.0]] * 40, dtype=pl.Array(pl.Float64, 2)),
    "structs": lambda: pl.Series([{"q": 1}] * 40),
    "bytes": lambda: pl.Series([b"\xff", b"\xfe"] * 20),
    "durations": lambda: pl.Series(range(40)).cast(pl.Duration),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("role", ["label", "group", "facts"])
def test_columns_that_hold_no_cells_are_explained(tmp_path, kind, role):
    frame = pl.DataFrame({"a": range(40), "k": ["x", "y"] * 20, "odd": ODD[kind]()})
    frame.write_parquet(tmp_path / "t.parquet")
    chosen = {"label": "k"} | {role: ("odd",) if role == "facts" else "odd"}
    if (kind, role) == ("durations", "facts"):
        read_dataset(tmp_path / "t.parquet", ReaderOptions(**chosen), 0)
        return
    with pytest.raises(DataError, match="the column odd holds"):
        read_dataset(tmp_path / "t.parquet", ReaderOptions(**chosen), 0)


def test_a_column_of_lists_where_texts_belong_is_explained_in_predict(tmp_path):
    frame = pl.DataFrame({"a": ["u", "v"] * 20, "k": ["x", "y"] * 20})
    frame.write_parquet(tmp_path / "t.parquet")
    data = read_dataset(tmp_path / "t.parquet", ReaderOptions(label="k"), 0)
    pl.DataFrame({"a": [["u"]]}).write_parquet(tmp_path / "new.parquet")
    with pytest.raises(DataError, match="the column a holds List"):
        read_examples(tmp_path / "new.parquet", measure_spec(data))


def test_a_group_without_a_name_is_no_column(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("a,label\n" + "1,x\n2,y\n" * 10, "utf-8")
    with pytest.raises(DataError, match="has no column"):
        miwake.load_task(str(path), group="").make()
