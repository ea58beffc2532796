"""Chunks of a dataset are what the task makes in memory."""

from dataclasses import replace

import numpy as np
import pytest

import miwake
from made_datasets import MIXED, REGRESSION, ZEROS, task
from miwake.errors import TaskError, WorkerError
from miwake.store.chunk_job import (
    GROUPS,
    ChunkJob,
    in_groups,
    make_examples,
    schema_of,
    write_chunk,
    write_chunks,
)
from miwake.store.layout import Fact, Layout, Schema


def job(made_by, train, test, chunk, seed=5, **changed):
    schema = schema_of(made_by.file, seed)
    layout = Layout(train, test, chunk, schema, made_by.target is not None)
    return ChunkJob("nowhere", made_by.file, seed, layout, **changed)


def whole(work, part):
    return [make_examples(work, part, i) for i in range(work.layout.chunks(part))]


@pytest.mark.parametrize(
    ("text", "counts", "chunk"),
    [
        (MIXED, (1100, 300), 256),
        (MIXED, (1100, 300), 512),
        (REGRESSION, (4100, 10), 2048),
        (REGRESSION, (4100, 10), 4096),
        (ZEROS, (10, 10), 2048),
    ],
)
def test_the_numbers_are_those_in_memory(text, counts, chunk):
    made_by = task(text)
    data, work = made_by.make(*counts, seed=5), job(made_by, *counts, chunk)
    for part in ("train", "test"):
        chunks = whole(work, part)
        for name in ("x", "y"):
            found = np.concatenate([getattr(made, name) for made in chunks])
            wanted = getattr(data, f"{name}_{part}")
            assert found.dtype == wanted.dtype
            np.testing.assert_array_equal(found, wanted)
        facts = getattr(data, f"facts_{part}")
        assert list(chunks[0].facts) == [f.name for f in work.layout.schema.facts]
        for name, wanted in facts.items():
            np.testing.assert_array_equal(np.concatenate([c.facts[name] for c in chunks]), wanted)


def test_a_class_that_is_not_in_a_chunk_leaves_its_facts_empty():
    rare = task(MIXED + "\nweights = [1, 1e9]")
    made = make_examples(job(rare, 256, 10, 256), "train", 0)
    assert set(made.y) == {1}
    assert np.isnan(made.facts["t"]).all()
    assert set(made.facts["名前"]) == {""}


def test_what_examples_are_is_known_from_a_few_of_each_class():
    assert schema_of(task().file, 0) == Schema(
        (3,), "float32", (Fact("t", False), Fact("名前", True), Fact("Odd", False))
    )
    assert schema_of(task(ZEROS).file, 0) == Schema((2, 2), "uint8")


OTHER = "\ndef b(rng): return [0]"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def a(rng): return [1, 2]" + OTHER, r"shapes differ between the classes \(a \(2,\), b"),
        ("def a(rng): return [1 / 0]" + OTHER, "class a raised ZeroDivisionError"),
        (
            "def a(rng): return [1], {'t': 1}\ndef b(rng): return [1], {'t': 'x'}",
            "the fact 't' is a number in one class and a text in another",
        ),
    ],
)
def test_what_can_not_be_a_dataset_is_told_at_once(text, told):
    with pytest.raises(TaskError, match=told):
        schema_of(task(text).file, 0)


LATER = """
import numpy as np
calls = [0]
def a(rng):
    calls[0] += 1
    later = calls[0] > 4
    {body}
def b(rng):
    return np.zeros(1, np.uint8)
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return np.zeros(1, float if later else np.uint8)", "are uint8, later ones float32"),
        ("return np.zeros(1, np.uint8), ({'t': 1} if later else {})", "'t' is not what it was"),
        ("return np.zeros(1, np.uint8), {'t': '1' if later else 1}", "'t' is not what it was"),
    ],
)
def test_what_changes_later_is_told(body, told):
    with pytest.raises(TaskError, match=told):
        make_examples(job(task(LATER.format(body=body)), 256, 10, 256), "train", 0)


SHRINKING = """
import numpy as np
def a(rng, n): return np.zeros((n, 2 if n > 600 else 3))
def b(rng, n): return np.zeros((n, 2 if n > 600 else 3))
"""


def test_a_shape_that_changes_later_is_told():
    with pytest.raises(TaskError, match=r"shapes differ between examples \(\(2,\) and \(3,\)\)"):
        make_examples(job(task(SHRINKING), 2148, 10, 2048), "train", 1)


def test_a_worker_with_other_versions_is_refused():
    work = job(task(), 256, 10, 256, versions=("0.0.1", np.__version__))
    told = f"^a worker has miwake {miwake.__version__} and .*, and miwake 0.0.1 and numpy"
    with pytest.raises(WorkerError, match=told):
        write_chunk(work, ("train", 0))


CHEAP = """
import numpy as np
def a(rng, n): return np.zeros((n, 1))
def b(rng, n): return np.ones((n, 1))
"""
SLOW = """
import time
def a(rng): time.sleep(0.001); return [0.0]
def b(rng): time.sleep(0.001); return [1.0]
"""


def chunks(count):
    return [("train", number) for number in range(count)]


@pytest.mark.parametrize("count", [1, 127, 128, 1000, 3001])
def test_cheap_chunks_are_given_out_in_groups_of_which_there_are_many(count):
    wanted = chunks(count)
    groups = in_groups(job(task(CHEAP), 2048 * count, 10, 2048), wanted)
    assert [chunk for group in groups for chunk in group] == wanted
    assert len(groups) >= min(count, GROUPS)
    assert (max(map(len, groups)) > 1) is (count >= 2 * GROUPS)


def test_a_chunk_that_takes_long_is_given_out_alone():
    assert {len(group) for group in in_groups(job(task(SLOW), 256_000, 10, 256), chunks(1000))} == {
        1
    }


def test_several_chunks_are_written_as_one_is(tmp_path):
    work = replace(job(task(), 600, 10, 256), address=str(tmp_path))
    wanted = chunks(3)
    assert write_chunks(work, wanted) == [write_chunk(work, chunk) for chunk in wanted]
