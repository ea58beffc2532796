"""Pictures that are changed a little each time that they are trained on, by layers that rest after.

What may be changed follows from the kind: a photo may be mirrored, and a digit may not.
"""

from typing import Any

import numpy as np

from miwake.dataset import Dataset
from miwake.errors import NetworkError
from miwake.input_spec import is_photo
from miwake.runtime.keras_backend import keras

SHIFT, ZOOM, LIGHT = 0.08, 0.1, 0.15  # at most, of a side and of the range of brightness


def augmentation_of(data: Dataset) -> Any:
    """Build the layers that change pictures while a network is trained; they keep shape and range.

    Raises:
        NetworkError: examples are no pictures.
    """
    if data.kind != "image":
        raise NetworkError(
            "{--augment} changes pictures, and examples have shape {shape}; drop it",
            shape=data.shape,
        )
    layers, low, high = keras().layers, float(data.x_train.min()), float(data.x_train.max())
    mirrored = [layers.RandomFlip("horizontal")] if is_photo(data.shape) else []
    channels = [] if len(data.shape) == 3 else [layers.Reshape((*data.shape, 1))]
    back = [layers.Reshape(data.shape)] if channels else []
    changes = [
        *mirrored,
        layers.RandomTranslation(SHIFT, SHIFT, fill_mode="nearest"),
        layers.RandomZoom((-ZOOM, ZOOM), fill_mode="nearest"),
    ]
    if is_photo(data.shape) and np.issubdtype(data.x_train.dtype, np.integer):
        changes.append(layers.RandomBrightness(LIGHT, value_range=(low, high)))
    parts = [keras().Input(data.shape), *channels, *changes, *back]
    return keras().Sequential(parts, name="augmentation")
