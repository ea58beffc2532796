"""Mistakes on photos, each beside the photo for training that is most alike."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.input_spec import is_photo
from miwake.render.html.error_analysis import PredictedExamples, surest_mistakes
from miwake.render.html.figures import MAX_EXAMPLES
from miwake.training.nearest_photos import nearest_photos


def add_nearest_photos(
    tested: PredictedExamples, model: Any, data: Dataset, folded: bool = False
) -> PredictedExamples:
    """Put the nearest photo for training beside each mistake that is to be seen.

    Args:
        tested: the test examples and the answers to them.
        model: the network.
        data: what it was trained on; what is no photo is left as it is.
        folded: whether each test example is one for training, too: the one at its own place.
    """
    photos = is_photo(data.shape) and data.x_train.dtype == np.uint8 and data.stream is None
    if not photos or not data.classes:
        return tested
    wrong = surest_mistakes(tested, MAX_EXAMPLES)
    if not len(wrong):
        return tested
    excluded = _of_one_group(data, wrong) if folded else None
    places = nearest_photos(model, tested.x[wrong], data.x_train, excluded)
    pairs = zip(wrong.tolist(), places.tolist(), strict=True)
    nearest = {i: (data.x_train[n], int(data.y_train[n])) for i, n in pairs}
    return replace(tested, nearest=nearest)


def _of_one_group(data: Dataset, indices: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which examples for training share a group with some that folds tested, or are they."""
    groups = data.groups_train
    if groups is None:
        groups = np.arange(len(data.y_train))
    return np.asarray(groups[indices][:, None] == groups)
