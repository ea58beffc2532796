"""Making examples: the same bytes wherever they are made."""
# ruff: noqa: NPY002  users draw from the global generator

import hashlib
import multiprocessing
import random
import sys
import textwrap
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from miwake import Task
from miwake.errors import DataError, TaskError
from miwake.generate import generate as make
from miwake.generate.chunk import TRAIN, Request
from miwake.plan import DataPlan
from miwake.tasks.load import task_of
from miwake.tasks.task_file import read_task_file

MIXED = """
import random
import numpy as np
from dataclasses import dataclass
LENGTH = 3
SHIFT = np.random.random()
@dataclass
class Point:
    x: float
def modern(rng):
    return rng.random(LENGTH) + SHIFT, {"t": Point(rng.random()).x, "name": "new"}
def legacy(rng):
    return np.random.random(LENGTH)
def standard(rng):
    return [random.random() for _ in range(LENGTH)], {"t": random.gauss(0, 1)}
"""


def task(text, **changed):
    file = read_task_file(textwrap.dedent(text).strip() + "\n", "mine.py", changed=changed)
    return task_of(file, DataPlan(task="mine.py"))


def digest(data):
    hashed = hashlib.sha256()
    for part in ("x_train", "y_train", "x_test", "y_test"):
        hashed.update(getattr(data, part).tobytes())
    for facts in (data.facts_train, data.facts_test):
        hashed.update(repr({name: facts[name].tolist() for name in sorted(facts)}).encode())
    return hashed.hexdigest()


@pytest.fixture(scope="module")
def spawned():
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture
def in_processes(monkeypatch):
    """From the first example on, processes pay."""
    monkeypatch.setattr(make, "MIN_PARALLEL_SECONDS", 0)
    monkeypatch.setattr(make, "cores", lambda: 2)


class Backwards(Executor):
    """Does its work late, and the last first."""

    def __init__(self):
        self.waiting = []

    def submit(self, fn, /, *args, **kwargs):
        self.waiting.append((future := Future(), fn, args))
        if len(self.waiting) == 5:
            threading.Thread(target=self.work).start()
        return future

    def work(self):
        while self.waiting:
            future, fn, args = self.waiting.pop()
            future.set_result(fn(*args))


@pytest.fixture(scope="module")
def here():
    """What this process makes, one chunk after the other."""
    return digest(task(MIXED).make(1100, 300, seed=5))


def test_the_same_seed_gives_the_same_bytes(here):
    assert digest(task(MIXED).make(1100, 300, seed=5)) == here


def test_another_seed_gives_other_bytes(here):
    assert digest(task(MIXED).make(1100, 300, seed=6)) != here


def test_spawned_processes_give_the_same_bytes(here, spawned):
    assert digest(task(MIXED).make(1100, 300, seed=5, executor=spawned)) == here


def test_threads_give_the_same_bytes(here):
    with ThreadPoolExecutor(4) as pool:
        assert digest(task(MIXED).make(1100, 300, seed=5, executor=pool)) == here


def test_all_cores_give_the_same_bytes(here, in_processes):
    assert digest(task(MIXED).make(1100, 300, seed=5)) == here


def test_the_order_in_which_chunks_arrive_does_not_matter():
    source = task(MIXED).file
    order = Request(TRAIN, 1100, 5)
    late, here = make.make_examples(source, order, Backwards()), make.make_examples(source, order)
    assert late.x.tobytes() == here.x.tobytes()


def test_a_changed_setting_reaches_the_processes(spawned):
    changed = task(MIXED, LENGTH="7")
    assert digest(changed.make(300, 10, executor=spawned)) == digest(changed.make(300, 10))


def test_python_functions_give_the_same_bytes_on_all_cores(in_processes, monkeypatch):
    scale = 3.0
    mine = Task(a=lambda rng: [scale * rng.random()], b=lambda rng: [np.random.random()])
    there = digest(mine.make(600, 300))
    monkeypatch.setattr(make, "MIN_PARALLEL_SECONDS", 1e9)
    assert there == digest(mine.make(600, 300))


def test_a_function_that_can_not_travel_is_run_here(in_processes):
    lock = threading.Lock()

    def locked(rng):
        with lock:
            return [rng.random()]

    assert len(Task(a=locked, b=locked).make(600, 10).y_train) == 600


def test_a_function_that_can_not_travel_is_told_where_it_must(spawned):
    lock = threading.Lock()
    mine = Task(a=lambda rng: lock, b=lambda rng: lock)
    with pytest.raises(TaskError, match=r"^task: ProcessPoolExecutor failed \(TypeError: cannot"):
        mine.make(600, 10, executor=spawned)


@pytest.mark.parametrize("executor", [None, 1, 4])
def test_nothing_global_is_left_changed(executor):
    before = np.random.get_state()[1].tolist(), random.getstate(), sys.stdout, list(sys.path)
    with ThreadPoolExecutor(executor or 1) as pool:
        task(MIXED).make(1100, 300, executor=pool if executor else None)
    assert before == (np.random.get_state()[1].tolist(), random.getstate(), sys.stdout, sys.path)


def test_a_larger_order_starts_with_the_chunks_of_a_smaller_one():
    small, large = (task(MIXED).make(n, 10) for n in (512, 1300))
    np.testing.assert_array_equal(small.x_train, large.x_train[:512])
    np.testing.assert_array_equal(small.y_train, large.y_train[:512])


@pytest.mark.parametrize("workers", [0, 1])
def test_an_error_arrives_from_wherever_it_was_raised(workers, spawned):
    broken = task("def a(rng): return [1.0]\ndef b(rng): return [1 / 0]")
    told = r"^mine.py: class b raised ZeroDivisionError: division by zero \(line 2\), in train, ex"
    with pytest.raises(TaskError, match=told):
        broken.make(600, 10, executor=spawned if workers else None)


def test_an_error_arrives_from_all_cores(in_processes):
    broken = task("def a(rng): return [1.0]\ndef b(rng): return [1 / 0]")
    with pytest.raises(TaskError, match="class b raised ZeroDivisionError"):
        broken.make(600, 10)


def test_an_executor_that_is_closed_is_told():
    with ThreadPoolExecutor(1) as pool:
        pass
    with pytest.raises(TaskError, match=r"ThreadPoolExecutor failed \(RuntimeError: cannot sch"):
        task(MIXED).make(600, 10, executor=pool)


class Stuck(Executor):
    """Fails at the first piece of work and never comes to the others."""

    def __init__(self):
        self.futures = []

    def submit(self, fn, /, *args, **kwargs):
        self.futures.append(future := Future())
        if len(self.futures) == 1:
            future.set_exception(TaskError("first"))
        return future


def test_what_waits_in_an_executor_is_cancelled_by_an_error():
    executor = Stuck()
    with pytest.raises(TaskError, match=r"^first$"):
        task(MIXED).make(2000, 10, executor=executor)
    assert [future.cancelled() for future in executor.futures] == [False] + [True] * 7


class Counting(ThreadPoolExecutor):
    """Knows how much work it had at most."""

    futures, most = (), 0

    def submit(self, fn, /, *args, **kwargs):
        future = super().submit(fn, *args, **kwargs)
        self.futures += (future,)
        self.most = max(self.most, sum(not future.done() for future in self.futures))
        return future


def test_an_executor_is_not_sent_a_whole_long_order_at_once(monkeypatch):
    monkeypatch.setattr(make, "MAX_PENDING", 3)
    with Counting(1) as pool:
        task(MIXED).make(2560, 10, executor=pool)
    assert (len(pool.futures), pool.most <= 3) == (11, True)


GROWING = """
import numpy as np
def a(rng, n): return np.zeros((n, 2 if n > 600 else 3))
def b(rng, n): return np.zeros((n, 2 if n > 600 else 3))
"""


@pytest.mark.parametrize("counts", [(2148, 2048), (2048, 100)])
def test_examples_of_all_chunks_and_parts_need_one_shape(counts):
    told = r"^mine.py: shapes differ between examples \(\(2,\) and \(3,\)\); all examples must have"
    with pytest.raises(TaskError, match=told):
        task(GROWING).make(*counts)


WIDENING = """
import numpy as np
def a(rng, n): return np.full((n, 2), 7, np.uint8 if n > 600 else np.float64)
def b(rng, n): return np.full((n, 2), 9, np.uint8 if n > 600 else np.float64)
"""


@pytest.mark.parametrize("counts", [(2148, 2048), (2048, 100)])
def test_examples_of_all_chunks_and_parts_meet_in_one_type(counts):
    made = task(WIDENING).make(*counts)
    assert made.x_train.dtype == made.x_test.dtype == np.float32
    assert set(made.x_train.ravel()) == set(made.x_test.ravel()) == {7.0, 9.0}


def test_progress_counts_to_the_end():
    seen = []
    task(MIXED).make(600, 300, progress=lambda *step: seen.append(step))
    assert seen == [(256, 900), (512, 900), (600, 900), (856, 900), (900, 900)]


def test_more_than_the_memory_is_refused():
    with pytest.raises(
        DataError, match=r"^10,000,000,000,000,000 examples of shape \(3,\) need 120,0"
    ):
        task(MIXED).make(10**16, 10)


def test_more_than_the_memory_is_refused_by_an_executor():
    with ThreadPoolExecutor(1) as pool, pytest.raises(DataError, match="more memory than there is"):
        task(MIXED).make(10**16, 10, executor=pool)


def test_what_a_probe_of_the_speed_raises_is_told_by_the_chunk():
    with pytest.raises(TaskError, match="class b raised SystemExit: 3"):
        task("def a(rng): return [1.0]\ndef b(rng): raise SystemExit(3)").make(600, 10)
