"""A network without the numbers that its data gave it: its layers between two scalings.

Those numbers are constants of a compiled program. What lies between them is the same network for
every part of the data, so one program trains it on all of them.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.runtime.keras_backend import keras
from miwake.training.frozen import part_data, trained_part
from miwake.training.preprocessing import TABLE


@dataclass(frozen=True)
class InnerNetwork:
    """The layers of a network that do not depend on its data's scale, and the scalings around.

    Attributes:
        model: these layers, compiled as the network is; they are the network's own.
        network: the whole.
        before: the layer that scales the input; None where there is none.
        spread, offset: a regression's value is the output times `spread`, plus `offset`.
    """

    model: Any
    network: Any
    before: Any | None = None
    spread: float = 1.0
    offset: float = 0.0

    @property
    def is_scale_free(self) -> bool:
        """Whether no layer of it has numbers that come from the data."""
        return not any(map(_is_scaling, getattr(self.model, "layers", ())))

    def scale(self, data: Dataset) -> Dataset:
        """A dataset as these layers get it: examples scaled, and a regression's values."""
        if self.before is None:
            data = part_data(self.network, data)
        else:
            x_train, x_test = (np.asarray(self.before(x)) for x in (data.x_train, data.x_test))
            data = replace(data, x_train=x_train, x_test=x_test, reading=None)
        if data.classes:
            return data
        values = ((y - self.offset) / self.spread for y in (data.y_train, data.y_test))
        y_train, y_test = (np.asarray(y, np.float32) for y in values)
        return replace(data, y_train=y_train, y_test=y_test)

    def unscale(self, answers: NDArray[np.float32]) -> NDArray[np.float32]:
        """Bring a regression's outputs back to the scale of its values; others stay."""
        return answers * np.float32(self.spread) + np.float32(self.offset)


def inner_network(network: Any) -> InnerNetwork:
    """Take a compiled network apart; one that begins and ends with no scaling stays whole."""
    part = trained_part(network)
    if part is not network:
        return InnerNetwork(part, network)
    layers = list(network.layers) if isinstance(network, keras().Sequential) else []
    before = layers.pop(0) if len(layers) > 1 and _is_scaling(layers[0]) else None
    scale = keras().layers.Rescaling
    after = layers.pop() if len(layers) > 1 and isinstance(layers[-1], scale) else None
    if before is None and after is None:
        return InnerNetwork(network, network)
    shape = (
        network.input_shape if before is None else before.compute_output_shape(network.input_shape)
    )
    inner = keras().Sequential([keras().Input(shape[1:]), *layers], name=network.name)
    inner.compile_from_config(network.get_compile_config())
    if after is None:
        return InnerNetwork(inner, network, before)
    return InnerNetwork(inner, network, before, float(after.scale), float(after.offset))


def _is_scaling(layer: Any) -> bool:
    """Whether `training.preprocessing` made it, with numbers that come from the data."""
    return isinstance(layer, keras().layers.Rescaling) or (
        layer.name == TABLE and not layer.trainable_variables
    )
