"""Exact energies against enumeration, and the bounds that follow against known ones."""

from itertools import product

import numpy as np
import pytest

from miwake.tasks.ising_model.exact import (
    CRITICAL_TEMPERATURE,
    best_accuracy,
    energy_distribution,
    energy_levels,
    log_likelihoods,
    log_partition,
    smallest_rmse,
)
from miwake.tasks.ising_model.sampler import energies

TEMPERATURES = [0.5, 2.0, CRITICAL_TEMPERATURE, 3.0, 50.0]
GRID = np.linspace(1.0, 3.53837, 41)


def every_configuration(size):
    return np.array(list(product([-1, 1], repeat=size * size)), np.int8).reshape(-1, size, size)


@pytest.mark.parametrize("size", [3, 4])
@pytest.mark.parametrize("temperature", TEMPERATURES)
def test_all_configurations_add_up(size, temperature):
    boltzmann = np.exp(-energies(every_configuration(size)) / temperature)
    assert log_partition(size, 1 / temperature) == pytest.approx(np.log(boltzmann.sum()), rel=1e-13)


@pytest.mark.parametrize("size", [3, 4])
@pytest.mark.parametrize("temperature", TEMPERATURES)
def test_energies_are_as_probable_as_counted(size, temperature):
    energy = energies(every_configuration(size))
    boltzmann = np.exp(-(energy - energy.min()) / temperature)
    place = np.searchsorted(energy_levels(size), energy)
    counted = np.bincount(place, boltzmann, minlength=size * size + 1) / boltzmann.sum()
    found = energy_distribution(size, [temperature])[0]
    np.testing.assert_allclose(found, counted, atol=1e-13)


@pytest.mark.parametrize(("size", "energy"), [(10, -1.476243), (20, -1.445309), (40, -1.429771)])
def test_energy_a_spin_at_the_critical_temperature(size, energy):
    probability = energy_distribution(size, [CRITICAL_TEMPERATURE])[0]
    assert probability.sum() == pytest.approx(1, abs=1e-11)
    assert probability @ energy_levels(size) / size**2 == pytest.approx(energy, abs=5e-7)


def test_a_large_lattice_has_onsagers_energy():
    found = energy_distribution(31, [2.0, 3.0]) @ energy_levels(31) / 31**2
    np.testing.assert_allclose(found, [-1.745565, -0.817309], atol=1e-5)


@pytest.mark.parametrize(
    ("size", "critical_is_hot", "critical_is_cold", "left_out"),
    [(10, 0.9367, 0.9371, 0.9472), (20, 0.9724, 0.9730, 0.9829), (30, 0.9830, 0.9837, 0.9928)],
)
def test_the_best_possible_accuracies(size, critical_is_hot, critical_is_cold, left_out):
    found = [best_accuracy(size, GRID[:a], GRID[b:]) for a, b in [(20, 20), (21, 21), (20, 21)]]
    np.testing.assert_allclose(found, [critical_is_hot, critical_is_cold, left_out], atol=6e-5)


@pytest.mark.parametrize(("size", "rmse"), [(10, 0.269), (20, 0.163), (40, 0.091)])
def test_the_smallest_possible_errors(size, rmse):
    assert smallest_rmse(size, GRID) == pytest.approx(rmse, abs=5e-4)


def test_likelihoods_of_all_configurations_add_up_to_one():
    likelihoods = np.exp(log_likelihoods(energies(every_configuration(3)), 3, TEMPERATURES))
    np.testing.assert_allclose(likelihoods.sum(axis=0), 1, rtol=1e-12)
