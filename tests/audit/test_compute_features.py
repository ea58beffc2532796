"""Views: exact values, shapes, and what is looked at of which examples."""

from functools import partial

import numpy as np
import pytest

from miwake.audit import image_features as image
from miwake.audit import sequence_features as sequence
from miwake.audit.compute_features import as_batch, compute_features, features_for, last_bits
from miwake.audit.image_features import IMAGE_FEATURES
from miwake.audit.sequence_features import SEQUENCE_FEATURES
from miwake.messages import catalogue, languages

_RNG = np.random.default_rng(0)


def maps(n, length, seed=0, dtype=np.float64):
    """Sequences of x -> 3x mod 1, and of independent uniform numbers."""
    rng = np.random.default_rng(seed)
    x, steps = rng.random(n), []
    for _ in range(length):
        x = 3 * x % 1.0
        steps.append(x)
    return [np.stack(steps, 1).astype(dtype), rng.random((n, length)).astype(dtype)]


def values(compute, x):
    return compute(as_batch(x)).mean(axis=0)


@pytest.mark.parametrize(
    ("compute", "baker", "random"),
    [
        (sequence.mean, 1 / 2, 1 / 2),
        (sequence.variance, 1 / 12, 1 / 12),
        (partial(sequence.autocorrelation, lag=1), 1 / 3, 0),
        (partial(sequence.autocorrelation, lag=2), 1 / 9, 0),
        (sequence.mean_absolute_difference, 5 / 18, 1 / 3),
        (sequence.turning_points, 5 / 9, 2 / 3),
    ],
    ids=["mean", "variance", "lag 1", "lag 2", "mean absolute difference", "turning points"],
)
def test_expected_values_of_the_bakers_map_and_of_random_numbers(compute, baker, random):
    found = [values(compute, x) for x in maps(500, 2000)]
    assert found == [pytest.approx([baker], abs=2e-3), pytest.approx([random], abs=2e-3)]


def test_last_bits_of_the_bakers_map_are_multiples_of_a_larger_step():
    tails = [values(partial(last_bits, bits=52), x) for x in maps(1000, 60)]
    assert tails[0][1] > 0.9
    assert tails[1][1] == pytest.approx(0.5, abs=0.02)


def test_last_bits_are_gone_in_float32():
    tails = [values(partial(last_bits, bits=23), x) for x in maps(2000, 60, dtype=np.float32)]
    np.testing.assert_allclose(tails[0], tails[1], atol=0.01)


def test_last_bits_of_single_numbers():
    found = last_bits(np.array([[1.0, 0.0, 1 + 2**-23, 1 + 2**-22]])[:, :, None], bits=23)
    assert found[0, :2].tolist() == [2 / 3, 1 / 3]  # 1 + 2**-22 ends in one zero bit, 1 in 23


def test_padding_with_zeros_is_no_way_of_computing(rng):
    x = rng.random((4, 100, 1)).astype(np.float32).astype(float)
    padded = np.concatenate([x, np.zeros((4, 900, 1))], axis=1)
    assert (last_bits(padded, bits=23) == last_bits(x, bits=23)).all()


def test_small_sequences_by_hand():
    x = as_batch(np.array([[1.0, 3.0, 2.0, 5.0]]))
    assert sequence.extremes(x).tolist() == [[1, 5]]
    assert sequence.sorted_values(x).tolist() == [[1, 2, 3, 5]]
    assert sequence.first_value(x).tolist() == [[1]]
    assert sequence.last_value(x).tolist() == [[5]]
    assert sequence.position_of_maximum(x).tolist() == [[3]]
    assert sequence.turning_points(x).tolist() == [[1]]
    assert sequence.mean_absolute_difference(x).tolist() == [[2]]


def test_pairs_count_neighbouring_levels():
    x = as_batch(np.array([[0.0, 1.0, 1.0, 0.0, 1.0]]))
    edges = np.array([[0.5]])
    assert sequence.pairs(x, edges).tolist() == [[0, 0.5, 0.25, 0.25]]
    assert sequence.triples(x, edges)[0, 0b011] == pytest.approx(1 / 3)


def test_the_spectrum_of_a_wave_is_in_one_band():
    wave = np.sin(2 * np.pi * 10 * np.arange(128) / 128)
    shares = sequence.spectrum(as_batch(wave[None]))[0]
    assert shares.max() == pytest.approx(1)
    assert shares.sum() == pytest.approx(1)


def test_images_by_hand():
    x = np.zeros((1, 14, 14))
    x[0, :2, :2] = 1  # the upper left corner
    batch = as_batch(x)
    assert image.brightness(batch)[0, 0] == pytest.approx(4 / 196)
    assert image.middle_brightness(batch)[0, 0] == 0
    assert image.contrast(batch)[0, 0] == pytest.approx(np.std(x))
    assert image.corner_pixels(batch)[0].tolist() == [1, 0, 0, 0, 0, 0, 0, 0]
    assert image.border_pixels(batch)[0, ::2] == pytest.approx([2 / 14, 0, 2 / 14, 0])
    assert image.histogram(batch, 0, 1)[0, [0, -1]] == pytest.approx([192 / 196, 4 / 196])
    assert image.sharpness(batch)[0] == pytest.approx([2 / (14 * 13)] * 2)


SEQUENCE = {"mean", "variance", "lag1_autocorrelation", "turning_points", "pairs", "first_value"}
IMAGE = {"brightness", "contrast", "histogram", "border_pixels", "corner_pixels", "sharpness"}


@pytest.mark.parametrize(
    ("shape", "some"),
    [
        ((), {"column_1"}),
        ((1,), {"column_1"}),
        ((2,), {"mean", "column_2"}),
        ((4,), {"pairs", "column_4"}),
        ((100,), SEQUENCE),
        ((100, 3), SEQUENCE),
        ((3, 100), SEQUENCE),
        ((9, 9), IMAGE),
        ((20, 30, 3), IMAGE | {"colour"}),
        ((5, 5, 5, 5), {"mean", "sorted_values"}),
    ],
    ids=lambda value: "" if isinstance(value, set) else str(value),  # sets have no order
)
@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float32, np.float64])
def test_every_shape_has_its_views_with_one_row_an_example(rng, shape, some, dtype):
    x = (rng.random((30, *shape)) * 200).astype(dtype)
    views = features_for(x)
    names = [view.name for view in views]
    assert some <= set(names)
    assert len(names) == len(set(names))
    for name, found in compute_features(views, x[:7]).items():
        assert found.shape[0] == 7, name
        assert 1 <= found.shape[1] <= 300, name
        assert np.isfinite(found).all(), name


def test_blocks_do_not_show(rng, monkeypatch):
    x = rng.random((50, 20))
    views = features_for(x)
    whole = compute_features(views, x)
    monkeypatch.setattr("miwake.audit.compute_features.BLOCK", 7 * 20)
    for name, found in compute_features(views, x).items():
        np.testing.assert_array_equal(found, whole[name])


def test_missing_numbers_are_a_view_of_their_own(rng):
    x = rng.random((40, 3))
    x[5, 1] = np.nan
    views = features_for(x)
    found = compute_features(views, x)
    assert found["missing_values"][5].tolist() == [1, 0, 1, 0]
    assert found["missing_values"][4].tolist() == [0, 0, 0, 0]
    assert all(np.isfinite(f).all() for f in found.values())


@pytest.mark.parametrize(
    ("x", "has"),
    [
        (_RNG.random((50, 30)), True),
        (_RNG.integers(0, 256, (50, 30)) / 255, False),
        (_RNG.integers(0, 2, (50, 30)), False),
        (np.zeros((50, 30)), False),
    ],
    ids=["continuous", "bytes as fractions", "integers", "zeros"],
)
def test_last_bits_are_looked_at_where_numbers_are_continuous(x, has):
    assert ("last_bits" in {view.name for view in features_for(x)}) is has


@pytest.mark.parametrize("lang", languages())
def test_every_feature_has_a_title(lang):
    known = [feature.name for feature in (*SEQUENCE_FEATURES, *IMAGE_FEATURES)]
    assert len(known) == len(set(known))
    assert {*known, "last_bits", "missing_values"} <= catalogue(lang).view.keys()


def test_causes_in_images_are_named_in_an_order_of_their_own():
    clues = [feature.clue for feature in IMAGE_FEATURES]
    assert sorted(clues) == list(range(len(IMAGE_FEATURES)))
