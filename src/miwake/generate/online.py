"""Fresh examples: each epoch of a training gets its own, made during it by other processes."""

import threading
from collections.abc import Generator, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Examples
from miwake.errors import TaskError
from miwake.generate.chunk import EPOCH, Request, make_chunks, with_target
from miwake.generate.class_functions import ClassFunctions
from miwake.generate.generate import make_examples, process_ended, seconds_each
from miwake.runtime.executors import MAX_LOSSES, bounded_map
from miwake.runtime.processes import cores, is_picklable, pool

SAMPLE_BYTES = 64 * 2**20  # of examples that are made before the training, and kept
AHEAD_BYTES = 64 * 2**20  # of examples that may wait for their turn
JOB_BYTES = 4 * 2**20
JOB_SECONDS = 0.2  # of work sent to a process at once, about
SEEN = 10_000  # examples of the last epoch that are kept

Piece = tuple[NDArray[np.generic], NDArray[np.generic]]
Job = tuple[Request, range]  # chunks that a process makes in one go
Results = Iterator[tuple[Job, list[Examples]]]


def sample_size(source: ClassFunctions, count: int, example: NDArray[np.generic]) -> int:
    """Count the examples of the first epoch to make before a training: all, or whole chunks."""
    size = source.chunk_size
    return min(count, max(1, SAMPLE_BYTES // (size * example.nbytes)) * size)


@dataclass(eq=False)
class OnlineStream:
    """Examples for training, new ones every epoch; the same ones for the same seed.

    Attributes:
        source: what makes them.
        count: how many an epoch has.
        seed: what they are made from.
        sample: the first of them, made before; y is what is to be learned.
    """

    source: ClassFunctions
    count: int
    seed: int
    sample: Examples
    fresh = True

    def __post_init__(self) -> None:
        self.reads_ahead = cores() > 1 and is_picklable(self.source)
        self._last_epoch: tuple[int, list[Piece]] = 0, []
        self._processes: ExitStack | None = None  # started, and not yet used
        self._stopped = threading.Event()

    def begin(self) -> None:
        """Start the processes, so that they are ready when the training is.

        They end with the training, or with this object.
        """
        if self.reads_ahead and self._processes is None:
            self._processes = ExitStack()
            self._pool = self._processes.enter_context(_open_pool())

    @property
    def first(self) -> Piece:
        """One example."""
        return self.sample.x[:1], self.sample.y[:1]

    def pieces(
        self,
        first: int,
        last: int,
        seed: int = 0,  # noqa: ARG002  as they are made
    ) -> Generator[Piece, None, None]:
        """Yield the examples of epochs `first` up to, not with, `last`, as they are made.

        Raises:
            TaskError: a function raised, or an example differs from the first ones in its form.
        """
        self._last_epoch = last - 1, []
        self._stopped.clear()
        with ExitStack() as processes:
            results = self._make(list(self._jobs(first, last)), processes)
            if first == 0:
                yield self._remember(0, (self.sample.x, self.sample.y))
            for (request, _), chunks in results:
                for chunk in chunks:
                    yield self._remember(request.epoch or 0, self._checked(chunk))

    def stop(self) -> None:
        """End what is under way."""
        self._stopped.set()

    def trained_examples(self) -> Piece:
        """Give some examples of the last epoch that was asked for."""
        epoch, pieces = self._last_epoch
        if not pieces:
            size = min(self.count, sample_size(self.source, SEEN, self.sample.x[0]))
            request = Request(EPOCH, size, self.seed, epoch=epoch)
            pieces = [self._checked(make_examples(self.source, request))]
        x, y = (np.concatenate(arrays) for arrays in zip(*pieces, strict=True))
        return x[:SEEN], y[:SEEN]

    def _jobs(self, first: int, last: int) -> Iterator[Job]:
        """Cut the epochs into jobs, in order; the chunks of the sample are there already."""
        size = self.source.chunk_size
        seconds = seconds_each(self.source) if self.reads_ahead else 0.0
        by_bytes = JOB_BYTES // (size * self.sample.x[0].nbytes)
        group = max(1, min(by_bytes, int(JOB_SECONDS / max(seconds * size, 1e-9))))
        for epoch in range(first, last):
            request = Request(EPOCH, self.count, self.seed, epoch=epoch)
            done = 0 if epoch else -(-len(self.sample.y) // size)
            chunks = request.chunks(self.source)[done:]
            for start in range(0, len(chunks), group):
                yield request, chunks[start : start + group]

    def _make(self, jobs: list[Job], processes: ExitStack) -> Results:
        """Do the jobs in their order; in processes, which begin at once, where there are cores."""
        if not jobs or not self.reads_ahead:
            return ((job, make_chunks(self.source, *job)) for job in jobs)
        largest = max(len(chunks) for _, chunks in jobs) * self.source.chunk_size
        limit = max(cores(), AHEAD_BYTES // (largest * self.sample.x[0].nbytes))
        self.begin()
        assert self._processes is not None
        processes.push(self._processes)
        self._processes = None
        return self._retry(jobs, limit, self._submit(jobs, limit, self._pool), processes)

    def _submit(self, jobs: list[Job], limit: int, executor: Executor) -> Results:
        make = partial(_make_job, self.source)
        stopped = self._stopped.is_set
        return bounded_map(
            make, jobs, executor, limit, in_order=True, stopped=stopped, cancel=False
        )

    def _retry(
        self, jobs: list[Job], limit: int, results: Results, processes: ExitStack
    ) -> Results:
        """Yield results; where a process is lost, new ones do what was not finished."""
        done = losses = 0
        while True:
            try:
                for job, chunks in results:
                    done, losses = done + 1, 0
                    yield job, chunks
            except BrokenExecutor as error:
                losses += 1
                if losses >= MAX_LOSSES:
                    raise process_ended(self.source) from error
            else:
                return
            processes.close()
            results = self._submit(jobs[done:], limit, processes.enter_context(_open_pool()))

    def _checked(self, examples: Examples) -> Piece:
        """Give x and what is to be learned, in the type of the first ones."""
        x, first = examples.x, self.sample.x
        if x.shape[1:] != first.shape[1:] or not np.can_cast(x.dtype, first.dtype):
            raise TaskError(
                "{name}: examples differ in their form (shape {first} of "
                "{first_type}, then {then} of {then_type}); all must have one",
                name=self.source.name,
                first=first.shape[1:],
                first_type=first.dtype,
                then=x.shape[1:],
                then_type=x.dtype,
            )
        return x.astype(first.dtype, copy=False), with_target(examples, self.source).y

    def _remember(self, epoch: int, piece: Piece) -> Piece:
        last, pieces = self._last_epoch
        if epoch == last and sum(len(y) for _, y in pieces) < SEEN:
            pieces.append(piece)
        return piece


def _make_job(source: ClassFunctions, job: Job) -> list[Examples]:
    return make_chunks(source, *job)


def _open_pool() -> AbstractContextManager[Executor]:
    """Start a process for each core but that of the training."""
    return pool(max(1, cores() - 1))
