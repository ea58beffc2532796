"""Go through the epochs of a training: many batches in one compiled program, Keras' callbacks."""

import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from miwake.runtime.keras_backend import jax, keras
from miwake.runtime.signals import check_stop, defer_stop
from miwake.training.batches import Block
from miwake.training.compiled_step import Program, compiled_program
from miwake.training.loader import Loader
from miwake.training.model_state import (
    Logs,
    build_variables,
    logs_of,
    read_state,
    test_variables,
    train_variables,
    write_state,
)
from miwake.training.private_keras import restored_epoch
from miwake.training.sharding import placement_for, report_lost_peers


class TrainingLoop:
    """One training, epoch by epoch, as Keras' fit does it.

    Attributes:
        program: the compiled training step, for more trainings; None where it is sharded.
        seconds: of compiling, of the epochs and, among these, of waiting for examples.
    """

    def __init__(
        self,
        model: Any,
        train: Loader,
        valid: Loader | None = None,
        validation_freq: int | list[int] = 1,
    ) -> None:
        self.model, self.train, self.valid = model, train, valid
        self.validation_freq = validation_freq
        build_variables(model, train.first, min(train.n, train.size))
        self.placement = placement_for(train.size)
        sharding = self.placement.replicated if self.placement else None
        self.train_program = compiled_program(model, "train_step", sharding)
        self.test_program = compiled_program(model, "test_step", sharding)
        self.program = None if self.placement else self.train_program
        self.seconds: dict[str, float] = {}

    @defer_stop()
    def run(self, callbacks: list[Any], initial_epoch: int, epochs: int) -> None:
        """Train from one epoch to another, with callbacks as Keras calls them."""
        started, model = time.perf_counter(), self.model
        programs = self.train_program, self.test_program
        compiled_before = sum(program.seconds for program in programs)
        calls = keras().callbacks.CallbackList(
            callbacks,
            add_history=True,
            add_progbar=False,
            model=model,
            epochs=epochs,
            steps=self.train.steps,
        )
        model.stop_training = False
        calls.on_train_begin()
        logs: Logs = {}
        first = restored_epoch(model) or initial_epoch
        with closing(self.train.epochs(first, epochs)) as epochs_of_blocks:
            for epoch, blocks in zip(range(first, epochs), epochs_of_blocks, strict=True):
                model.reset_metrics()
                calls.on_epoch_begin(epoch)
                logs = self._run(self.train_program, train_variables, self.train, blocks)
                if self._is_due(epoch):
                    logs |= self._validate(calls)
                calls.on_epoch_end(epoch, logs)
                if model.stop_training:
                    break
        model.optimizer.finalize_variable_values(model.trainable_weights)
        calls.on_train_end(logs)
        compiling = sum(program.seconds for program in programs) - compiled_before
        rest = time.perf_counter() - started - compiling
        self.seconds = {"compile": compiling, "fit": rest}
        if self.train.must_sync:
            self.seconds["wait"] = self.train.wait_seconds

    def _validate(self, calls: Any) -> Logs:
        assert self.valid is not None
        calls.on_test_begin()
        self.model.reset_metrics()
        (blocks,) = self.valid.epochs(0, 1)
        logs = self._run(self.test_program, test_variables, self.valid, blocks)
        calls.on_test_end(logs)
        return {f"val_{name}": value for name, value in logs.items()}

    def _is_due(self, epoch: int) -> bool:
        frequency = self.validation_freq
        if self.valid is None:
            return False
        if isinstance(frequency, int):
            return (epoch + 1) % frequency == 0
        return epoch + 1 in frequency

    def _run(
        self, program: Program, variables: Any, loader: Loader, blocks: Iterator[Block]
    ) -> Logs:
        state, last, placement = read_state(variables(self.model)), None, self.placement
        if placement:
            state = placement.state(state)
        with report_lost_peers():
            for block, count in blocks:
                jax().block_until_ready(state)  # so that a stop waits for one block at most
                check_stop()
                placed = placement.block(block) if placement else block
                state, last = program(state, placed, count)
                if loader.must_sync:
                    jax().block_until_ready(state)
            jax().block_until_ready(state)
        write_state(variables(self.model), state)
        return logs_of(self.model, last)
