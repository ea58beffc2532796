"""The photos for training that are most alike to others: where a mistake may come from."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.training.frozen import part_inputs

GRID = 16  # places a side where photos are compared that no pretrained network sees


def nearest_photos(
    model: Any,
    x: NDArray[np.uint8],
    x_train: NDArray[np.uint8],
    excluded: NDArray[np.bool_] | None = None,
) -> NDArray[np.intp]:
    """Find for each photo the one for training that is most alike, to its network if it is one.

    Alike are features of a pretrained beginning, by their angle, or else pixels on a coarse grid.

    Args:
        model: the network.
        x: photos, shape (n, height, width, 3).
        x_train: those for training, shape (m, height, width, 3).
        excluded: which of those are none for each photo, shape (n, m).

    Returns:
        indices of those for training, shape (n,).
    """
    a, b = (_described(part, part_inputs(model, part)) for part in (x, x_train))
    alike = a @ b.T
    if excluded is not None:
        alike[excluded] = -np.inf
    return np.asarray(alike.argmax(axis=1))


def _described(x: NDArray[np.uint8], features: NDArray[Any]) -> NDArray[np.float32]:
    """Rows of length 1 to compare; of pixels the mean is taken away."""
    if features is x:
        steps = [max(1, n // GRID) for n in x.shape[1:3]]
        features = x[:, :: steps[0], :: steps[1]].reshape(len(x), -1)
        features = features - features.mean(axis=1, keepdims=True, dtype=np.float32)
    rows = features.astype(np.float32)
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1))
