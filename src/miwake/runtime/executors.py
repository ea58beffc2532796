"""Work given to any concurrent.futures.Executor, and not lost with those who did it."""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TypeVar

from miwake.errors import MiwakeError, Phrase, WorkerError
from miwake.runtime.processes import cores, pool

AHEAD = 1024  # pieces of work sent before their turn: no scheduler holds a whole long order
PAYS = 3.0  # seconds of work left from which starting processes pays
LOOK = 1.0  # seconds between two looks whether an executor is still there
ATTEMPTS = 3  # pools that may be lost in turn without one piece of work done

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Means:
    """Who does the work, and who is told of it.

    Attributes:
        executor: any executor; None: processes of our own.
        workers: how many of these; 1: this process; None: as it pays.
        progress: called with (examples done, examples in all).
    """

    executor: Executor | None = None
    workers: int | None = None
    progress: Progress | None = None

    @property
    def elsewhere(self) -> bool:
        """Whether others than this process were asked for."""
        return self.executor is not None or (self.workers or 1) > 1


def results(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    executor: Executor | None = None,
    workers: int | None = None,
) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, in the order in which they come.

    Args:
        function: what to do; where others do it, it and the items are pickled.
        items: different from each other and hashable.
        executor: who does it; None: processes of our own.
        workers: how many of these; 1: this process; None: all cores where that pays.

    Raises:
        WorkerError: those who did the work are lost.
    """
    if executor is not None:
        yield from with_executor(function, items, executor)
        return
    many = cores() if workers is None else workers
    cost = 0.0 if workers is None else PAYS  # seconds a piece of work, as far as is known
    for done, item in enumerate(items):
        if many > 1 and cost * (len(items) - done) >= PAYS:
            yield from in_processes(function, items[done:], many)
            return
        started = time.perf_counter()
        result = function(item)
        cost = time.perf_counter() - started
        yield item, result


def in_processes(
    function: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, made by processes on this machine, in the order they come.

    When a process is killed, new ones take its work and that of the others over.

    Args:
        function: what to do; it and the items are pickled.
        items: different from each other and hashable.
        workers: how many processes.

    Raises:
        WorkerError: processes are killed again and again.
    """
    left = dict.fromkeys(items)
    fruitless = 0
    while left:
        before = len(left)
        try:
            with pool(workers) as executor:
                for item, result in _sent(function, left, executor):
                    del left[item]
                    yield item, result
        except BrokenExecutor as error:
            fruitless = 0 if len(left) < before else fruitless + 1
            if fruitless == ATTEMPTS:
                raise _ended(
                    Phrase("processes were ended {times} times", times=ATTEMPTS)
                ) from error


def with_executor(
    function: Callable[[Item], Result], items: Iterable[Item], executor: Executor
) -> Iterator[tuple[Item, Result]]:
    """Each item with its result, made by an executor, in the order they come.

    Raises:
        WorkerError: the executor, or the scheduler behind it, is lost.
    """
    try:
        yield from _sent(function, items, executor)
    except BrokenExecutor as error:
        name = type(executor).__name__
        raise _ended(Phrase("a worker of {name} was ended", name=name)) from error


def _ended(what: Phrase) -> WorkerError:
    return WorkerError(
        "{what} from outside or by a function of the task (os._exit, a crash in compiled code, "
        "too little memory); what is done is kept, so start again with fewer workers",
        what=what,
    )


def _lost() -> WorkerError:
    return WorkerError(
        "the scheduler that the work was given to is lost, or cancelled it; what is done is kept, "
        "so start again when it is back"
    )


def _sent(
    function: Callable[[Item], Result], items: Iterable[Item], executor: Executor
) -> Iterator[tuple[Item, Result]]:
    waiting: dict[Future[Result], Item] = {}
    done: SimpleQueue[Future[Result]] = SimpleQueue()
    ahead = iter(list(items))
    try:
        while True:
            for item in itertools.islice(ahead, AHEAD - len(waiting)):
                with _told(executor):
                    future = executor.submit(function, item)
                waiting[future] = item
                future.add_done_callback(done.put)
            if not waiting:
                return
            future = _next(done, executor)
            with _told(executor):
                result = future.result()
            yield waiting.pop(future), result
    finally:
        for future in waiting:
            future.cancel()


def _next(done: "SimpleQueue[Future[Result]]", executor: Executor) -> Future[Result]:
    """The next future that is done; an executor may tell with `lost()` that none will come."""
    lost: Callable[[], bool] = getattr(executor, "lost", bool)
    while True:
        try:
            return done.get(timeout=LOOK)
        except Empty:
            if lost():
                raise _lost() from None


@contextmanager
def _told(executor: Executor) -> Iterator[None]:
    """What an executor fails with, in one line."""
    name = type(executor).__name__
    try:
        yield
    except (MiwakeError, BrokenExecutor):
        raise
    except CancelledError as error:
        raise _lost() from error
    except Exception as error:
        told = " ".join(f"{type(error).__name__}: {error}".split())
        raise WorkerError(
            "{name} failed ({told}); what is done is kept", name=name, told=told
        ) from error
