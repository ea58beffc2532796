"""Work given to any concurrent.futures.Executor: in bounded numbers, redone where workers died."""

import itertools
import time
from abc import abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

from miwake.errors import MiwakeError, Phrase, WorkerError
from miwake.runtime.processes import cores, pool

MAX_PENDING = 1024  # items submitted ahead: no scheduler has to hold a whole long order
MIN_PARALLEL_SECONDS = 3.0  # of remaining work from which starting processes pays
POLL_SECONDS = 0.2  # between two questions whether results are still to be expected
MAX_LOSSES = 3  # pools that may die in a row without finishing an item

Progress = Callable[[int, int], None]
Item = TypeVar("Item")
Result = TypeVar("Result")


class RemoteExecutor(Executor):
    """An executor whose scheduler can vanish without a word to the futures that wait for it."""

    @abstractmethod
    def is_lost(self) -> bool:
        """Finding whether the scheduler is gone."""


@dataclass(frozen=True)
class WorkerConfig:
    """Who does the work, and who hears of its progress.

    Attributes:
        executor: any executor; None: processes of our own.
        workers: how many of these; 1: this process; None: all cores where that pays.
        progress: called with (examples done, examples in all).
    """

    executor: Executor | None = None
    workers: int | None = None
    progress: Progress | None = None

    @property
    def leaves_process(self) -> bool:
        """True where an executor or several processes were asked for."""
        return self.executor is not None or (self.workers or 1) > 1

    def map(
        self, function: Callable[[Item], Result], items: Sequence[Item]
    ) -> Iterator[tuple[Item, Result]]:
        """Yield each item with its result, in the order in which results come.

        Args:
            function: what to do; where others do it, it and the items are pickled.
            items: different from each other and hashable.

        Raises:
            WorkerError: those who did the work are lost.
        """
        if self.executor is not None:
            with _worker_errors(type(self.executor).__name__):
                yield from bounded_map(function, items, self.executor)
            return
        workers = cores() if self.workers is None else self.workers
        cost = 0.0 if self.workers is None else MIN_PARALLEL_SECONDS  # seconds an item, if known
        for done, item in enumerate(items):
            if workers > 1 and cost * (len(items) - done) >= MIN_PARALLEL_SECONDS:
                with _worker_errors():
                    yield from process_map(function, items[done:], partial(pool, workers))
                return
            started = time.perf_counter()
            result = function(item)
            cost = time.perf_counter() - started
            yield item, result


def bounded_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    executor: Executor,
    limit: int = MAX_PENDING,
    *,
    in_order: bool = False,
    stopped: Callable[[], bool] = lambda: False,
    cancel: bool = True,
) -> Generator[tuple[Item, Result], None, None]:
    """Yield each item with its result.

    The first items are submitted at once, before a result is asked for.

    Args:
        function: called by the executor with one item.
        items: taken one by one, as places become free.
        executor: who calls it.
        limit: items submitted and not yet yielded, at most.
        in_order: yield in the order of the items instead of as results come.
        stopped: asked while no result comes; True ends the iteration.
        cancel: cancel what still waits at the end; not in processes of our own, which are killed:
            loky's manager fails on cancelled work then.

    Raises:
        WorkerError: the scheduler of a RemoteExecutor is lost.
        BrokenExecutor: a worker died.
        Exception: whatever `function` or `submit` raises.
    """
    pending: dict[Future[Result], Item] = {}
    completions: SimpleQueue[Future[Result]] = SimpleQueue()
    upcoming = iter(items)

    def submit() -> None:
        for item in itertools.islice(upcoming, limit - len(pending)):
            future = _submit(executor, function, item)
            pending[future] = item
            future.add_done_callback(completions.put)

    def results() -> Generator[tuple[Item, Result], None, None]:
        try:
            while pending:
                expected = next(iter(pending)) if in_order else None
                completed = _wait(completions, expected, executor, stopped)
                if completed is None:
                    return
                result = completed.result()
                yield pending.pop(completed), result
                submit()
        finally:
            for future in pending if cancel else ():
                future.cancel()

    submit()
    return results()


def _wait(
    completions: SimpleQueue[Future[Result]],
    expected: Future[Result] | None,
    executor: Executor,
    stopped: Callable[[], bool],
) -> Future[Result] | None:
    """Wait for a future, by default any, to be done; None where that is no longer wanted."""
    while not (expected and expected.done()):
        try:
            future = completions.get(timeout=POLL_SECONDS)
        except Empty:
            if stopped():
                return None
            if isinstance(executor, RemoteExecutor) and executor.is_lost():
                raise _scheduler_lost() from None
        else:
            expected = expected or future
    return expected


def _submit(executor: Executor, function: Callable[[Item], Result], item: Item) -> Future[Result]:
    """Submit an item; where the executor is broken, that is its result."""
    try:
        return executor.submit(function, item)
    except BrokenExecutor as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def process_map(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    open_pool: Callable[[], AbstractContextManager[Executor]],
    limit: int = MAX_PENDING,
    *,
    in_order: bool = False,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Item, Result]]:
    """Do as `bounded_map` in processes; when one is killed, new ones take over what was left.

    Args:
        function: called by a process with one item; both are pickled.
        items: different from each other and hashable.
        open_pool: starts the processes; asked again for each pool that died.
        limit: as in `bounded_map`.
        in_order: as in `bounded_map`.
        stopped: as in `bounded_map`.

    Raises:
        BrokenExecutor: processes were killed again and again.
    """
    left = dict.fromkeys(items)
    losses = 0
    while left:
        try:
            with open_pool() as executor:
                results = bounded_map(
                    function,
                    list(left),
                    executor,
                    limit,
                    in_order=in_order,
                    stopped=stopped,
                    cancel=False,
                )
                for item, result in results:
                    del left[item]
                    losses = 0
                    yield item, result
                return
        except BrokenExecutor:
            losses += 1
            if losses == MAX_LOSSES:
                raise


def process_died(process: Phrase) -> Phrase:
    """Say that a process is gone, and what may have ended it."""
    return Phrase(
        "{process} from outside or by a function of the task (os._exit, a crash in compiled code, "
        "too little memory)",
        process=process,
    )


@contextmanager
def _worker_errors(name: str = "") -> Iterator[None]:
    """Turn what an executor fails with into one line.

    Args:
        name: of the executor; "": processes of our own.
    """
    try:
        yield
    except MiwakeError:
        raise
    except BrokenExecutor as error:
        phrase = Phrase("a worker of {name} was ended", name=name)
        if not name:
            phrase = Phrase("processes were ended {times} times", times=MAX_LOSSES)
        raise WorkerError(
            "{died}; what is done is kept, so start again with fewer workers",
            died=process_died(phrase),
        ) from error
    except CancelledError as error:
        raise _scheduler_lost() from error
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise WorkerError(
            "{name} failed ({told}); what is done is kept",
            name=name or "ProcessPoolExecutor",
            told=reason,
        ) from error


def _scheduler_lost() -> WorkerError:
    return WorkerError(
        "the scheduler that the work was given to is lost, or cancelled it; what is done is kept, "
        "so start again when it is back"
    )
