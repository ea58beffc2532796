"""Name everything that a plan leaves to its data, and refuse what can't be trained."""

from dataclasses import replace
from typing import Any

from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.plan import TrainingPlan, fields_of


def resolve_plan(plan: TrainingPlan, data: Dataset, model: Any = None) -> TrainingPlan:
    """Name everything that a plan leaves to the data and its task.

    Args:
        plan: what was asked for.
        data: what is trained on.
        model: a Keras model, in place of a network's name.

    Raises:
        ArgumentError: a number can't be used.
    """
    usual = data.origin.defaults["network"] if data.origin else "dense"
    network = None if model is not None else plan.network or usual
    epochs = usual_epochs(data) if plan.epochs is None else plan.epochs
    if epochs < 1 or plan.batch_size < 1 or plan.repeats < 1:
        raise ArgumentError(
            "epochs = {epochs}, batch_size = {batch_size}, repeats = {repeats}; "
            "give at least 1 of each",
            epochs=epochs,
            batch_size=plan.batch_size,
            repeats=plan.repeats,
        )
    if plan.repeats > 1 and model is not None:
        raise ArgumentError(
            "repeats = {repeats} with a Keras model, which has first weights already; write a "
            "function def NAME(input_shape, outputs) that builds it, in the task file",
            repeats=plan.repeats,
        )
    for number in (one for one in fields_of("train") if one.type is float):
        if not number.fits(plan.value(number.name)):
            raise ArgumentError(
                "{name} = {value!r}; give a number from {least} to {most}",
                name=number.name,
                value=plan.value(number.name),
                least=number.least,
                most=number.most,
            )
    plan = replace(plan, data=data.plan)
    return replace(plan, network=network, epochs=epochs, seed=plan.first_seed)


def usual_epochs(data: Dataset) -> int:
    """How often a training goes through a dataset where nobody says."""
    return int(data.origin.defaults["epochs"]) if data.origin else 5
