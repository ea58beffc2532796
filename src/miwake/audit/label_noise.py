"""Label noise: examples whose label contradicts all that lie like them.

Where classes merely overlap, a rule errs near its boundary, and ever less the surer it is. Wrong
labels lie anywhere, so that the surest answers still meet a share of them: that floor is tested.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import cross_margins, cross_predict, predict_quickly
from miwake.audit.baseline_scores import Split

MAX_ROWS = 1_500  # examples that are looked at
MAX_NUMBERS = 100  # of an example; images are averaged down to it, of others some are taken
LEAST_ROWS, LEAST_GAIN = 60, 0.5  # of the way from chance: a rule that errs more knows no label
LUCK = 0.1  # by which the first third of the answers may be worse than all
SURE = 0.8  # of a wrong label being one, where the floor is right
FLOOR, CRITICAL = 0.02, 6.63  # share of wrong labels; likelihood ratio that luck gives in 1 of 200
CONFIRMED = 0.5  # of the suspects are such for another kind of model, too
LEAST = 5  # suspects
STEPS = 24  # slopes, and floors, that are tried
LARGEST = 1e15  # a number that is taken as it is

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Suspect:
    """An example for training whose label may be wrong.

    Attributes:
        index: which one.
        label: what it has.
        answer: what models that were fitted on others say.
    """

    index: int
    label: str
    answer: str


@dataclass(frozen=True)
class LabelNoise:
    """Examples for training whose labels contradict all that lie like them.

    Attributes:
        looked: how many examples were looked at.
        share: how many labels are wrong, by the rule's surest answers.
        suspects: those of which it is likely, the surest first.
    """

    looked: int
    share: float
    suspects: tuple[Suspect, ...]


def find_label_noise(split: Split) -> LabelNoise | None:
    """Look for wrong labels among the examples for training; None where nothing shows any.

    Two kinds of models answer each example that they were not fitted on. The first, linear, tells
    by its margins whether errors have a floor; the second has to agree about who is suspect.

    Source:
        J. Bootkrajang and A. Kabán, ECML PKDD 2012, 143 (the floor); C. Northcutt, L. Jiang and
        I. Chuang, J. Artif. Intell. Res. 70, 1373 (2021) (answers of models fitted on others).
    """
    data, classes = split.data, split.data.classes
    if len(classes) < 2 or len(split.fitted) < LEAST_ROWS or len(data.y_train) < LEAST_ROWS:
        return None
    chosen = np.random.default_rng(split.seed).permutation(len(data.y_train))[:MAX_ROWS]
    x, y = _numbers(data.x_train[chosen], data.kind == "image"), data.y_train[chosen]
    counts = np.bincount(y)
    if counts[counts > 0].min() < 2 or not x.shape[1]:
        return None
    chance = counts.max() / len(y)
    least = chance + LEAST_GAIN * (1 - chance)
    answers, margins = cross_margins(x, y, split.seed, least - LUCK)
    if not len(answers) or (answers == y).mean() < least:
        return None
    wrong = answers != y
    floor, ratio, likely = fit_floor(margins, wrong)
    suspect = wrong & (likely > SURE)
    if floor < FLOOR or ratio < CRITICAL or suspect.sum() < LEAST:
        return None
    others = cross_predict(predict_quickly, x, y, len(classes), seed=split.seed)
    confirmed = suspect & (others == answers)
    if confirmed.sum() < max(LEAST, CONFIRMED * suspect.sum(), FLOOR * len(y)):
        return None
    order = np.flatnonzero(confirmed)[np.argsort(-margins[confirmed], kind="stable")]
    suspects = tuple(
        Suspect(int(chosen[i]), classes[y[i]], classes[int(answers[i])]) for i in order
    )
    return LabelNoise(len(y), floor, suspects)


def fit_floor(margins: Floats, wrong: NDArray[np.bool_]) -> tuple[float, float, Floats]:
    """Fit how often a rule errs at a margin: a logistic curve from 1/2 down to a floor.

    Args:
        margins: how sure each answer is, at least 0, shape (n,).
        wrong: whether it differs from the label, shape (n,).

    Returns:
        the floor; the logarithm of the likelihood ratio against no floor, times two; for each
        example how likely its label is wrong if the answer differs from it, shape (n,).
    """
    scaled = margins / (margins.mean() or 1.0)
    slopes = np.geomspace(0.1, 100, STEPS)
    floors = np.concatenate([[0.0], np.geomspace(0.005, 0.4, STEPS)])
    near = 1 / (1 + np.exp(np.minimum(slopes[:, None] * scaled, 700)))
    logs = np.empty((len(floors), len(slopes)))
    for place, floor in enumerate(floors):
        p = np.clip(floor + (1 - 2 * floor) * near, 1e-9, 1 - 1e-9)
        logs[place] = np.log(np.where(wrong, p, 1 - p)).sum(axis=1)
    best = np.unravel_index(logs.argmax(), logs.shape)
    floor, curve = float(floors[best[0]]), near[best[1]]
    likely = floor * (1 - curve) / np.maximum(floor + (1 - 2 * floor) * curve, 1e-9)
    return floor, float(2 * (logs.max() - logs[0].max())), likely


def _numbers(x: NDArray[Any], image: bool) -> Floats:
    """Examples as rows of some numbers each, all of one spread, shape (n, k)."""
    if image:
        step = -(-max(x.shape[1:3]) // int(MAX_NUMBERS**0.5))
        height, width = (max(1, size // step) for size in x.shape[1:3])
        part = x[:, : height * step, : width * step].astype(np.float32)
        part = part.reshape(len(x), height, min(step, x.shape[1]), width, min(step, x.shape[2]), -1)
        x = part.mean(axis=(2, 4, 5))
    rows = x.reshape(len(x), -1)
    rows = rows[:, :: -(-rows.shape[1] // MAX_NUMBERS) or 1].astype(np.float64)
    rows = np.clip(np.nan_to_num(rows, posinf=0.0, neginf=0.0), -LARGEST, LARGEST)
    spread = rows.std(axis=0)
    return np.asarray((rows - rows.mean(axis=0))[:, spread > 0] / spread[spread > 0]).clip(-10, 10)
