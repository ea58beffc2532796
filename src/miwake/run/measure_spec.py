"""What a network's input looks like, measured on a dataset or taken from a model's shapes."""

from typing import Any

from miwake.dataset import Dataset
from miwake.errors import RunError
from miwake.input_spec import Background, ImageSpec, InputSpec, TableSpec
from miwake.readers.drawings import measure_background, measure_max_value

MNIST_BACKGROUND = Background(level=0.0, extent=20 / 28, spread=0.0)


def measure_spec(data: Dataset) -> InputSpec:
    """Measure what the examples of a dataset look like."""
    image = data.kind == "image"
    max_value = measure_max_value(data.x_train) if image else 1.0
    origin = data.origin if data.origin and data.origin.built_in else None
    return InputSpec(
        shape=data.shape,
        dtype=str(data.x_train.dtype),
        classes=data.classes,
        target=data.target,
        background=measure_background(data.x_train, max_value) if image else None,
        max_value=max_value,
        image=data.reading if isinstance(data.reading, ImageSpec) else None,
        table=data.reading if isinstance(data.reading, TableSpec) else None,
        task=origin.name if origin else None,
        settings=dict(origin.plan.settings) if origin else {},
        test=len(data.x_test),
        seed=data.seed,
    )


def spec_of_model(model: Any) -> InputSpec:
    """Describe the input of a Keras model that miwake did not write, as far as its shapes tell.

    One of 28 x 28 inputs and ten outputs is taken to read digits as MNIST shows them.

    Raises:
        RunError: it has several inputs or outputs, or a free shape.
    """
    shape: Any = getattr(model, "input_shape", None)
    outputs: Any = getattr(model, "output_shape", None)
    if not (_is_fixed(shape) and _is_fixed(outputs) and len(outputs) == 2):
        raise RunError(
            "this model takes {shape} and gives {outputs}; miwake can use models with one input "
            "of fixed shape and one row of outputs",
            shape=shape,
            outputs=outputs,
        )
    classes = tuple(str(n) for n in range(outputs[1])) if outputs[1] > 1 else ()
    digits = shape[1:3] == (28, 28) and shape[3:] in {(), (1,)} and len(classes) == 10
    return InputSpec(
        shape=tuple(shape[1:]),
        dtype="float32",
        classes=classes,
        target=None if classes else "value",
        background=MNIST_BACKGROUND if digits else None,
        max_value=255.0 if any(_divides_by_255(layer) for layer in model.layers[:2]) else 1.0,
    )


def _is_fixed(shape: Any) -> bool:
    return isinstance(shape, tuple) and len(shape) > 1 and None not in shape[1:]


def _divides_by_255(layer: Any) -> bool:
    return 0 < getattr(layer, "scale", 1) < 0.01 if type(layer).__name__ == "Rescaling" else False
