"""Mistakes on photos, each beside the photo for training that is most alike."""

from dataclasses import replace
from typing import Any

import numpy as np

from miwake.dataset import Dataset
from miwake.input_spec import is_photo
from miwake.render.html.error_analysis import PredictedExamples, surest_mistakes
from miwake.render.html.figures import MAX_EXAMPLES
from miwake.training.nearest_photos import nearest_photos


def add_nearest_photos(tested: PredictedExamples, model: Any, data: Dataset) -> PredictedExamples:
    """Put the nearest photo for training beside each mistake that is to be seen.

    Args:
        tested: the test examples and the answers to them.
        model: the network.
        data: what it was trained on; what is no photo is left as it is.
    """
    photos = is_photo(data.shape) and data.x_train.dtype == np.uint8 and data.stream is None
    if not photos or not data.classes:
        return tested
    wrong = surest_mistakes(tested, MAX_EXAMPLES)
    if not len(wrong):
        return tested
    places = nearest_photos(model, tested.x[wrong], data.x_train)
    pairs = zip(wrong.tolist(), places.tolist(), strict=True)
    nearest = {i: (data.x_train[n], int(data.y_train[n])) for i, n in pairs}
    return replace(tested, nearest=nearest)
