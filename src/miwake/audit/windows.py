"""Windows: pieces of one long recording that overlap, cut apart into training and testing."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_scores import Split

PART, LEAST = 4, 8  # a quarter of a window, and at least so many steps, come back
MAX_STEPS = 200_000  # of windows for training that are looked at
MAX_TESTED = 500
MANY = 0.01  # of the windows for testing from which it is more than an oddity
OFTEN = 0.2  # of the windows hold a stretch that comes back by itself, as in a periodic signal
DIFFERENT = 4  # different numbers that a piece must hold, so that it is no pause
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no step's bits are lost


@dataclass(frozen=True)
class Windows:
    """Windows for testing that share a stretch of numbers with windows for training.

    Attributes:
        count: how many do.
        looked: how many were looked at.
        compared: how many windows for training they were compared with.
        steps: the length of the stretch that was looked for.
    """

    count: int
    looked: int
    compared: int
    steps: int


def find_overlapping_windows(split: Split) -> Windows | None:
    """Look for the beginnings and the ends of windows for testing inside those for training.

    A stretch must stand at another place there, and in few of them: what windows begin with alike,
    and what comes back in all of them, is in the data.
    """
    data = split.data
    if data.kind != "sequence" or split.empty:
        return None
    length = max(data.shape)
    steps = max(LEAST, length // PART)
    if length < 2 * steps:
        return None
    fitted = split.fitted[: max(1, MAX_STEPS // length)]
    tested = split.tested[:MAX_TESTED]
    places = _hashes(_steps(data.x_train[fitted]), steps)
    test = _hashes(_steps(data.x_test[tested]), steps)
    count, anywhere = 0, np.sort(places, axis=None)
    for end in (0, test.shape[1] - 1):
        own = _times(np.sort(places[:, end]), test[:, end])
        times = _times(anywhere, test[:, end]) - own
        is_shared = (times > 0) & (times <= max(3, OFTEN * len(fitted)))
        is_shared &= own == 0
        count = max(count, int((is_shared & _varies(data.x_test[tested], end, steps)).sum()))
    if count < max(3, MANY * len(tested)):
        return None
    return Windows(count, len(tested), len(fitted), steps)


def _times(ordered: NDArray[np.uint64], values: NDArray[np.uint64]) -> NDArray[np.intp]:
    """How often each number stands in an ordered list."""
    ends = [np.searchsorted(ordered, values, side) for side in ("left", "right")]
    return np.asarray(ends[1] - ends[0])


def _steps(x: NDArray[Any]) -> NDArray[np.uint64]:
    """Each step of each window as one whole number that stands for all its channels."""
    if x.ndim == 3 and x.shape[1] < x.shape[2]:
        x = x.swapaxes(1, 2)
    bits = np.ascontiguousarray(x.reshape(len(x), x.shape[1], -1), dtype=np.float64) + 0.0
    whole = bits.view(np.uint64)
    total = np.zeros(whole.shape[:2], np.uint64)
    for channel in range(whole.shape[2]):
        total = total * FACTOR + whole[:, :, channel]
    return total ^ (total >> np.uint64(29))


def _hashes(numbers: NDArray[np.uint64], steps: int) -> NDArray[np.uint64]:
    """A number for each stretch of so many steps, shape (n, length - steps + 1)."""
    count = numbers.shape[1] - steps + 1
    total = np.zeros((len(numbers), count), np.uint64)
    for step in range(steps):
        total = total * FACTOR + numbers[:, step : step + count]
    return total


def _varies(x: NDArray[Any], start: int, steps: int) -> NDArray[np.bool_]:
    if x.ndim == 3 and x.shape[1] < x.shape[2]:
        x = x.swapaxes(1, 2)
    part = np.sort(x[:, start : start + steps].reshape(len(x), -1), axis=1)
    return np.asarray((part[:, 1:] != part[:, :-1]).sum(axis=1) >= DIFFERENT - 1)
