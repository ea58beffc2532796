"""Files of numbers as examples."""

import io
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake.errors import DataError
from miwake.input_spec import InputSpec
from miwake.readers.number_files import read_numbers

THREE = InputSpec((3,), "float32", ("a", "b"))
SQUARE = InputSpec((2, 2), "float32", ("a", "b"))
WHOLE = InputSpec((3,), "uint8", ("a", "b"))
EXAMPLES = [[1.5, 2.0, -3.0], [4.0, 5.0, 6.0]]


def read_text(tmp_path, text, spec=THREE, end=".csv", encoding="utf-8"):
    path = tmp_path / f"mine{end}"
    path.write_bytes(text.encode(encoding))
    return read_numbers(path, spec)


def read_array(tmp_path, array, spec=THREE):
    np.save(tmp_path / "mine.npy", array)
    return read_numbers(tmp_path / "mine.npy", spec)


@pytest.mark.parametrize(
    "text",
    [
        "1.5,2,-3\n4,5,6\n",
        "1.5,2,-3\r\n4,5,6\r\n",
        "1.5;2;-3\n4;5;6",
        "1,5;2;-3\n4;5;6",
        "1.5\t2\t-3\n4\t5\t6\n",
        "1,5\t2\t-3\n4\t5\t6\n",
        "1.5 2  -3\n 4 5 6\n",
        "a,b,c\n1.5,2,-3\n4,5,6\n",
        "温度,b c,\n1.5,2,-3\n4,5,6\n",
        '"1.5", "2", "-3"\n4,5,6\n',
        "1.5,2,-3,\n4,5,6,\n",
        "\n\n1.5,2,-3\n\n4,5,6\n\n",
        "# made by me\n1.5,2,-3\n4,5,6\n",
        "\ufeffa,b,c\n1.5,2,-3\n4,5,6\n",
        "\ufeff1.5,2,-3\n4,5,6\n",
        "1.5e0,2E0,-3.\n4,5,6",
    ],
)
def test_rows_are_examples(tmp_path, text):
    assert read_text(tmp_path, text).tolist() == EXAMPLES


@pytest.mark.parametrize("text", ["1.5\n2\n-3\n", "value\n1.5\n2\n-3", "1,5\t\n2\n-3"])
@pytest.mark.parametrize("end", [".csv", ".txt", ".tsv", ".CSV"])
def test_one_number_a_line_is_one_example(tmp_path, text, end):
    assert read_text(tmp_path, text, end=end).tolist() == EXAMPLES[:1]


def test_rows_and_columns_are_one_picture(tmp_path):
    assert read_text(tmp_path, "1 2\n3 4\n", SQUARE).tolist() == [[[1, 2], [3, 4]]]


def test_flat_rows_are_pictures(tmp_path):
    found = read_text(tmp_path, "1,2,3,4\n5,6,7,8\n", SQUARE)
    assert found.tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,3\n4,x,6\n", "line 2 holds 'x'"),
        ("a,b,c\n1,2,3\n4,,6\n", "line 3 holds ''"),
        ("1,x,3\n4,5,6\n", "line 1 holds 'x'"),
        ("1,2,3\n4,5\n", "line 2 has 2 numbers, but line 1 has 3"),
        ("a,b,c\n\n1,2,3\n4,5,6,7\n", "line 4 has 4 numbers, but line 3 has 3"),
        ("1,2,3\n4,nan,6\n", "line 2 holds 'nan'"),
        ("1,2,3\n4,1e999,6\n", "line 2 holds '1e999'"),
        ("1,2,3\ninf,5,6\n", "line 2 holds 'inf'"),
        ("1,2,3\n\x00,5,6\n", "line 2 holds"),
        ("", "holds no numbers"),
        ("a,b,c\n", "holds no numbers"),
        ("1,2\n3,4\n", r"shape \(2, 2\), but this network takes examples of shape \(3,\)"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path, text, message):
    with pytest.raises(DataError, match=message):
        read_text(tmp_path, text)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932", "utf-16"])
def test_text_in_another_encoding_is_read(tmp_path, encoding):
    assert read_text(tmp_path, "温度\n1\n2\n3\n", encoding=encoding).ravel().tolist() == [1, 2, 3]


def test_a_table_that_does_not_fit_is_told_what_the_network_takes(tmp_path):
    with pytest.raises(
        DataError, match=r"'猫', which .* takes examples of shape \(3,\), 3 numbers"
    ):
        read_text(tmp_path, "名前,a,b\n猫,2,3\n", encoding="cp932")


@pytest.mark.parametrize("dtype", ["<f4", ">f8", "i2", "?", "f2"])
def test_arrays_of_any_kind_of_number_are_read(tmp_path, dtype):
    found = read_array(tmp_path, np.ones((2, 3), dtype))
    assert (found.dtype, found.tolist()) == (np.float32, [[1, 1, 1], [1, 1, 1]])


@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 1)])
def test_one_example_may_have_a_further_axis(tmp_path, shape):
    assert read_array(tmp_path, np.arange(3.0).reshape(shape)).tolist() == [[0, 1, 2]]


@pytest.mark.parametrize("shape", [(2, 2), (1, 2, 2), (4,), (1, 4)])
def test_one_picture_may_be_flat(tmp_path, shape):
    found = read_array(tmp_path, np.arange(4.0).reshape(shape), SQUARE)
    assert found.tolist() == [[[0, 1], [2, 3]]]


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.ones((2, 4)), r"shape \(2, 4\)"),
        (np.ones((0, 3)), "no examples"),
        (np.array(1.0), r"shape \(\)"),
        (np.array([1, np.nan, 2]), "NaN"),
        (np.array([1, np.inf, 2]), "infinite"),
        (np.array([1, 1e300, 2]), "infinite"),
        (np.array(["a", "b", "c"]), "no numbers"),
        (np.array([1j, 2, 3]), "no numbers"),
        (np.zeros(3, [("a", int)]), "no numbers"),
    ],
)
def test_arrays_that_are_no_examples_are_refused(tmp_path, array, message):
    with pytest.raises(DataError, match=message):
        read_array(tmp_path, array)


class Payload:
    """Unpickling it would write a file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


def test_arrays_of_objects_are_never_unpickled(tmp_path):
    np.save(tmp_path / "mine.npy", np.array([Payload(tmp_path / "ran")] * 3), allow_pickle=True)
    with pytest.raises(DataError, match="never unpickled"):
        read_numbers(tmp_path / "mine.npy", THREE)
    assert not (tmp_path / "ran").exists()


def test_an_array_that_claims_more_than_it_holds_is_refused(tmp_path):
    header = io.BytesIO()
    shape = {"descr": "<f8", "fortran_order": False, "shape": (10**15, 3)}
    np.lib.format.write_array_header_1_0(header, shape)
    (tmp_path / "mine.npy").write_bytes(header.getvalue() + bytes(24))
    with pytest.raises(DataError, match="can't be read"):
        read_numbers(tmp_path / "mine.npy", THREE)


def test_whole_numbers_stay_whole(tmp_path):
    found = read_array(tmp_path, np.array([0.0, 7.0, 255.0]), WHOLE)
    assert (found.dtype, found.tolist()) == (np.uint8, [[0, 7, 255]])


@pytest.mark.parametrize("array", [[0.0, 0.5, 1.0], [-1, 0, 1], [0, 1, 256], [0, 1, np.nan]])
def test_numbers_that_the_type_would_change_are_refused(tmp_path, array):
    with pytest.raises(DataError, match="whole numbers of type uint8"):
        read_array(tmp_path, np.array(array), WHOLE)


@given(
    st.binary(max_size=300)
    | st.text(string.digits + ",;.\t \n\r\"'-e#anif\x00\ufeff１").map(str.encode)
)
@pytest.mark.parametrize("end", [".csv", ".txt"])
def test_any_text_gives_examples_or_a_data_error(tmp_path_factory, end, raw):
    path = tmp_path_factory.getbasetemp() / f"any{end}"
    path.write_bytes(raw)
    try:
        found = read_numbers(path, THREE)
    except DataError:
        return
    assert found.shape[1:] == (3,)
    assert np.isfinite(found).all()


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


WRITTEN = npy(np.arange(6.0).reshape(2, 3))


def spoilt(changes):
    raw = bytearray(WRITTEN)
    for place, byte in changes:
        raw[place % len(raw)] = byte
    return bytes(raw)


@given(
    st.binary(max_size=200)
    | st.binary(max_size=100).map(lambda rest: WRITTEN[:10] + rest)
    | st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=4).map(spoilt)
    | st.integers(0, len(WRITTEN)).map(lambda n: WRITTEN[:n])
)
def test_any_array_file_gives_examples_or_a_data_error(tmp_path_factory, raw):
    path = tmp_path_factory.getbasetemp() / "any.npy"
    path.write_bytes(raw)
    try:
        found = read_numbers(path, THREE)
    except DataError:
        return
    assert found.shape[1:] == (3,)
    assert np.isfinite(found).all()
