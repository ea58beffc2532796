"""The same training from other seeds, side by side in the program that was compiled for the first.

The trainings are independent, so each core has one: measured, that takes 0.6 of the time that one
after another takes on two cores, and every one ends with the very weights of its own seed. One
vectorised program for all of them took 1.0 to 1.2 on a CPU, since a batch of small matrix
products is slower there than the products one by one.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from miwake.runtime.executors import bounded_map
from miwake.runtime.keras_backend import jax
from miwake.runtime.processes import cores
from miwake.runtime.signals import check_stop
from miwake.training.compiled_step import Program
from miwake.training.fit import fit
from miwake.training.loader import Loader
from miwake.training.model_state import (
    State,
    build_variables,
    read_state,
    train_variables,
    write_state,
)
from miwake.training.stream_loader import StreamLoader

Build = Callable[[int], Any]


def run_epochs(
    program: Program,
    state: State,
    loader: Loader,
    epochs: int,
    stopped: Callable[[], bool] = lambda: False,
) -> State:
    """The state after some epochs; sooner if it is stopped."""
    with closing(loader.epochs(0, epochs)) as blocks:
        for block, count in itertools.chain.from_iterable(blocks):
            jax().block_until_ready(state)  # so that a stop waits for one block at most
            check_stop()
            if stopped():
                return state
            state, _ = program(state, block, count)
    return state


def train_replicates(
    build: Build,
    program: Program | None,
    load: Callable[[int], Loader],
    epochs: int,
    seeds: Sequence[int],
) -> Iterator[State]:
    """Train the same network from other seeds, and yield the trained states in their order.

    Args:
        build: gives the compiled network whose first weights a seed decides.
        program: of the first training; None where Keras' own fit did it, and does these.
        load: gives what to train on, in the order that a seed decides.
        epochs: how often all of it is gone through.
        seeds: one for each training; it decides first weights and orders.
    """
    if program is None:
        for seed in seeds:
            yield _fitted(build(seed), load(seed), epochs)
        return
    compiled, stopping = program, False

    def built() -> Iterator[tuple[Any, Loader]]:
        for seed in seeds:
            check_stop()
            model, loader = build(seed), load(seed)
            build_variables(model, loader.first, min(loader.n, loader.size))
            yield model, loader

    def trained(network: tuple[Any, Loader]) -> State:
        model, loader = network
        state = read_state(train_variables(model))
        return run_epochs(compiled, state, loader, epochs, lambda: stopping)

    networks = built()
    pool = ThreadPoolExecutor(cores())
    try:
        for first in networks:
            # a stream has its own workers; and a thousand networks are not built at once
            limit = 1 if first[1].must_sync else cores() + 1
            pairs = bounded_map(
                trained, itertools.chain([first], networks), pool, limit, in_order=True
            )
            for (model, _), state in pairs:
                yield _finished(model, state)
    finally:
        stopping = True
        pool.shutdown(cancel_futures=True)


def _finished(model: Any, state: State) -> State:
    """Do what the optimizer does at the end of a training, and return the state after it."""
    write_state(train_variables(model), state)
    model.optimizer.finalize_variable_values(model.trainable_weights)
    return read_state(train_variables(model))


def _fitted(model: Any, loader: Loader, epochs: int) -> State:
    x, y = (loader.stream, None) if isinstance(loader, StreamLoader) else loader.batches.data[:2]
    fit(model, x, y, loader.size, epochs, verbose=0, seed=loader.seed)
    return read_state(train_variables(model))
