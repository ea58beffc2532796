"""Several devices: each takes its part of every batch, as Keras' DataParallel distributes it.

The whole program runs on all devices at once; XLA adds the gradients up between them. Every
process goes through the same examples in the same order and puts its part of each batch on its
own devices, so the result is that of one device, but for rounding.
"""

import contextlib
import inspect
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from miwake.errors import ArgumentError, MiwakeError, WorkerError
from miwake.runtime.keras_backend import jax, keras

HEARTBEAT = 10  # seconds of silence after which a process counts as lost
LEAVING = 10  # seconds that a process waits for the others at its end
ADDRESSES, PROCESSES, NUMBER = (
    f"KERAS_DISTRIBUTION_{name}" for name in ("JOB_ADDRESSES", "NUM_PROCESSES", "PROCESS_ID")
)
LAUNCHED = ("SLURM_NTASKS", "OMPI_COMM_WORLD_SIZE")  # JAX reads the rest of what these set


@dataclass(frozen=True)
class Placement:
    """Where a training's arrays lie.

    Attributes:
        devices: how many there are.
        whole: how an array lies that each device has.
        parted: how a block (steps, batch, ...) lies, of whose batches each device has a part.
    """

    devices: int
    whole: Any
    parted: Any

    def state(self, state: Any) -> Any:
        """A copy of a state on every device."""
        return jax().tree.map(lambda array: _put(np.asarray(array), self.whole), state)

    def block(self, block: Any) -> Any:
        """A block with each batch parted among the devices; a small last one lies on each."""

        def put(array: Any) -> Any:
            parts = array.shape[1] % self.devices == 0
            return _put(array, self.parted if parts else self.whole)

        return jax().tree.map(put, block)


def placement_for(size: int) -> Placement | None:
    """Where Keras' distribution puts batches of `size`; None if there is no distribution.

    Raises:
        ArgumentError: the devices can't get equal parts of a batch.
    """
    distribution = keras().distribution.distribution()
    if distribution is None:
        return None
    mesh = distribution.device_mesh.backend_mesh
    if size % mesh.size:
        raise ArgumentError(
            "batch_size = {size} can't be parted equally among {devices} devices; "
            "give a multiple of {devices}",
            size=size,
            devices=mesh.size,
        )
    sharding, spec = jax().sharding.NamedSharding, jax().sharding.PartitionSpec
    parted = sharding(mesh, spec(None, distribution.batch_dim_name))
    return Placement(mesh.size, sharding(mesh, spec()), parted)


def can_part() -> bool:
    """Whether the distribution, if any, is one that parts batches and nothing else."""
    distribution = keras().distribution.distribution()
    return distribution is None or isinstance(distribution, keras().distribution.DataParallel)


def join_processes() -> bool:
    """Share every batch among all devices of all processes that were started for it.

    Processes are found by Keras' variables KERAS_DISTRIBUTION_JOB_ADDRESSES, _NUM_PROCESSES and
    _PROCESS_ID, or as SLURM and Open MPI start them; without these there is one process.

    Returns:
        whether this process is the first, whose results count.

    Raises:
        WorkerError: the others are not found.
    """
    given = {name: os.environ.get(name) for name in (ADDRESSES, PROCESSES, NUMBER)}
    launched = any(int(os.environ.get(name, "1")) > 1 for name in LAUNCHED)
    if any(given.values()) or launched:
        _join(*given.values())
    distribution = keras().distribution
    distribution.set_distribution(distribution.DataParallel())
    return int(jax().process_index()) == 0


def part_processes() -> None:
    """Wait until all processes have done their work, so that none ends under another."""
    if jax().process_count() > 1:
        from jax.experimental.multihost_utils import sync_global_devices

        with lost_peers_told():
            sync_global_devices("miwake: done")
            jax().distributed.shutdown()


@contextlib.contextmanager
def lost_peers_told() -> Iterator[None]:
    """Say it in one line when another process of the training is gone."""
    try:
        yield
    except MiwakeError:
        raise
    except (ValueError, RuntimeError) as error:  # what collectives raise depends on the library
        if jax().process_count() == 1:
            raise
        raise WorkerError(
            "another process of this training is gone ({told}); "
            "start all of them again with miwake train --resume RUN --distributed",
            told=str(error).splitlines()[0][:120],
        ) from error


def _join(addresses: str | None, processes: str | None, number: str | None) -> None:
    known = inspect.signature(jax().distributed.initialize).parameters
    limits = {"heartbeat_timeout_seconds": HEARTBEAT, "shutdown_timeout_seconds": LEAVING}
    try:
        jax().distributed.initialize(
            coordinator_address=addresses.split(",")[0] if addresses else None,
            num_processes=int(processes) if processes else None,
            process_id=int(number) if number else None,
            **{name: limit for name, limit in limits.items() if name in known},
        )
    except (ValueError, TypeError, RuntimeError) as error:
        raise WorkerError(
            "the processes of this training don't find each other "
            "({told}); start them with srun or mpirun, or set "
            "{address}, {processes} and {number}",
            told=str(error).splitlines()[0][:160],
            address=ADDRESSES,
            processes=PROCESSES,
            number=NUMBER,
        ) from error


def _put(array: Any, sharding: Any) -> Any:
    return jax().make_array_from_callback(array.shape, sharding, lambda part: array[part])
