"""Windows of one recording that overlap."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import Split
from miwake.audit.windows import find_overlapping_windows
from miwake.dataset import Dataset


def overlap_in(x, n):
    y = (np.arange(len(x)) % 2).astype(np.int32)
    data = Dataset(x[:n], y[:n], x[n:], y[n:], ("a", "b"))
    return find_overlapping_windows(Split(data, np.arange(n), np.arange(len(x) - n), 0.5))


def cut(series, step, length=60):
    return np.stack([series[i : i + length] for i in range(0, len(series) - length, step)])


@pytest.mark.parametrize("step", [1, 15, 40])
@pytest.mark.parametrize("channels", [1, 3])
def test_overlapping_windows_that_were_mixed_are_counted(step, channels, rng):
    series = rng.normal(size=(600 * step, channels)).cumsum(axis=0).astype(np.float32)
    windows = rng.permutation(cut(series if channels > 1 else series[:, 0], step))
    found = overlap_in(windows, 400)
    assert found.count > 0.5 * found.looked
    assert found.steps == 15


def test_windows_beside_each_other_do_not_overlap(rng):
    windows = rng.permutation(cut(rng.normal(size=30_000).cumsum(), 60))
    assert overlap_in(windows, 350) is None


@pytest.mark.parametrize("kind", ["noise", "bits", "periodic", "constant", "digits", "padded"])
def test_numbers_that_come_back_by_themselves_are_no_overlap(kind, rng):
    made = {
        "noise": rng.random((500, 60)),
        "bits": rng.integers(0, 2, (500, 60)),
        "periodic": np.sin((np.arange(60) + rng.integers(0, 20, (500, 1))) % 20),
        "constant": np.ones((500, 60)),
        "digits": rng.integers(0, 10, (500, 60)),
        "padded": rng.random((500, 60)) * (np.arange(60) < rng.integers(20, 50, (500, 1))),
    }
    assert overlap_in(made[kind], 400) is None
