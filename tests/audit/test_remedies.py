"""What views still tell once all examples were saved, or rounded, alike."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import Split, score_features
from miwake.audit.remedies import score_remedies
from miwake.dataset import Dataset


def remedies_of(x, y, **facts):
    half = len(x) // 2
    parts = [{name: values[part] for name, values in facts.items()} for part in _halves(half)]
    data = Dataset(
        x[:half],
        y[:half].astype(np.int32),
        x[half:],
        y[half:].astype(np.int32),
        ("a", "b"),
        facts_train=parts[0],
        facts_test=parts[1],
    )
    split = Split(data, np.arange(half), np.arange(len(x) - half), 0.5)
    return score_remedies(split, score_features(split))


def _halves(half):
    return slice(None, half), slice(half, None)


def test_pictures_that_pack_worse_still_make_larger_files_where_all_are_saved_alike(rng):
    y = rng.integers(0, 2, 200)
    x = (rng.integers(0, 100, (200, 16, 16)) * y[:, None, None]).astype(np.uint8)
    assert remedies_of(x, y, file_bytes=100 + 300.0 * y)["file_bytes"].accuracy == 1


def test_files_of_another_program_are_as_large_as_others_once_saved_alike(rng):
    y = rng.integers(0, 2, 200)
    x = rng.integers(0, 100, (200, 16, 16)).astype(np.uint8)
    assert remedies_of(x, y, file_bytes=100 + 300.0 * y)["file_bytes"].accuracy < 0.7


def test_numbers_that_were_computed_in_32_bits_are_like_others_once_rounded(rng):
    y, x = rng.integers(0, 2, 400), rng.normal(size=(400, 40))
    x[y == 1] = x[y == 1].astype(np.float32)
    assert remedies_of(x, y)["last_bits"].accuracy < 0.7


def test_numbers_in_coarse_steps_stay_so_once_rounded(rng):
    y, x = rng.integers(0, 2, 400), rng.normal(size=(400, 40))
    x[y == 1] = np.round(x[y == 1] * 4096) / 4096
    assert remedies_of(x, y)["last_bits"].accuracy > 0.95


def test_numbers_of_32_bits_have_no_remedy(rng):
    y, x = rng.integers(0, 2, 400), rng.normal(size=(400, 40)).astype(np.float32)
    x[y == 1] = np.round(x[y == 1] * 4096) / 4096
    assert remedies_of(x, y) == {}


@pytest.mark.parametrize("filled", [0.0, -1.0, 0.123456])
@pytest.mark.parametrize("at_end", [True, False])
def test_what_fills_sequences_up_says_nothing_of_how_numbers_were_computed(filled, at_end, rng):
    y = rng.integers(0, 2, 400)
    length = rng.integers(20, 25, (400, 1)) + 10 * y[:, None]
    x = np.where(np.arange(40) < length, rng.normal(size=(400, 40)), filled)
    assert "last_bits" not in remedies_of(x if at_end else x[:, ::-1], y)
