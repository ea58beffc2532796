"""A Dask cluster as an executor."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from miwake.errors import WorkerError
from miwake.runtime.executors import RemoteExecutor

_LOUD = ("distributed", "tornado")
PATIENCE = 10.0  # seconds for a scheduler to answer


class DaskExecutor(RemoteExecutor):
    """An executor over a Dask client that also knows when its scheduler is gone."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self._executor = client.get_executor(pure=False)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Send a call to the cluster."""
        return self._executor.submit(fn, *args, **kwargs)  # type: ignore[no-any-return]

    def is_lost(self) -> bool:
        """Finding whether the client still has its scheduler."""
        return bool(self.client.status != "running")


@contextmanager
def cluster(address: str) -> Iterator[DaskExecutor]:
    """Connect to the workers of a Dask scheduler for as long as the context is open.

    They need miwake and nothing else. Work of a worker that is lost is done again by another; if
    there is none, it waits for one to come. Functions should draw from rng alone: Python's global
    generator is shared with Dask's own threads, which change what it gives.

    Args:
        address: the scheduler's, such as tcp://host:8786.

    Raises:
        WorkerError: the extra `cluster` is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise WorkerError(
            "a cluster needs a part that is missing; pip install 'miwake[cluster]', "
            "here and on the workers"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise WorkerError(
            "no Dask scheduler answers at {address} ({told}); start one with `dask scheduler` and "
            "give the tcp:// address that it prints",
            address=address,
            told=why,
        ) from error
    with _silenced():
        try:
            yield DaskExecutor(client)
        finally:
            client.close(timeout=1)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep Dask and Tornado from logging a lost scheduler: we say it in one line."""
    names = [n for n in logging.root.manager.loggerDict if n.split(".")[0] in _LOUD]
    loggers = {name: logging.getLogger(name) for name in {*names, *_LOUD}}
    levels = {name: logger.level for name, logger in loggers.items()}
    for logger in loggers.values():
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, logger in loggers.items():
            logger.setLevel(levels[name])
