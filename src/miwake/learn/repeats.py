"""The same training from other seeds, side by side in the program that was compiled for the first.

The trainings are independent, so each core has one: measured, that takes 0.6 of the time that one
after another takes on two cores, and every one ends with the very weights of its own seed. One
vectorised program for all of them took 1.0 to 1.2 on a CPU, since a batch of small matrix
products is slower there than the products one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from miwake._backend import jax
from miwake.learn.batches import Batches, epoch_order
from miwake.learn.fit import fit
from miwake.learn.program import (
    Program,
    State,
    build_variables,
    read_state,
    train_variables,
    write_state,
)
from miwake.processes import cores

Build = Callable[[int], Any]


def run_epochs(
    program: Program,
    state: State,
    batches: Batches,
    epochs: int,
    seed: int,
    stopped: Callable[[], bool] = lambda: False,
) -> State:
    """The state after some epochs, in the orders that the seed gives; sooner if it is stopped."""
    for epoch in range(epochs):
        for block, count in batches.blocks(epoch_order(batches.n, seed, epoch)):
            jax().block_until_ready(state)  # so that Ctrl-C waits for one block at most
            if stopped():
                return state
            state, _ = program(state, block, count)
    return state


def train_again(
    build: Build, program: Program | None, batches: Batches, epochs: int, seeds: Sequence[int]
) -> Iterator[State]:
    """Train the same network from other seeds, and yield the trained states in their order.

    Args:
        build: gives the compiled network whose first weights a seed decides.
        program: of the first training; None where Keras' own fit did it, and does these.
        batches: what to train on.
        epochs: how often all of it is gone through.
        seeds: one for each training; it decides first weights and orders.
    """
    if program is None:
        for seed in seeds:
            yield _fitted(build(seed), batches, epochs, seed)
        return
    compiled, models, ended = program, [build(seed) for seed in seeds], False
    for model in models:
        build_variables(model, batches)

    def trained(place: int) -> State:
        state = read_state(train_variables(models[place]))
        return run_epochs(compiled, state, batches, epochs, seeds[place], lambda: ended)

    pool = ThreadPoolExecutor(cores())
    try:
        for model, state in zip(models, pool.map(trained, range(len(models))), strict=True):
            write_state(train_variables(model), state)
            model.optimizer.finalize_variable_values(model.trainable_weights)
            yield read_state(train_variables(model))
    finally:
        ended = True
        pool.shutdown(cancel_futures=True)


def _fitted(model: Any, batches: Batches, epochs: int, seed: int) -> State:
    x, y = batches.data[0], batches.data[-1]
    fit(model, x, y, batches.size, epochs, verbose=0, seed=seed)
    return read_state(train_variables(model))
