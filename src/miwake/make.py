"""Making examples: the chunks of an order, here or in processes, put together into arrays."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed

import numpy as np

from miwake.errors import DataError, TaskError
from miwake.sources.chunks import Examples, Order, Source, global_generators_kept, make_chunk

PAYS = 3.0  # seconds of work left from which starting processes pays
GROUP = 0.2  # seconds of work sent to a process at once

Progress = Callable[[int, int], None]


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
    chunks = order.chunks(source)
    if executor is not None:
        _in_processes(executor, source, order, chunks, 1, whole)
        return whole.examples
    cost = _probe(source)
    for number in chunks:
        start = time.perf_counter()
        if cost * order.chunk_size(source) * (len(chunks) - number) > PAYS and _cores() > 1:
            with _all_cores() as pool:
                group = max(1, int(GROUP / (cost * order.chunk_size(source))))
                _in_processes(pool, source, order, chunks[number:], group, whole)
            break
        whole.add(number, make_chunk(source, order, number))
        cost = (time.perf_counter() - start) / order.chunk_size(source)
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
                f"{self.source.name}: shapes differ between examples ({whole.x.shape[1:]} and "
                f"{chunk.x.shape[1:]}); all examples must have one shape"
            )
        if chunk.x.dtype != whole.x.dtype:
            widened = whole.x.astype(np.result_type(whole.x, chunk.x))
            self.whole = whole = Examples(widened, whole.y, whole.facts)
        start = number * self.order.chunk_size(self.source)
        stop = start + len(chunk.y)
        whole.x[start:stop], whole.y[start:stop] = chunk.x, chunk.y
        for name, values in chunk.facts.items():
            if name not in whole.facts:
                fill = "" if values.dtype == object else np.nan
                whole.facts[name] = np.full(self.order.count, fill, values.dtype)
            whole.facts[name][start:stop] = values
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
                f"{self.order.count:,} examples of shape {shape[1:]} need {size:,.0f} GB, "
                "more memory than there is; make fewer with --train and --test"
            ) from None

    @property
    def examples(self) -> Examples:
        assert self.whole is not None
        return self.whole


def _make_chunks(source: Source, order: Order, numbers: Sequence[int]) -> list[Examples]:
    return [make_chunk(source, order, number) for number in numbers]


def _in_processes(
    executor: Executor,
    source: Source,
    order: Order,
    chunks: range,
    group: int,
    whole: _Assembly,
) -> None:
    groups = [chunks[i : i + group] for i in range(0, len(chunks), group)]
    waiting: dict[Future[list[Examples]], range] = {
        executor.submit(_make_chunks, source, order, numbers): numbers for numbers in groups
    }
    try:
        for future in as_completed(list(waiting)):
            for number, chunk in zip(waiting.pop(future), future.result(), strict=True):
                whole.add(number, chunk)
    finally:
        for future in waiting:
            future.cancel()


@contextlib.contextmanager
def _all_cores() -> Iterator[Executor]:
    """A process for each core; none of them outlives an error or Ctrl-C."""
    from loky import ProcessPoolExecutor

    pool = ProcessPoolExecutor(max_workers=_cores())
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, kill_workers=True)


def _cores() -> int:
    from loky import cpu_count

    return int(cpu_count())


def _probe(source: Source) -> float:
    """Seconds for one example where functions make them one by one; 0 where a chunk will tell."""
    seconds = []
    with global_generators_kept(), contextlib.redirect_stdout(sys.stderr):
        for a_class in source.functions:
            if a_class.batch:
                return 0.0
            rng = np.random.default_rng(0)
            start, calls = time.perf_counter(), 0
            while calls < 20 and time.perf_counter() - start < 0.02:
                with contextlib.suppress(Exception):  # the chunk itself will tell, with its place
                    a_class.function(rng)
                calls += 1
            seconds.append((time.perf_counter() - start) / calls)
    return sum(seconds) / len(seconds)
