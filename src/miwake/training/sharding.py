"""Shard batches over several devices, as Keras' DataParallel distributes them.

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

HEARTBEAT_SECONDS = 10  # seconds of silence after which a process counts as lost
SHUTDOWN_SECONDS = 10  # seconds that a process waits for the others at its end
ADDRESSES, PROCESSES, NUMBER = (
    f"KERAS_DISTRIBUTION_{name}" for name in ("JOB_ADDRESSES", "NUM_PROCESSES", "PROCESS_ID")
)
LAUNCHED = ("SLURM_NTASKS", "OMPI_COMM_WORLD_SIZE")  # JAX reads the rest of what these set


@dataclass(frozen=True)
class Placement:
    """Place a training's arrays on devices.

    Attributes:
        devices: how many there are.
        replicated: how an array lies that each device has a copy of.
        sharded: how a block (steps, batch, ...) lies, of whose batches each device has a part.
    """

    devices: int
    replicated: Any
    sharded: Any

    def state(self, state: Any) -> Any:
        """Copy a state to every device."""
        return jax().tree.map(lambda array: _put(np.asarray(array), self.replicated), state)

    def block(self, block: Any) -> Any:
        """Shard each batch of a block over the devices; copy a small last one to each."""

        def put(array: Any) -> Any:
            parts = array.shape[1] % self.devices == 0
            return _put(array, self.sharded if parts else self.replicated)

        return jax().tree.map(put, block)


def placement_for(size: int) -> Placement | None:
    """Ask Keras' distribution where batches of `size` lie; None if there is no distribution.

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
    sharded = sharding(mesh, spec(None, distribution.batch_dim_name))
    return Placement(mesh.size, sharding(mesh, spec()), sharded)


def supports_sharding() -> bool:
    """Check that the distribution, if any, shards batches and nothing else."""
    distribution = keras().distribution.distribution()
    return distribution is None or isinstance(distribution, keras().distribution.DataParallel)


def init_distributed() -> bool:
    """Shard every batch over all devices of all processes that were started for it.

    Processes are found by Keras' variables KERAS_DISTRIBUTION_JOB_ADDRESSES, _NUM_PROCESSES and
    _PROCESS_ID, or as SLURM and Open MPI start them; without these there is one process.

    Returns:
        True in the first process, whose results count.

    Raises:
        WorkerError: the others are not found.
    """
    named = {name: os.environ.get(name) for name in (ADDRESSES, PROCESSES, NUMBER)}
    launched = any(int(os.environ.get(name, "1")) > 1 for name in LAUNCHED)
    if any(named.values()) or launched:
        _initialize(*named.values())
    distribution = keras().distribution
    distribution.set_distribution(distribution.DataParallel())
    return int(jax().process_index()) == 0


def shutdown_distributed() -> None:
    """Wait until all processes have done their work, so that none ends under another."""
    if jax().process_count() > 1:
        from jax.experimental.multihost_utils import sync_global_devices

        with report_lost_peers():
            sync_global_devices("miwake: done")
            jax().distributed.shutdown()


@contextlib.contextmanager
def report_lost_peers() -> Iterator[None]:
    """Report in one line that another process of the training is gone."""
    try:
        yield
    except MiwakeError:
        raise
    except (ValueError, RuntimeError) as error:  # what collectives raise depends on the library
        if jax().process_count() == 1:
            raise
        raise WorkerError(
            "another process of this training is gone ({reason}); "
            "start all of them again with miwake train --resume RUN --distributed",
            reason=str(error).splitlines()[0][:120],
        ) from error


def _initialize(addresses: str | None, processes: str | None, number: str | None) -> None:
    parameters = inspect.signature(jax().distributed.initialize).parameters
    limits = {
        "heartbeat_timeout_seconds": HEARTBEAT_SECONDS,
        "shutdown_timeout_seconds": SHUTDOWN_SECONDS,
    }
    try:
        jax().distributed.initialize(
            coordinator_address=addresses.split(",")[0] if addresses else None,
            num_processes=int(processes) if processes else None,
            process_id=int(number) if number else None,
            **{name: limit for name, limit in limits.items() if name in parameters},
        )
    except (ValueError, TypeError, RuntimeError) as error:
        raise WorkerError(
            "the processes of this training don't find each other "
            "({reason}); start them with srun or mpirun, or set "
            "{address}, {processes} and {number}",
            reason=str(error).splitlines()[0][:160],
            address=ADDRESSES,
            processes=PROCESSES,
            number=NUMBER,
        ) from error


def _put(array: Any, sharding: Any) -> Any:
    return jax().make_array_from_callback(array.shape, sharding, lambda part: array[part])
