"""Name what a plan leaves to its data, and refuse what can't be trained."""

from dataclasses import replace
from typing import Any

from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.plan import TrainingPlan, fields_of
from miwake.training.choose_epochs import choose_epochs


def resolve_plan(plan: TrainingPlan, data: Dataset, model: Any = None) -> TrainingPlan:
    """Name what a plan leaves to the data and its task.

    The number of epochs stays open where the first weights are needed to choose it.

    Args:
        plan: what was asked for.
        data: what is trained on.
        model: a Keras model, in place of a network's name.

    Raises:
        ArgumentError: a number can't be used.
    """
    usual = data.origin.defaults["network"] if data.origin else "dense"
    network = None if model is not None else plan.network or usual
    open_yet = plan.epochs is None and data.origin is not None and data.origin.chooses_epochs
    epochs = plan.epochs if plan.epochs is not None or open_yet else usual_epochs(data)
    if (epochs is not None and epochs < 1) or plan.batch_size < 1 or plan.repeats < 1:
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


def choose_open_epochs(plan: TrainingPlan, data: Dataset, model: Any) -> TrainingPlan:
    """Name the number of epochs, where nobody has: chosen on folds, else the usual number.

    Args:
        plan: a plan whose other numbers are named.
        data: what is trained on.
        model: the network with its first weights.
    """
    if plan.epochs is not None:
        return plan
    most = usual_epochs(data)
    may_choose = data.origin is not None and data.origin.chooses_epochs
    chosen = choose_epochs(model, data, plan, most) if may_choose else None
    if chosen is None:
        return replace(plan, epochs=most)
    return replace(plan, epochs=chosen, most_epochs=most)


def usual_epochs(data: Dataset) -> int:
    """How often a training goes through a dataset where nobody says."""
    return int(data.origin.defaults["epochs"]) if data.origin else 5
