"""Blocks of steps in one compiled program."""

import gc
import weakref

import numpy as np
import pytest

from miwake.runtime.keras_backend import keras
from miwake.training import compiled_step as program
from miwake.training import model_state
from miwake.training.batches import batches_of


def network():
    keras().utils.set_random_seed(1)
    model = keras().Sequential([keras().Input((6,)), keras().layers.Dense(3)])
    loss = keras().losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, metrics=["accuracy"])
    return model


def examples(n, size=32):
    rng = np.random.default_rng(0)
    return batches_of(rng.random((n, 6)), rng.integers(0, 3, n), size)


def test_one_program_serves_any_number_of_examples():
    """Another number of whole batches must not compile again."""
    model = network()
    model_state.build_variables(model, examples(64).first)
    train = program.compiled_program(model, "train_step")
    state = model_state.read_state(model_state.train_variables(model))
    for n in (64, 320, 640):
        for block, count in examples(n).blocks(np.arange(n)):
            state, _ = train(state, block, count)
    assert len(train.compiled) == 1


def test_a_block_counts_only_the_steps_it_is_told():
    model = network()
    batches = examples(96)
    model_state.build_variables(model, batches.first)
    train = program.compiled_program(model, "train_step")
    block, count = next(batches.blocks(np.arange(96)))
    state, _ = train(model_state.read_state(model_state.train_variables(model)), block, count)
    model_state.write_state(model_state.train_variables(model), state)
    assert count == 3
    assert int(model.optimizer.iterations.value) == 3


def test_the_private_name_of_keras_still_builds_everything():
    """`_symbolic_build` is private to Keras; this fails when Keras changes it."""
    model = network()
    model_state.build_variables(model, examples(8).first)
    assert model.optimizer.built
    assert {"total", "count"} <= {v.name for v in model.metrics_variables}


def test_a_state_is_a_copy_that_a_program_may_use_up():
    model = network()
    batches = examples(32)
    model_state.build_variables(model, batches.first)
    before = np.asarray(model.layers[0].kernel.value).copy()
    state = model_state.read_state(model_state.train_variables(model))
    program.compiled_program(model, "train_step")(state, *next(batches.blocks(np.arange(32))))
    np.testing.assert_array_equal(np.asarray(model.layers[0].kernel.value), before)


def built():
    model = network()
    model_state.build_variables(model, examples(8).first)
    return model


def test_a_program_is_kept_for_the_next_fit():
    model = built()
    assert program.compiled_program(model, "train_step") is program.compiled_program(
        model, "train_step"
    )


def compile_alike(model):
    model.compile(model.optimizer, model.loss, metrics=["accuracy"])


def freeze(model):
    model.layers[0].trainable = False


@pytest.mark.parametrize("change", [compile_alike, freeze])
def test_a_program_is_not_kept_where_the_model_is_not_what_it_was(change):
    model = built()
    before = program.compiled_program(model, "train_step")
    change(model)
    assert program.compiled_program(model, "train_step") is not before


def test_each_step_and_each_model_has_a_program_of_its_own():
    one, other = built(), built()
    steps = [(m, step) for m in (one, other) for step in ("train_step", "test_step")]
    assert len({id(program.compiled_program(*asked)) for asked in steps}) == 4


def test_a_kept_program_does_not_keep_its_model():
    model = built()
    state = model_state.read_state(model_state.train_variables(model))
    kept = program.compiled_program(model, "train_step")
    kept(state, *next(examples(32).blocks(np.arange(32))))
    seen = weakref.ref(model), weakref.ref(kept)
    del model, kept, state
    keras().backend.clear_session()
    gc.collect()
    assert [ref() for ref in seen] == [None, None]
