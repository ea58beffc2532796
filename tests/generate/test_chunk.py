"""Chunks: each has seeds of its own, so that nothing depends on who makes it."""
# ruff: noqa: NPY002  users draw from the global generator

import random
import textwrap

import numpy as np
import pytest

from miwake.errors import TaskError
from miwake.generate.chunk import FRESH, TEST, TRAIN, Request, make_chunk
from miwake.tasks.task_file import read_task_file

DRAWS = """
import random
import numpy as np
def modern(rng):
    return [rng.random()], {"seed": float(rng.integers(2**52))}
def legacy(rng):
    return [np.random.random()], {"seed": float(rng.integers(2**52))}
def standard(rng):
    return [random.random()], {"seed": float(rng.integers(2**52))}
"""


def source(text):
    return read_task_file(textwrap.dedent(text).strip() + "\n", "mine.py")


def chunk(text, number=0, part=TRAIN, count=1024, seed=0, only=None):
    return make_chunk(source(text), Request(part, count, seed, only), number)


def same(one, other):
    """Whether two chunks are equal to the last bit."""
    return [a.tobytes() for a in (one.x, one.y, *one.facts.values())] == [
        a.tobytes() for a in (other.x, other.y, *other.facts.values())
    ]


def refused(text, **order):
    with pytest.raises(TaskError) as caught:
        chunk(text, **order)
    assert "\n" not in str(caught.value)
    return str(caught.value)


ONE = "def a(rng): return [1.0]\n"


@pytest.mark.parametrize(
    ("text", "count", "sizes"),
    [
        (ONE, 600, [256, 256, 88]),
        (ONE, 256, [256]),
        (ONE, 1, [1]),
        (ONE + "def b(rng, n): return [[2.0]] * n", 2049, [2048, 1]),
    ],
)
def test_an_order_is_cut_into_chunks(text, count, sizes):
    order, made = Request(TRAIN, count, 0), source(text)
    assert [len(make_chunk(made, order, i).y) for i in order.chunks(made)] == sizes


@pytest.mark.parametrize("only", [None, 1])
def test_a_chunk_made_again_is_the_same(only):
    assert same(chunk(DRAWS, 2, only=only), chunk(DRAWS, 2, only=only))


def test_a_full_chunk_does_not_depend_on_the_size_of_the_order():
    assert same(chunk(DRAWS, 1, count=512), chunk(DRAWS, 1, count=100_000))


def test_a_short_chunk_is_the_start_of_a_full_one():
    short, full = chunk(DRAWS, count=100), chunk(DRAWS, count=256)
    np.testing.assert_array_equal(short.y, full.y[:100])
    np.testing.assert_array_equal(short.x, full.x[:100])


def test_no_stream_is_used_twice():
    orders = [
        (part, seed, only)
        for part in (TRAIN, TEST, FRESH)
        for seed in (0, 1, 2**40)
        for only in (None, 0, 1, 2)
    ]
    made = [
        chunk(DRAWS, number, part=part, seed=seed, only=only)
        for part, seed, only in orders
        for number in (0, 1)
    ]
    drawn = np.concatenate([c.facts["seed"] for c in made])
    assert len(np.unique(drawn)) == len(drawn)


def test_global_generators_give_every_chunk_other_numbers():
    made = [chunk(DRAWS, number, part=part) for number in (0, 1) for part in (TRAIN, TEST)]
    drawn = np.concatenate([c.x.ravel() for c in made])
    assert len(np.unique(drawn)) > 0.99 * len(drawn)


@pytest.mark.parametrize("draw", [np.random.random, random.random])
def test_the_global_generators_are_left_as_they_were(draw):
    numpy_state, python_state = np.random.get_state(), random.getstate()
    first = draw()
    np.random.set_state(numpy_state)
    random.setstate(python_state)
    chunk(DRAWS)
    assert draw() == first


def test_labels_are_drawn_in_equal_parts():
    order, made = Request(TRAIN, 25_600, 0), source(DRAWS)
    y = np.concatenate([make_chunk(made, order, i).y for i in order.chunks(made)])
    error = np.sqrt(len(y) * 1 / 3 * 2 / 3)
    assert np.abs(np.bincount(y) - len(y) / 3).max() < 4 * error


def test_labels_are_drawn_independently_of_each_other():
    order, made = Request(TRAIN, 25_600, 0), source(DRAWS)
    y = np.concatenate([make_chunk(made, order, i).y for i in order.chunks(made)])
    repeated = (y[1:] == y[:-1]).mean()
    assert abs(repeated - 1 / 3) < 4 * np.sqrt(2 / 9 / len(y))


def test_one_class_alone_has_its_own_number():
    assert set(chunk(DRAWS, only=2).y) == {2}


def test_a_changed_class_leaves_the_others_as_they_were():
    changed = DRAWS.replace("[rng.random()]", "[2 * rng.random() + rng.normal()]")
    one, other = chunk(DRAWS), chunk(changed)
    assert same(one, one)
    assert np.array_equal(one.x[one.y > 0], other.x[other.y > 0])
    assert not np.array_equal(one.x[one.y == 0], other.x[other.y == 0])


def test_a_class_added_at_the_end_leaves_the_order_of_draws_within_the_others():
    one, other = chunk(DRAWS), chunk(DRAWS + "def fourth(rng): return [0.5], {'seed': 1.0}")
    first, second = (c.x[c.y == 1] for c in (one, other))
    n = min(len(first), len(second))
    np.testing.assert_array_equal(first[:n], second[:n])


def test_a_class_that_returns_no_facts_has_nan_or_an_empty_text():
    text = ONE.replace("[1.0]", "([1.0], {'t': 3.0, 'name': 'x'})") + "def b(rng): return [2.0]"
    made = chunk(text)
    assert np.isnan(made.facts["t"][made.y == 1]).all()
    assert set(made.facts["name"][made.y == 1]) == {""}


def test_types_of_the_classes_meet():
    text = """
    import numpy as np
    def a(rng): return np.zeros(2, np.uint8)
    def b(rng): return np.full(2, 0.5)
    """
    assert chunk(text).x.dtype == np.float32


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return [1, 2]", "mine.py: shapes differ between the classes (a (1,), b (2,)); make them"),
        ("pass", "mine.py: class b returned nothing (None); end the function with `return`"),
        ("return [0.0] * int(rng.integers(1, 3))", "mine.py: class b returned shape ("),
        ("return [float('nan')]", "mine.py: class b returned NaN; a network can learn from"),
        ("return [1.0], {'t': None}", "mine.py: class b returned the fact 't' as Python objects"),
        ("raise SystemExit(3)", "mine.py: class b raised SystemExit: 3 (line 2), in train, ex"),
        ("return next(iter([]))", "mine.py: class b raised StopIteration (line 2), in train, ex"),
        ("return missing", "mine.py: class b raised NameError: name 'missing' is not defined (l"),
        (
            "raise ValueError('two\\nlines')",
            "mine.py: class b raised ValueError: two lines (line 2)",
        ),
        ("exit()", "mine.py: class b raised SystemExit"),
    ],
)
def test_what_a_function_does_wrong_is_told(body, told):
    assert refused(f"{ONE}def b(rng): {body}").startswith(told)


def test_a_fact_must_be_of_one_kind_in_all_classes():
    text = "def a(rng): return [1.0], {'t': 1}\ndef b(rng): return [1.0], {'t': 'hot'}"
    assert "the fact 't' is a number in some examples and a text in others" in refused(text)


@pytest.mark.parametrize("more", [-1, 1])
def test_a_function_of_n_that_returns_another_number_is_told(more):
    told = refused(f"{ONE}def b(rng, n): return [[2.0]] * (n + {more})")
    assert told.startswith("mine.py: class b takes (rng, n) and returned shape (")


@pytest.mark.parametrize(
    ("part", "number", "where"),
    [
        (TRAIN, 0, "in train, examples 1 to 256"),
        (TEST, 1, "in test, examples 257 to 512"),
        (FRESH, 3, "in fresh, examples 769 to 1,000"),
    ],
)
def test_an_error_names_class_line_and_examples(part, number, where):
    text = ONE + "\n\ndef b(rng):\n    x = 0\n    return [1 / x]"
    told = refused(text, part=part, number=number, count=1000)
    assert told == f"mine.py: class b raised ZeroDivisionError: division by zero (line 6), {where}"


def test_ctrl_c_passes_through():
    with pytest.raises(KeyboardInterrupt):
        chunk(ONE + "def b(rng): raise KeyboardInterrupt")


def test_what_a_function_prints_is_no_output(capsys):
    chunk(ONE + "def b(rng):\n    print('noise')\n    return [2.0]")
    assert capsys.readouterr().out == ""


def test_a_function_may_import_a_neighbour_when_it_runs(tmp_path):
    (tmp_path / "miwake_late.py").write_text("VALUE = 5.0", "utf-8")
    text = ONE + "def b(rng):\n    from miwake_late import VALUE\n    return [VALUE]"
    made = make_chunk(read_task_file(text, "mine.py", str(tmp_path)), Request(TRAIN, 64, 0), 0)
    assert set(made.x[made.y == 1].ravel()) == {5.0}
