"""Making examples: the chunks of a request, here or in processes, put together into arrays."""

import contextlib
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ThreadPoolExecutor
from functools import partial

import numpy as np

from miwake.dataset import Examples
from miwake.errors import DataError, MiwakeError, TaskError
from miwake.generate.chunk import Request, make_chunks
from miwake.generate.class_functions import ClassFunctions
from miwake.generate.validate import check_shapes, put_facts
from miwake.readers.numbers import example_type
from miwake.runtime.executors import MIN_PARALLEL_SECONDS, bounded_map
from miwake.runtime.processes import all_cores, cores, is_picklable
from miwake.runtime.sandbox import explain, task_sandbox

HERE_SECONDS = 0.01  # of work done in this process in one go
GROUP_SECONDS = 0.2  # of work sent to a process at once
MAX_PENDING = 256  # groups sent before their turn, so that no executor holds a whole long order

Progress = Callable[[int, int], None]


def make_examples(
    source: ClassFunctions,
    request: Request,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Examples:
    """Make examples, with an executor or, where that pays, on all cores of this machine.

    Raises:
        TaskError: a function of the task raised, or returned what can't be an example.
        DataError: the examples don't fit into memory.
    """
    assembly = _Assembly(source, request, progress)
    if executor is not None:
        _make_with(executor, assembly, request.chunks(source), 1)
    else:
        _make_here(assembly)
    return assembly.examples


class _Assembly:
    """The arrays that chunks are put into, in any order."""

    def __init__(self, source: ClassFunctions, request: Request, progress: Progress | None) -> None:
        self.source, self.request, self.progress = source, request, progress
        self.done = 0

    def add(self, number: int, chunk: Examples) -> None:
        if not self.done:
            self.examples = self._allocate(chunk)
        examples, count = self.examples, self.request.count
        check_shapes(self.source.name, examples.x.shape[1:], chunk.x.shape[1:])
        if (wider := example_type(examples.x.dtype, chunk.x.dtype)) != examples.x.dtype:
            self.examples = examples = Examples(
                examples.x.astype(wider), examples.y, examples.facts
            )
        span = self.request.span(self.source, number)
        examples.x[span], examples.y[span] = chunk.x, chunk.y
        put_facts(examples.facts, chunk.facts, span, count, self.source.name)
        self.done += len(chunk.y)
        if self.progress:
            self.progress(self.done, count)

    def _allocate(self, chunk: Examples) -> Examples:
        count, shape = self.request.count, chunk.x.shape[1:]
        try:
            return Examples(np.empty((count, *shape), chunk.x.dtype), np.empty(count, np.int32), {})
        except (MemoryError, ValueError):
            raise DataError(
                "{count:,} examples of shape {shape} need {size:,.0f} GB, "
                "more memory than there is; make fewer with {--train} and {--test}",
                count=count,
                shape=shape,
                size=count * chunk.x[0].nbytes / 1e9,
            ) from None


def _make_here(assembly: _Assembly) -> None:
    """Make chunks in this process, and what is left in several, or threads, where that pays."""
    source = assembly.source
    cost = seconds_each(source) * source.chunk_size
    left = assembly.request.chunks(source)
    while left:
        seconds = cost * len(left)
        if source.all_compiled and seconds > GROUP_SECONDS and cores() > 1:
            with ThreadPoolExecutor(cores()) as threads:  # compiled loops let go of the lock
                _make_with(threads, assembly, left, max(1, int(GROUP_SECONDS / 8 / cost)))
            return
        if seconds > MIN_PARALLEL_SECONDS and cores() > 1 and is_picklable(source):
            with all_cores() as processes:
                group = max(1, int(GROUP_SECONDS / cost))
                _make_with(processes, assembly, left, group, cancel=False)
            return
        numbers = left[: max(1, int(HERE_SECONDS / cost)) if cost else 1]
        start = time.perf_counter()
        chunks = make_chunks(source, assembly.request, numbers)
        for number, chunk in zip(numbers, chunks, strict=True):
            assembly.add(number, chunk)
        cost = (time.perf_counter() - start) / len(numbers)
        left = left[len(numbers) :]


def _make_with(
    executor: Executor, assembly: _Assembly, chunks: range, group: int, cancel: bool = True
) -> None:
    """Make chunks with an executor, `group` of them in one go."""
    source = assembly.source
    make = partial(make_chunks, source, assembly.request)
    groups = (chunks[start : start + group] for start in range(0, len(chunks), group))
    try:
        results = bounded_map(make, groups, executor, MAX_PENDING, cancel=cancel)
        with contextlib.closing(results):
            for numbers, examples in results:
                for number, chunk in zip(numbers, examples, strict=True):
                    assembly.add(number, chunk)
    except MiwakeError:
        raise
    except BrokenExecutor as error:
        raise process_ended(source) from error
    except Exception as error:
        raise TaskError(
            "{name}: {kind} failed ({told})",
            name=source.name,
            kind=type(executor).__name__,
            told=explain(error, source.name),
        ) from error


def process_ended(source: ClassFunctions) -> TaskError:
    """Say that a process is gone."""
    return TaskError(
        "{name}: a process that made examples was ended from outside or by a function "
        "(os._exit, a crash in compiled code, too little memory); try fewer or smaller examples",
        name=source.name,
    )


def seconds_each(source: ClassFunctions) -> float:
    """Time one example where functions make them one by one; 0 where a chunk will tell."""
    seconds = []
    with task_sandbox(source.modules):
        for class_function in source.functions:
            if class_function.batch or class_function.compiled:
                return 0.0
            rng = np.random.default_rng(0)
            start, calls = time.perf_counter(), 0
            while calls < 20 and time.perf_counter() - start < 0.02:
                with contextlib.suppress(Exception, SystemExit):  # the chunk will tell, with more
                    class_function.function(rng)
                calls += 1
            seconds.append((time.perf_counter() - start) / calls)
    return sum(seconds) / len(seconds)
