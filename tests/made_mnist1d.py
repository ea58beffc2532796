"""MNIST-1D: ten digits as curves of 40 numbers (Greydanus 2020), made as its authors make them."""

import numpy as np
from scipy.interpolate import interp1d
from scipy.ndimage import gaussian_filter

LENGTH, PADDING, SHIFT = 40, (36, 60), 48
DIGITS = (
    (5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5),
    (5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5),
    (5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5),
    (5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5),
    (5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5),
    (5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5),
    (5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5),
    (5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5),
    (5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5),
    (5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5),
)


def mnist1d(n, seed=42):
    """Curves, float32 of shape (n, 40), and the digits that they are of."""
    rng = np.random.default_rng(seed)
    shapes = np.array(DIGITS)
    shapes = (shapes - shapes.mean(axis=1, keepdims=True)) / shapes.std(axis=1, keepdims=True)
    shapes = (shapes - shapes[:, :1]) / 6
    y = rng.permutation(np.arange(n) % 10)
    return np.stack([_curve(shapes[digit], rng) for digit in y]).astype(np.float32), y


def _curve(shape, rng):
    padded = np.concatenate([shape + 1e-8, np.zeros(rng.integers(*PADDING, endpoint=True))])
    curve = _resized(padded, len(shape) + PADDING[1])
    curve *= 1 + 0.4 * (rng.random() - 0.5)
    curve = np.roll(curve, rng.integers(SHIFT))
    noise = gaussian_filter(0.25 * rng.normal(size=len(curve)), 2)
    curve = np.where(curve != 0, curve, noise) + 0.02 * rng.normal(size=len(curve))
    curve -= 0.75 * (rng.random() - 0.5) * np.linspace(-0.5, 0.5, len(curve))
    return _resized(curve, LENGTH)


def _resized(curve, length):
    places = np.linspace(0, 1, len(curve))
    return interp1d(places, curve, kind="quadratic")(np.linspace(0, 1, length))
