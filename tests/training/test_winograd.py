"""Winograd's products give the convolution and its gradients, and are used where they save."""

import numpy as np
import pytest

from miwake.runtime import keras_backend as _backend
from miwake.training import winograd

pytestmark = pytest.mark.slow

jax = _backend.jax()


def plain(x, kernel):
    """The same, a product for each place of the kernel, in double precision."""
    down, across = x.shape[1] - 2, x.shape[2] - 2
    places = [(i, j) for i in range(3) for j in range(3)]
    return sum(x[:, i : i + down, j : j + across] @ kernel[i, j] for i, j in places)


@pytest.mark.parametrize("size", [(6, 6), (13, 13), (5, 12), (3, 4)])
def test_it_is_the_convolution_and_so_are_its_gradients(size):
    rng = np.random.default_rng(0)
    x, kernel = rng.normal(size=(3, *size, 40)), rng.normal(size=(3, 3, 40, 33))
    wanted = plain(x, kernel)
    weights = rng.normal(size=wanted.shape)
    # what is linear in each has these gradients, found by the plain sum's own transposes
    of_x = np.zeros_like(x)
    of_kernel = np.zeros_like(kernel)
    for i in range(3):
        for j in range(3):
            part = np.s_[:, i : i + wanted.shape[1], j : j + wanted.shape[2]]
            of_x[part] += weights @ kernel[i, j].T
            of_kernel[i, j] = np.tensordot(x[part], weights, ((0, 1, 2), (0, 1, 2)))
    single = [np.float32(part) for part in (x, kernel)]
    found, back = jax.vjp(winograd.convolve, *single)
    for got, right in zip(
        (found, *back(np.float32(weights))), (wanted, of_x, of_kernel), strict=True
    ):
        assert got.shape == right.shape
        assert np.abs(got - right).max() < 1e-4 * right.std()


@pytest.mark.parametrize(("sizes", "saved"), [
    ((11, 11), True), ((6, 6), True), ((3, 3), True), ((5, 5), False), ((2, 2), False),
])  # fmt: skip
def test_it_is_used_where_enough_products_are_saved(sizes, saved):
    assert winograd.pays_off(sizes) == saved
