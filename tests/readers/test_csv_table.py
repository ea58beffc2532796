"""Text tables from many programs: lines that are no rows, delimiters, quotes, encodings."""

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miwake.errors import DataError
from miwake.input_spec import InputSpec
from miwake.plan import ReaderOptions
from miwake.readers.csv_table import read_csv
from miwake.readers.registry import find_reader, read_dataset
from miwake.readers.text_files import read_text

ROWS = [[f"{i / 4 + 0.13:.2f}", f"{-i / 8 - 0.5:.3f}", "ab"[i % 2]] for i in range(40)]


def lines(delimiter=",", header=("x1", "x2", "label"), rows=ROWS, end=""):
    return [delimiter.join(row) + end for row in [header, *rows]]


@pytest.fixture
def write(tmp_path):
    def write(text, name="t.csv"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / name

    return write


def dataset(path, **options):
    return read_dataset(path, ReaderOptions(**options), 0)


def keys(data):
    return {note.sentence.removeprefix("data.") for note in data.notes}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (["sep=;", *lines(";")], "passed_over"),
        (["# exported 2020", "# by hand, twice", *lines()], "passed_over"),
        (["My table", "", *lines()], "passed_over"),
        (["My table,,", *lines()], "passed_over"),
        ([*lines(), "Source: me"], "passed_over"),
        (["#x1,x2,label", *lines()[1:]], None),
        (lines(end=","), None),
        ([lines()[0], *lines(end=",")[1:]], None),
        (lines(", "), None),
        (["   ".join(line.split(",")) for line in lines()], None),
        ([f'"{line}"' for line in lines()], None),
        ([",".join(f"'{cell}'" for cell in line.split(",")) for line in lines()], None),
        (["x1;x2;label", "mm;kg;", *lines(";")[1:]], "strays"),
        (["x1,x2,label", "(mm),(kg),(-)", *lines()[1:]], "strays"),
        ([*lines(), *lines()], "strays"),
        ([*lines(), "Total,,"], "strays"),
        ([lines()[0] + "\0", *lines()[1:], "\x1a"], None),
    ],
)
def test_lines_that_are_no_rows_are_passed_over_and_said(write, text, said):
    data = dataset(write("\n".join(text)))
    assert data.classes == ("a", "b")
    assert data.reading.names == ("x1", "x2")
    assert not data.reading.gaps
    assert keys(data) - {"label"} == ({said} if said else set())
    plain = dataset(write("\n".join(lines()), "plain.csv"))
    if len(data.x_train) == len(plain.x_train):
        np.testing.assert_array_equal(data.x_train, plain.x_train)


def test_a_row_in_the_middle_that_is_too_short_is_still_an_error(write):
    with pytest.raises(DataError, match="line 3 has 1 cells where the first line has 3"):
        read_csv(write("\n".join([*lines()[:2], "remark", *lines()[2:]])))


def test_names_of_rows_as_r_writes_them(write):
    rows = [f'"{i}" {" ".join(row)}' for i, row in enumerate(ROWS, 1)]
    frame = read_csv(write("\n".join(['"x1" "x2" "label"', *rows]))).frame
    assert frame.columns == ["column_1", "x1", "x2", "label"]
    assert frame["label"].to_list() == [row[2] for row in ROWS]


WORDS = {
    "cp932": ["東京", "大阪", "カタカナ"],
    "cp1252": ["Málaga", "Genève", "Größe", "São Paulo"],
    "cp1251": ["Кошка", "собака", "Москва"],
    "gb18030": ["猫咪", "小狗", "北京"],
    "utf-16": ["東京", "naïve"],
    "utf-8": ["東京", "Ünlü"],
}


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize("count", [2, 3])
def test_encodings_are_told_by_the_words_that_they_make(write, encoding, count):
    words = WORDS[encoding][:count]
    rows = [[str(i / 7), words[i % len(words)]] for i in range(60)]
    path = write("\n".join(lines(header=("x", "k"), rows=rows)).encode(encoding))
    data = dataset(path, label="k")
    assert set(data.classes) == set(words)
    assert ("encoding" in keys(data)) == (not encoding.startswith("utf"))


def test_one_bad_byte_leaves_a_text_in_utf8(write):
    text = "x,k\n" + "1,Málaga\n2,León\n" * 20
    text = read_text(write(text.encode() + b"3,Le\xf3n\n"))
    assert text.text.endswith("3,León\n")
    assert text.word == "León"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.decimals(-999, 999, places=2), st.sampled_from(["a", "é, b", 'c "d"', "日本"])
        ),
        min_size=20,
        max_size=40,
    ),
    st.sampled_from(",;\t|"),
    st.sampled_from(".,"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.booleans(),
)
def test_a_written_table_reads_back(rows, delimiter, decimal, encoding, header):
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerows([("size", "kind")] if header else [])
    writer.writerows((str(n).replace(".", decimal), kind) for n, kind in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(buffer.getvalue().encode(encoding))
        sheet = read_csv(path, None if header else False)
    texts = sheet.frame[:, 0].to_list()
    assert [text.replace(",", ".") for text in texts] == [str(n) for n, _ in rows]
    assert sheet.frame[:, 1].to_list() == [kind for _, kind in rows]


def predict(write, data, text):
    spec = InputSpec((data.reading.width,), "float32", (), table=data.reading)
    path = write(text, "new.csv")
    return find_reader(path).read_examples(path, spec).tolist()


def test_new_rows_without_names_are_not_shifted(write):
    rows = [f"{'ab'[i % 2]},{i / 7:.2f},{i / 3:.2f},id{i}" for i in range(40)]
    data = dataset(write("\n".join(rows)), label="column_1")
    assert data.reading.names == ("column_2", "column_3")
    wanted = predict(write, data, "column_2,column_3\n0.25,0.5\n")
    for new in ("a,0.25,0.5,id1\n", "0.25,0.5,id1\n", "0.25,0.5\n", "0.25,0.5,\n"):
        assert predict(write, data, new) == wanted
    with pytest.raises(DataError, match="1 columns without names"):
        predict(write, data, "0.25\n0.5\n")


def test_new_rows_without_names_have_the_order_of_the_training(write):
    rows = [f"{'pq'[i % 2]},{i / 7:.2f},{'ab'[i % 2]}" for i in range(40)]
    data = dataset(write("\n".join(["kind,size,label", *rows])))
    wanted = predict(write, data, "size,kind\n0.25,q\n")
    assert predict(write, data, "q,0.25\n") == wanted
    assert predict(write, data, "q,0.25,b\n") == wanted
    assert predict(write, data, "Kind,SIZE\nq,0.25\n") == wanted
