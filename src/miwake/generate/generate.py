"""Making examples: the chunks of an order, here or in processes, put together into arrays."""

import contextlib
import itertools
import time
from collections.abc import Callable
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)

import numpy as np

from miwake.dataset import Examples
from miwake.errors import DataError, MiwakeError, TaskError
from miwake.generate.chunk import Order, Source, make_chunks
from miwake.generate.validate import put_facts
from miwake.readers.numbers import example_type
from miwake.runtime.processes import all_cores, cores, is_picklable
from miwake.runtime.sandbox import surroundings
from miwake.tasks.task_file import explain

PAYS = 3.0  # seconds of work left from which starting processes pays
SHORT = 0.01  # seconds of work done here in one go
GROUP = 0.2  # seconds of work sent to a process at once
AHEAD = 256  # groups sent before their turn, so that no executor holds a whole long order

Progress = Callable[[int, int], None]
Waiting = dict[Future[list[Examples]], range]


def make_examples(
    source: Source,
    order: Order,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Examples:
    """Make examples, with an executor or, where that pays, on all cores of this machine.

    Raises:
        TaskError: a function of the task raised, or returned what can't be an example.
        DataError: the examples don't fit into memory.
    """
    whole = _Assembly(source, order, progress)
    waiting: Waiting = {}
    try:
        if executor is not None:
            _in_processes(executor, whole, order.chunks(source), 1, waiting)
        else:
            _here(whole, waiting)
    finally:  # a pool of ours is gone by now; one of the user's need not work for nothing
        for future in waiting:
            future.cancel()
    return whole.examples


class _Assembly:
    """The whole that chunks are put into, in any order."""

    def __init__(self, source: Source, order: Order, progress: Progress | None) -> None:
        self.source, self.order, self.progress = source, order, progress
        self.done = 0
        self.whole: Examples | None = None

    def add(self, number: int, chunk: Examples) -> None:
        if self.whole is None:
            self.whole = self._room_for(chunk)
        whole = self.whole
        if chunk.x.shape[1:] != whole.x.shape[1:]:
            raise TaskError(
                "{name}: shapes differ between examples ({first} and "
                "{then}); all examples must have one shape",
                name=self.source.name,
                first=whole.x.shape[1:],
                then=chunk.x.shape[1:],
            )
        if (wider := example_type(whole.x.dtype, chunk.x.dtype)) != whole.x.dtype:
            self.whole = whole = Examples(whole.x.astype(wider), whole.y, whole.facts)
        start = number * self.order.chunk_size(self.source)
        places = slice(start, start + len(chunk.y))
        whole.x[places], whole.y[places] = chunk.x, chunk.y
        put_facts(whole.facts, chunk.facts, places, self.order.count, self.source.name)
        self.done += len(chunk.y)
        if self.progress:
            self.progress(self.done, self.order.count)

    def _room_for(self, chunk: Examples) -> Examples:
        shape = (self.order.count, *chunk.x.shape[1:])
        try:
            return Examples(np.empty(shape, chunk.x.dtype), np.empty(shape[0], np.int32), {})
        except (MemoryError, ValueError):
            size = self.order.count * chunk.x[0].nbytes / 1e9
            raise DataError(
                "{count:,} examples of shape {shape} need {size:,.0f} GB, "
                "more memory than there is; make fewer with {--train} and {--test}",
                count=self.order.count,
                shape=shape[1:],
                size=size,
            ) from None

    @property
    def examples(self) -> Examples:
        assert self.whole is not None
        return self.whole


def _here(whole: _Assembly, waiting: Waiting) -> None:
    """Make the chunks in this process, and what is left in several, or threads, where that pays."""
    source, order = whole.source, whole.order
    threads = all(a_class.compiled for a_class in source.functions)
    cost = seconds_each(source) * order.chunk_size(source)
    left = order.chunks(source)
    while left:
        if threads and cost * len(left) > GROUP and cores() > 1:
            with ThreadPoolExecutor(cores()) as pool:  # compiled loops let go of the lock
                _in_processes(pool, whole, left, max(1, int(GROUP / 8 / cost)), waiting)
            return
        if cost * len(left) > PAYS and cores() > 1 and is_picklable(source):
            with all_cores() as pool:
                _in_processes(pool, whole, left, max(1, int(GROUP / cost)), waiting)
            return
        numbers = left[: max(1, int(SHORT / cost)) if cost else 1]
        start = time.perf_counter()
        for number, chunk in zip(numbers, make_chunks(source, order, numbers), strict=True):
            whole.add(number, chunk)
        cost = (time.perf_counter() - start) / len(numbers)
        left = left[len(numbers) :]


def ended(source: Source) -> TaskError:
    """What to say of a process that is gone."""
    return TaskError(
        "{name}: a process that made examples was ended from outside or by a function "
        "(os._exit, a crash in compiled code, too little memory); try fewer or smaller examples",
        name=source.name,
    )


def _in_processes(
    executor: Executor, whole: _Assembly, chunks: range, group: int, waiting: Waiting
) -> None:
    source, order = whole.source, whole.order
    groups = (chunks[i : i + group] for i in range(0, len(chunks), group))
    try:
        while True:
            for numbers in itertools.islice(groups, AHEAD - len(waiting)):
                waiting[executor.submit(make_chunks, source, order, numbers)] = numbers
            if not waiting:
                return
            for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                for number, chunk in zip(waiting.pop(future), future.result(), strict=True):
                    whole.add(number, chunk)
    except MiwakeError:
        raise
    except BrokenExecutor as error:
        raise ended(source) from error
    except Exception as error:
        told = explain(error, source.name)
        raise TaskError(
            "{name}: {kind} failed ({told})",
            name=source.name,
            kind=type(executor).__name__,
            told=told,
        ) from error


def seconds_each(source: Source) -> float:
    """Seconds for one example where functions make them one by one; 0 where a chunk will tell."""
    seconds = []
    with surroundings(source.neighbours):
        for a_class in source.functions:
            if a_class.batch or a_class.compiled:
                return 0.0
            rng = np.random.default_rng(0)
            start, calls = time.perf_counter(), 0
            while calls < 20 and time.perf_counter() - start < 0.02:
                with contextlib.suppress(Exception, SystemExit):  # the chunk will tell, with more
                    a_class.function(rng)
                calls += 1
            seconds.append((time.perf_counter() - start) / calls)
    return sum(seconds) / len(seconds)
