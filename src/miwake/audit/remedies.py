"""Remedies: what a suspicious view still tells once all examples were saved, or rounded, alike.

A cause is claimed only where taking it away in memory takes away what the view tells.
"""

import io
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import predict_baseline
from miwake.audit.baseline_scores import RARE, BaselineScore, Split
from miwake.audit.compute_features import as_batch, last_bits
from miwake.audit.feature import Features
from miwake.input_spec import Kind
from miwake.readers.picture_levels import pillow
from miwake.stats.intervals import Share, wilson_interval

MAX_SAVED, MAX_PIXELS = 300, 5_000_000  # pictures of each part that are saved again, in a second
SHORT = np.dtype(np.float32)


def score_remedies(split: Split, views: Iterable[BaselineScore]) -> dict[str, Share]:
    """Score views again whose cause can be taken away, by the name of the view.

    Args:
        split: the examples.
        views: what each view tells by itself.
    """
    telling = {view.view for view in views if view.p < RARE} if split.data.classes else set()
    scores = {}
    if "file_bytes" in telling and split.data.x_train.dtype == np.uint8:
        scores["file_bytes"] = _score(_fewer(split), _bytes_saved)
    if "last_bits" in telling and split.data.x_train.dtype.itemsize > SHORT.itemsize:
        scores["last_bits"] = _score(split, partial(_bits_rounded, kind=split.data.kind))
    return scores


def _fewer(split: Split) -> Split:
    """Take a part of the pictures, drawn at random, as saving takes long."""
    most = max(50, min(MAX_SAVED, MAX_PIXELS // max(1, int(np.prod(split.data.shape)))))
    rng = np.random.default_rng(split.seed)
    fitted, tested = (rng.permutation(part)[:most] for part in (split.fitted, split.tested))
    return replace(split, fitted=fitted, tested=tested)


def _score(split: Split, compute: Any) -> Share:
    data = split.data
    train, test = compute(data.x_train[split.fitted]), compute(data.x_test[split.tested])
    answers = predict_baseline(
        train, data.y_train[split.fitted], test, len(data.classes), split.seed
    )
    right = int((answers == data.y_test[split.tested]).sum())
    return wilson_interval(right, len(answers))


def _bytes_saved(x: NDArray[np.uint8]) -> Features:
    """The size of each picture as a PNG of one and the same encoder."""
    image, _ = pillow()
    sizes = []
    for pixels in x:
        file = io.BytesIO()
        image.fromarray(pixels).save(file, "PNG")
        sizes.append(file.tell())
    return np.array(sizes, float)[:, None]


def _bits_rounded(x: NDArray[Any], kind: Kind) -> Features:
    """The last bits once all numbers were rounded to float32."""
    with np.errstate(over="ignore"):
        numbers = np.nan_to_num(x.astype(SHORT), posinf=0.0, neginf=0.0).astype(np.float64)
    return np.nan_to_num(last_bits(as_batch(numbers, kind), bits=np.finfo(SHORT).nmant))
