"""What a network says: of one example each, or of many together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import ArgumentError, Phrase, RunError
from miwake.input_spec import InputSpec
from miwake.stats.evaluation import Result
from miwake.training.inference import predict_proba


@dataclass(frozen=True)
class Prediction:
    """One answer of a network.

    Attributes:
        input: what it is about: a file, or the number of an example.
        prediction: the label, or the value.
        probability: of that label, as the network says; None for a value.
        answer: the true label or value, where it is known.
    """

    input: str
    prediction: str | float
    probability: float | None
    answer: str | float | None = None


@dataclass(frozen=True)
class Evaluation:
    """How a run did on examples.

    Attributes:
        n: how many examples.
        fresh: whether no training and no test had met them.
        whole: the figures over all of them.
        each: the figures of each class alone, if asked for.
    """

    n: int
    fresh: bool
    whole: Result
    each: Mapping[str, Result] = field(default_factory=dict)


def as_examples(x: Any, shape: tuple[int, ...]) -> NDArray[Any]:
    """Take examples, or one, as an array of shape (n, *shape).

    Raises:
        ArgumentError: they are no numbers of that shape.
    """
    try:
        array = np.asarray(x)
    except ValueError as error:
        raise ArgumentError(
            "x is no array ({error}); give all examples one shape", error=error
        ) from error
    if array.shape == shape:
        array = array[None]
    if array.shape[1:] != shape or array.dtype.kind not in "biuf":
        raise ArgumentError(
            "x has shape {shape} and type {dtype}; this network takes numbers of "
            "shape (n, {numbers})",
            shape=array.shape,
            dtype=array.dtype,
            numbers=", ".join(map(str, shape)),
        )
    return array


def answer_examples(model: Any, x: NDArray[Any], spec: InputSpec) -> NDArray[np.float32]:
    """A network's answers to examples, shape (n, classes) or (n, 1), all of them numbers.

    Raises:
        RunError: the examples have another shape, or there are answers that are no numbers.
    """
    if x.shape[1:] != spec.shape:
        raise RunError(
            "the task that this run keeps makes examples of shape {shape}, and its network "
            "takes {wanted}; bring run.json back as it was, or train again",
            shape=x.shape[1:],
            wanted=spec.shape,
        )
    answers = predict_proba(model, x, spec.classes)
    lost = np.count_nonzero(~np.isfinite(answers).all(axis=1))
    if lost:
        raise RunError(
            "the network gives no number for {lost:,} of {n:,} examples: {why}",
            lost=lost,
            n=len(x),
            why=_why_no_number(model),
        )
    return answers


def predictions_of(
    outputs: NDArray[Any],
    classes: Sequence[str],
    names: Sequence[str],
    answers: Sequence[str | float] = (),
) -> list[Prediction]:
    """A network's outputs, shape (n, classes) or (n, 1), as predictions.

    Args:
        outputs: probabilities of the classes, or a value.
        classes: their labels; none for values.
        names: what each is about.
        answers: the true labels or values, where they are known.
    """
    labels: list[str | float | None] = [*answers] or [None] * len(outputs)
    if not classes:
        return [
            Prediction(name, float(value), None, answer)
            for name, value, answer in zip(names, outputs[:, 0], labels, strict=True)
        ]
    best = outputs.argmax(axis=1)
    return [
        Prediction(name, classes[label], float(row[label]), answer)
        for name, label, row, answer in zip(names, best, outputs, labels, strict=True)
    ]


def _why_no_number(model: Any) -> Phrase:
    if all(np.isfinite(weights).all() for weights in model.get_weights()):
        return Phrase("they hold NaN, or numbers too large for it; look at the examples")
    return Phrase("its weights are NaN or infinite, because its training failed; train it again")
