"""Work given to executors: bounded, in order or not, redone by new processes, never left behind."""

import os
import threading
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial

import pytest

from miwake.errors import DataError, WorkerError
from miwake.runtime import executors
from miwake.runtime.executors import RemoteExecutor, WorkerConfig, bounded_map, process_map
from miwake.runtime.processes import pool


class Manual(Executor):
    """Finishes nothing by itself."""

    def __init__(self):
        self.calls = []

    def submit(self, fn, /, *args, **kwargs):
        self.calls.append((future := Future(), partial(fn, *args)))
        return future

    def finish(self, *numbers):
        for number in numbers:
            future, call = self.calls[number]
            future.set_result(call())


class Vanishing(Manual, RemoteExecutor):
    lost = False

    def is_lost(self):
        return self.lost


def double(number):
    return 2 * number


def test_results_come_as_they_are_finished():
    executor = Manual()
    pairs = bounded_map(double, range(3), executor, 2)
    threading.Timer(0.05, executor.finish, [1]).start()
    assert next(pairs) == (1, 2)
    assert len(executor.calls) == 2
    threading.Timer(0.05, executor.finish, [0]).start()
    assert next(pairs) == (0, 0)


def test_results_come_in_order_where_that_is_asked_for():
    executor = Manual()
    pairs = bounded_map(double, range(3), executor, 3, in_order=True)
    threading.Timer(0.05, executor.finish, [2, 0, 1]).start()
    assert list(pairs) == [(0, 0), (1, 2), (2, 4)]


def test_items_are_taken_as_places_become_free():
    taken = []
    items = (taken.append(number) or number for number in range(10))
    with ThreadPoolExecutor(1) as threads:
        pairs = bounded_map(double, items, threads, 3, in_order=True)
        next(pairs)
        assert len(taken) == 3
        next(pairs)
        assert len(taken) == 4
        assert len(list(pairs)) == 8


def test_what_waits_is_cancelled_when_the_caller_leaves():
    executor = Manual()
    pairs = bounded_map(double, range(4), executor)
    threading.Timer(0.05, executor.finish, [0]).start()
    next(pairs)
    pairs.close()
    assert [future.cancelled() for future, _ in executor.calls] == [False, True, True, True]


def test_what_waits_is_cancelled_after_an_error():
    executor = Manual()
    pairs = bounded_map(double, range(3), executor, in_order=True)
    threading.Timer(0.05, lambda: executor.calls[0][0].set_exception(DataError("first"))).start()
    with pytest.raises(DataError, match="first"):
        next(pairs)
    assert [future.cancelled() for future, _ in executor.calls] == [False, True, True]


def test_it_ends_when_it_is_stopped():
    executor = Manual()
    assert list(bounded_map(double, range(3), executor, stopped=lambda: True)) == []
    assert all(future.cancelled() for future, _ in executor.calls)


def test_a_lost_scheduler_is_an_error():
    executor = Vanishing()
    threading.Timer(0.05, setattr, [executor, "lost", True]).start()
    with pytest.raises(WorkerError, match="scheduler that the work was given to is lost"):
        list(WorkerConfig(executor).map(double, range(3)))


def dying_once(folder):
    """Kills the first process that calls it with 2; nested, so that it is pickled whole."""
    path = folder / "died"

    def call(number):
        if number == 2 and not path.exists():
            path.touch()
            os._exit(1)
        return number

    return call


@pytest.mark.parametrize("in_order", [False, True])
def test_new_processes_take_over_what_a_dead_one_left(tmp_path, in_order):
    function = dying_once(tmp_path)
    found = list(process_map(function, range(5), partial(pool, 2), in_order=in_order))
    assert (tmp_path / "died").exists()
    assert sorted(found) == [(n, n) for n in range(5)]
    assert not in_order or found == sorted(found)


def test_processes_that_die_again_and_again_are_an_error(monkeypatch):
    monkeypatch.setattr(executors, "MAX_LOSSES", 2)
    with pytest.raises(BrokenExecutor):
        list(process_map(lambda _: os._exit(1), range(2), partial(pool, 1)))
    message = r"^processes were ended 2 times from outside or by a function of the task \(os._exit"
    with pytest.raises(WorkerError, match=message):
        list(WorkerConfig(workers=2).map(lambda _: os._exit(1), range(2)))


def test_what_an_executor_fails_with_is_said_in_one_line():
    with ThreadPoolExecutor(1) as closed:
        pass
    message = (
        r"^ThreadPoolExecutor failed \(RuntimeError: cannot schedule .*\); what is done is kept$"
    )
    with pytest.raises(WorkerError, match=message):
        list(WorkerConfig(closed).map(double, range(3)))


def test_one_worker_is_this_process():
    pids = [pid for _, pid in WorkerConfig(workers=1).map(lambda _: os.getpid(), range(3))]
    assert pids == [os.getpid()] * 3


@pytest.mark.parametrize(
    ("config", "leaves"),
    [
        (WorkerConfig(), False),
        (WorkerConfig(workers=1), False),
        (WorkerConfig(workers=2), True),
        (WorkerConfig(Manual()), True),
    ],
)
def test_it_knows_whether_the_work_leaves_this_process(config, leaves):
    assert config.leaves_process is leaves
