"""Fresh examples: each epoch of a training gets its own, made beside it by other processes."""

import itertools
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Examples
from miwake.errors import TaskError
from miwake.generate.chunk import EPOCH, Order, Source, make_chunks
from miwake.generate.generate import ended, make_examples, seconds_each
from miwake.runtime.processes import cores, is_picklable, pool

SAMPLE_BYTES = 64 * 2**20  # of examples that are made before the training, and kept
AHEAD_BYTES = 64 * 2**20  # of examples that may wait for their turn
JOB_BYTES = 4 * 2**20
JOB_SECONDS = 0.2  # of work sent to a process at once, about
SEEN = 10_000  # examples of the last epoch that are kept
ASKED = 0.2  # seconds after which a wait asks whether it is still wanted
LOSSES = 3  # processes lost without a piece between, after which it is no accident

Piece = tuple[NDArray[np.generic], NDArray[np.generic]]
Job = tuple[Order, range]


def sample_size(source: Source, count: int, example: NDArray[np.generic]) -> int:
    """How many examples of the first epoch to make before a training: all, or whole chunks."""
    order = Order(EPOCH, count, 0, epoch=0)
    size = order.chunk_size(source)
    return min(count, max(1, SAMPLE_BYTES // (size * example.nbytes)) * size)


@dataclass(eq=False)
class Fresh:
    """Examples for training, new ones every epoch; the same ones for the same seed.

    Attributes:
        source: what makes them.
        label: gives what is to be learned of examples.
        count: how many an epoch has.
        seed: what they are made from.
        sample: the first of them, made before.
    """

    source: Source
    label: Callable[[Examples], NDArray[np.generic]]
    count: int
    seed: int
    sample: Examples
    fresh = True

    def __post_init__(self) -> None:
        self.reads_ahead = cores() > 1 and is_picklable(self.source)
        self._kept: tuple[int, list[Piece]] = 0, []
        self._begun: ExitStack | None = None
        self._stopped = threading.Event()

    def begin(self) -> None:
        """Start the processes, so that they are ready when the training is.

        They end with the training, or with this object.
        """
        if self.reads_ahead and self._begun is None:
            self._begun = ExitStack()
            self._pool = self._begun.enter_context(_beside())

    @property
    def first(self) -> Piece:
        """One example."""
        return self.sample.x[:1], self.label(self.sample)[:1]

    def pieces(
        self,
        first: int,
        last: int,
        seed: int = 0,  # noqa: ARG002  as they are made
    ) -> Generator[Piece, None, None]:
        """The examples of epochs `first` up to, not with, `last`, in the order they are made.

        Raises:
            TaskError: a function raised, or an example differs from the first ones in its form.
        """
        self._kept = last - 1, []
        self._stopped.clear()
        with ExitStack() as open_until_read:
            made = self._made(list(self._jobs(first, last)), open_until_read)
            if first == 0:
                yield self._keep(0, (self.sample.x, self.label(self.sample)))
            for epoch, examples in made:
                yield self._keep(epoch, self._checked(examples))

    def stop(self) -> None:
        """End what is under way."""
        self._stopped.set()

    def seen(self) -> Piece:
        """Some examples of the last epoch that was asked for."""
        epoch, pieces = self._kept
        if not pieces:
            size = min(self.count, sample_size(self.source, SEEN, self.sample.x[0]))
            order = Order(EPOCH, size, self.seed, epoch=epoch)
            pieces = [self._checked(make_examples(self.source, order))]
        x, y = (np.concatenate(arrays) for arrays in zip(*pieces, strict=True))
        return x[:SEEN], y[:SEEN]

    def _jobs(self, first: int, last: int) -> Iterator[Job]:
        """Chunks to make at once, in order; those of the sample are there already."""
        size = Order(EPOCH, self.count, 0).chunk_size(self.source)
        seconds = seconds_each(self.source) if self.reads_ahead else 0.0
        by_bytes = JOB_BYTES // (size * self.sample.x[0].nbytes)
        group = max(1, min(by_bytes, int(JOB_SECONDS / max(seconds * size, 1e-9))))
        for epoch in range(first, last):
            order = Order(EPOCH, self.count, self.seed, epoch=epoch)
            chunks = order.chunks(self.source)[-(-len(self.sample.y) // size) if not epoch else 0 :]
            for start in range(0, len(chunks), group):
                yield order, chunks[start : start + group]

    def _made(self, jobs: list[Job], stack: ExitStack) -> Iterator[tuple[int, Examples]]:
        found: Iterator[tuple[Order, list[Examples]]]
        if not jobs or not self.reads_ahead:
            found = ((order, make_chunks(self.source, order, part)) for order, part in jobs)
        else:
            largest = max(len(part) for _, part in jobs) * jobs[0][0].chunk_size(self.source)
            most = max(cores(), AHEAD_BYTES // (largest * self.sample.x[0].nbytes))
            self.begin()
            assert self._begun is not None
            stack.push(self._begun)
            self._begun = None
            found = _Processes(self.source, jobs, most, self._pool, self._stopped, stack).results()
        return ((int(order.epoch or 0), one) for order, several in found for one in several)

    def _checked(self, examples: Examples) -> Piece:
        """The examples, in the type of the first ones."""
        x, known = examples.x, self.sample.x
        if x.shape[1:] != known.shape[1:] or not np.can_cast(x.dtype, known.dtype):
            raise TaskError(
                "{name}: examples differ in their form (shape {first} of "
                "{first_type}, then {then} of {then_type}); all must have one",
                name=self.source.name,
                first=known.shape[1:],
                first_type=known.dtype,
                then=x.shape[1:],
                then_type=x.dtype,
            )
        return x.astype(known.dtype, copy=False), self.label(examples)

    def _keep(self, epoch: int, piece: Piece) -> Piece:
        kept_epoch, kept = self._kept
        if epoch == kept_epoch and sum(len(y) for _, y in kept) < SEEN:
            kept.append(piece)
        return piece


def _beside() -> AbstractContextManager[Executor]:
    """A process for each core but that of the training."""
    return pool(max(1, cores() - 1))


class _Processes:
    """Jobs done in other processes, a limited number before their turn; lost ones again."""

    def __init__(
        self,
        source: Source,
        jobs: list[Job],
        most: int,
        pool: Executor,
        stopped: threading.Event,
        stack: ExitStack,
    ) -> None:
        self.source, self.pool, self.stopped, self.stack = source, pool, stopped, stack
        self.todo, self.most = iter(jobs), most
        self.waiting: deque[tuple[Job, Future[list[Examples]]]] = deque()
        self._submit()

    def results(self) -> Iterator[tuple[Order, list[Examples]]]:
        """What the jobs give, in their order."""
        losses = 0
        while self.waiting:
            (order, _), future = self.waiting[0]
            while not wait([future], ASKED).done:
                if self.stopped.is_set():
                    return
            try:
                made = future.result()
            except BrokenExecutor as error:
                losses += 1
                if losses >= LOSSES:
                    raise ended(self.source) from error
                self._begin_again()
                continue
            losses = 0
            self.waiting.popleft()
            self._submit()
            yield order, made

    def _submit(self) -> None:
        for job in itertools.islice(self.todo, self.most - len(self.waiting)):
            self.waiting.append((job, self._sent(job)))

    def _sent(self, job: Job) -> Future[list[Examples]]:
        try:
            return self.pool.submit(make_chunks, self.source, *job)
        except BrokenExecutor as error:  # found out before its results were
            lost: Future[list[Examples]] = Future()
            lost.set_exception(error)
            return lost

    def _begin_again(self) -> None:
        """Give what was not finished to new processes."""
        self.stack.close()
        self.pool = self.stack.enter_context(_beside())
        jobs = [job for job, _ in self.waiting]
        self.waiting = deque((job, self._sent(job)) for job in jobs)
