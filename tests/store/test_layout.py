"""Which examples are in which chunk."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake.store.layout import MOST_BYTES, Fact, Layout, Schema, chunk_of

SCHEMA = Schema((100,), "float32", (Fact("t", False), Fact("T", False), Fact("名前", True)))
LAYOUT = Layout(5000, 300, 2048, SCHEMA)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**5))
def test_every_example_is_in_one_chunk(train, test, chunk):
    layout = Layout(train, test, chunk, SCHEMA)
    last = layout.chunks("train") - 1
    assert layout.span("train", last).stop == train
    assert layout.span("train", 0).start == 0
    assert sum(layout.examples(("test", i)) for i in range(min(layout.chunks("test"), 500))) == (
        min(test, 500 * chunk)
    )


@pytest.mark.parametrize(
    ("count", "made", "length", "chunk"),
    [
        (60_000, 256, 100, 256),  # few: nothing is lost by small chunks
        (60_000, 2048, 100, 2048),
        (10_000_000, 2048, 100, 16_384),
        (10_000_000, 256, 100, 16_384),
        (10**9, 2048, 100, 16_384),
        (10**9, 2048, 2, 65_536),
        (10**9, 2048, 10**6, 2048),  # already more than fits well
        (200_000, 256, 100, 512),
    ],
)
def test_chunks_grow_with_the_dataset_up_to_some_megabytes(count, made, length, chunk):
    assert chunk_of(count, made, Schema((length,), "float32")) == chunk


@given(st.integers(1, 10**10), st.sampled_from([256, 2048]), st.integers(1, 10**4))
def test_a_chunk_is_a_whole_number_of_those_made_at_once(count, made, length):
    chunk = chunk_of(count, made, Schema((length,), "float32"))
    assert chunk % made == 0
    assert chunk == made or chunk * length * 4 <= MOST_BYTES


def test_arrays_are_named_by_facts_where_every_file_system_takes_the_name():
    assert list(LAYOUT.arrays("test")) == [
        "x_test", "y_test", "facts_test/t", "facts_test/1", "facts_test/2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("array", "key"),
    [("x_train", "x_train/c/7/0"), ("y_test", "y_test/c/7"), ("facts_test/t", "facts_test/t/c/7")],
)
def test_chunks_have_the_names_that_zarr_gives_them(array, key):
    assert LAYOUT.key(array, 7) == key


@pytest.mark.parametrize(
    ("array", "size"),
    [("x_train", 2048 * 400 + 4), ("y_test", 2048 * 4 + 4), ("facts_test/2", None)],
)
def test_the_size_of_a_chunk_is_known_but_for_texts(array, size):
    assert LAYOUT.size(array) == size
