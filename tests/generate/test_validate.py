"""What a function returned: an array of numbers, or one line that says what it was."""

from collections import UserDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from miwake.errors import TaskError
from miwake.generate.validate import as_example, put_facts, read_returned
from miwake.readers.numbers import example_type


class Odd:
    """What NumPy can't read."""

    def __init__(self, error):
        self.error = error

    def __array__(self, dtype=None, copy=None):
        raise self.error


@pytest.mark.parametrize(
    ("value", "dtype", "shape"),
    [
        (np.zeros(3), np.float32, (3,)),
        (np.zeros(3, np.float16), np.float32, (3,)),
        (np.zeros(3, np.longdouble), np.float32, (3,)),
        (np.zeros(3, np.int64), np.float32, (3,)),
        (np.zeros(3, np.int16), np.int16, (3,)),
        (np.zeros(3, ">i2"), np.int16, (3,)),
        (np.zeros((28, 28), np.uint8), np.uint8, (28, 28)),
        (np.zeros(3, bool), np.uint8, (3,)),
        ([1, 2, 3], np.float32, (3,)),
        ([[True], [False]], np.uint8, (2, 1)),
        ((0.5, 1), np.float32, (2,)),
        (range(4), np.float32, (4,)),
        (3.5, np.float32, (1,)),
        (np.float64(3.5), np.float32, (1,)),
        (np.zeros((4, 6))[::2, ::3], np.float32, (2, 2)),
        (np.ma.zeros(3), np.float32, (3,)),
    ],
)
def test_numbers_become_float32_or_stay_short_integers(value, dtype, shape):
    found = as_example(value, "f")
    assert (found.dtype, found.shape, found.flags.c_contiguous) == (dtype, shape, True)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "returned nothing (None); end the function with `return` and an array"),
        ("abc", "returned text ('abc'); return an array of numbers"),
        (["a", "b"], "returned text ('a'); return an array of numbers"),
        ("x" * 999, f"returned text ('{'x' * 40}'); "),
        (b"abc", "returned text "),
        (np.array([], "U1"), "returned text ('')"),
        ([1, "b"], "returned text ('1')"),
        (object(), "returned Python objects (object); return an array of numbers"),
        ({"a": 1}, "returned Python objects (dict)"),
        ({1, 2}, "returned Python objects (set)"),
        ((i for i in range(3)), "returned Python objects (generator)"),
        ([None, 1.0], "returned Python objects (NoneType)"),
        (np.array([], object), "returned Python objects (NoneType)"),
        ([1j, 2], "returned an array of complex128; return an array of numbers"),
        (np.zeros(2, "M8[s]"), "returned an array of datetime64[s]"),
        (np.zeros(2, [("x", float)]), "returned an array of [('x', '<f8')]"),
        ([[1], [1, 2]], "returned rows of different lengths; make them equally long"),
        ([], "returned an empty array of shape (0,); return numbers"),
        (np.zeros((3, 0)), "returned an empty array of shape (3, 0); return numbers"),
        ([1, np.nan], "returned NaN; a network can learn from finite numbers only"),
        ([np.inf, np.nan], "returned NaN; "),
        ([1, -np.inf], "returned infinite numbers; a network can learn from finite numbers only"),
        ([1e300, 1], "returned numbers beyond 3.4e38, the largest that float32 holds; "),
        (
            Odd(RuntimeError("on\nthe GPU")),
            "returned Odd, which NumPy can't read (RuntimeError: on",
        ),
        (Odd(KeyError(3)), "returned Odd, which NumPy can't read (KeyError: 3); return an array"),
    ],
)
def test_anything_else_is_told_in_one_line(value, told):
    with pytest.raises(TaskError) as caught:
        as_example(value, "f")
    assert str(caught.value).startswith(f"f {told}")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("shape", [(5, 2), (3,), ()])
def test_a_function_of_n_must_return_n(shape):
    told = (
        r"f takes \(rng, n\) and returned shape .* for n = 4; return n examples, shape \(4, ...\)"
    )
    with pytest.raises(TaskError, match=told):
        as_example(np.zeros(shape), "f", 4)


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.complex_numbers(), st.text(max_size=3)
)
NESTED = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=1), inner)
)
ARRAYS = hnp.arrays(
    st.one_of(hnp.scalar_dtypes(), hnp.unicode_string_dtypes(), hnp.array_dtypes()),
    hnp.array_shapes(min_dims=0, min_side=0, max_side=3),
)


@given(NESTED | ARRAYS, st.none() | st.integers(1, 3))
def test_whatever_is_returned_ends_as_finite_numbers_or_a_task_error(value, count):
    try:
        found = as_example(value, "f", count)
    except TaskError:
        return
    assert found.dtype in (np.int8, np.uint8, np.int16, np.uint16, np.float32)
    assert np.isfinite(found).all()


@given(
    hnp.arrays(np.float32, 3, elements=st.floats(width=32, allow_nan=False, allow_infinity=False))
)
def test_numbers_of_single_precision_are_kept_to_the_last_bit(array):
    assert as_example(array, "f").tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("types", "common"),
    [
        (["u1", "u1"], "u1"),
        (["u1", "u2"], "u2"),
        (["u1", "i1"], "i2"),
        (["u2", "i2"], "f4"),
        (["u1", "f4"], "f4"),
        (["u2", "f4"], "f4"),
    ],
)
def test_different_types_meet_in_one_that_networks_take(types, common):
    assert example_type(*map(np.dtype, types)) == np.dtype(common)


def read(*returned, count=None):
    values = iter(returned)
    return read_returned(lambda: next(values), len(returned), "f", count)


def test_examples_are_stacked():
    assert read([1, 2], [3, 4], [5, 6])[0].tolist() == [[1, 2], [3, 4], [5, 6]]


def test_an_array_that_is_changed_in_place_is_read_each_time():
    lattice = np.zeros(2)

    def step():
        lattice[0] += 1
        return lattice

    assert read_returned(step, 3, "f")[0].tolist() == [[1, 0], [2, 0], [3, 0]]


def test_facts_that_are_changed_in_place_are_read_each_time():
    facts = {"step": 0}

    def step():
        facts["step"] += 1
        return [1.0], facts

    assert read_returned(step, 3, "f")[1]["step"].tolist() == [1, 2, 3]


def test_examples_of_different_types_meet():
    assert read(np.zeros(2, np.uint16), np.zeros(2, np.int16))[0].dtype == np.float32


def test_examples_of_different_shapes_are_refused():
    with pytest.raises(TaskError, match=r"f returned shape \(2,\) and shape \(3,\); all examples"):
        read([1, 2], [1, 2, 3])


def test_facts_become_columns():
    facts = read(([1], {"t": 1.5, "name": "x"}), ([2], {"t": 2.5, "name": "yy"}))[1]
    assert {name: column.tolist() for name, column in facts.items()} == {
        "t": [1.5, 2.5],
        "name": ["x", "yy"],
    }


def test_a_function_of_n_returns_columns_of_facts():
    facts = read((np.zeros((3, 2)), {"t": [1, 2, 3]}), count=3)[1]
    assert facts["t"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("second", [{}, {"s": 1}, {"t": 1, "s": 1}])
def test_facts_need_the_same_names_each_time(second):
    with pytest.raises(TaskError, match="f returned facts with different names; name the same"):
        read(([1], {"t": 1}), ([1], second))


@pytest.mark.parametrize(
    "facts",
    [
        {"t": None},
        {"t": [1, 2]},
        {"t": 1j},
        {"t": {}},
        {"t": object()},
        {"t": b"bytes"},
        {3: 1.0},
    ],
)
def test_a_fact_is_one_number_or_text_under_a_name(facts):
    with pytest.raises(TaskError, match="a fact is a name with one number or one text an example"):
        read(([1], facts), ([1], facts))


@pytest.mark.parametrize("pair", [(1, "hot"), ([1], [1, 2])])
def test_a_fact_is_of_one_kind(pair):
    with pytest.raises(TaskError, match="f returned the fact 't' as "):
        read(*(([1], {"t": value}) for value in pair))


@pytest.mark.parametrize("values", [[1, 2], 1, [[1], [2], [3]]])
def test_a_function_of_n_needs_n_of_each_fact(values):
    with pytest.raises(TaskError, match="f returned the fact 't' as an array of int64 of shape"):
        read((np.zeros((3, 2)), {"t": np.array(values, np.int64)}), count=3)


@pytest.mark.parametrize("second", [5, None, [1], UserDict()])
def test_a_pair_without_facts_is_no_example_with_facts(second):
    with pytest.raises(TaskError):
        read(([1.0, 2.0], second))


def test_facts_are_put_into_their_places():
    whole = {}
    put_facts(whole, {"t": np.array([1, 2]), "s": np.array(["x", "y"])}, slice(1, 3), 4, "f")
    assert whole["s"].tolist() == ["", "x", "y", ""]
    np.testing.assert_array_equal(whole["t"], [np.nan, 1, 2, np.nan])


def test_a_fact_can_not_be_number_here_and_text_there():
    whole = {}
    put_facts(whole, {"t": np.array([1.0])}, slice(0, 1), 2, "f")
    with pytest.raises(TaskError, match="f: the fact 't' is a number in some examples and a text"):
        put_facts(whole, {"t": np.array(["hot"])}, slice(1, 2), 2, "f")
