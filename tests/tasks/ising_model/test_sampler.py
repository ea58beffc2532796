"""The sampler against exact values: each within 3 standard errors, with seeds that are fixed."""

from itertools import product

import numpy as np
import pytest

from miwake.tasks.ising_model.exact import CRITICAL_TEMPERATURE, energy_distribution, energy_levels
from miwake.tasks.ising_model.sampler import energies, sample, sweep, sweeps_to_equilibrium

TEMPERATURES = [2.0, CRITICAL_TEMPERATURE, 3.0]


def exact(size, temperature):
    """Mean energy, its variance, and the mean of |m|, by going through all configurations."""
    every = np.array(list(product([-1, 1], repeat=size * size)), np.int8).reshape(-1, size, size)
    energy = energies(every)
    p = np.exp(-(energy - energy.min()) / temperature)
    p /= p.sum()
    mean = p @ energy
    return mean, p @ (energy - mean) ** 2, p @ abs(every.mean(axis=(1, 2)))


def within(values, expected, errors=3.0):
    """Whether the mean of independent values lies near what is expected."""
    return abs(np.mean(values) - expected) < errors * np.std(values) / np.sqrt(len(values))


@pytest.mark.parametrize("temperature", TEMPERATURES)
@pytest.mark.parametrize("size", [3, 4])
def test_small_lattices_have_the_exact_means(size, temperature):
    spins = sample(np.random.default_rng(1), size, np.full(20_000, temperature))
    mean, variance, magnetisation = exact(size, temperature)
    energy = energies(spins)
    assert within(energy, mean)
    assert within(abs(spins.mean(axis=(1, 2))), magnetisation)
    assert within((energy - mean) ** 2, variance)  # the heat capacity, times T squared


@pytest.mark.parametrize(
    ("size", "energy", "count"), [(10, -1.476243, 8_000), (20, -1.445309, 2_000)]
)
def test_energy_at_the_critical_temperature(size, energy, count):
    spins = sample(np.random.default_rng(2), size, np.full(count, CRITICAL_TEMPERATURE))
    assert within(energies(spins) / size**2, energy)


@pytest.mark.parametrize("temperature", [*TEMPERATURES, 2.65])
def test_every_energy_is_as_frequent_as_it_should_be(temperature):
    count, size = 4_000, 10
    found = energies(sample(np.random.default_rng(3), size, np.full(count, temperature)))
    seen = np.bincount(np.searchsorted(energy_levels(size), found), minlength=size * size + 1)
    expected = count * energy_distribution(size, [temperature])[0]
    bins = np.cumsum(expected) // 20  # at least about 20 in each
    seen, expected = (np.bincount(bins.astype(int), part) for part in (seen, expected))
    seen, expected = seen[expected > 0], expected[expected > 0]
    chi2, degrees = ((seen - expected) ** 2 / expected).sum(), len(seen) - 1
    assert abs(chi2 - degrees) < 3 * np.sqrt(2 * degrees)


def test_chains_stay_in_equilibrium_at_the_critical_temperature():
    chains, size, sweeps = 100, 10, 300
    rng, critical = np.random.default_rng(4), np.full(chains, CRITICAL_TEMPERATURE)
    spins, history = sample(rng, size, critical), []
    for _ in range(sweeps):
        spins = sweep(rng, spins, critical)
        history.append(energies(spins) / size**2)
    # Sweeps of one chain are correlated; the means of different chains are not.
    assert within(np.mean(history, axis=0), -1.476243)


def test_temperatures_of_one_call_do_not_mix():
    temperatures = np.repeat(TEMPERATURES, 2_000)
    energy = energies(sample(np.random.default_rng(5), 4, temperatures))
    for temperature in TEMPERATURES:
        assert within(energy[temperatures == temperature], exact(4, temperature)[0])


def test_up_and_down_right_and_left_are_alike():
    spins = sample(np.random.default_rng(6), 8, np.full(4_000, 2.4)).astype(float)
    assert within(spins.mean(axis=(1, 2)), 0)
    rows, columns = (spins * np.roll(spins, 1, axis) for axis in (1, 2))
    assert within((rows - columns).mean(axis=(1, 2)), 0)
    assert within(rows[:, 0].mean(axis=1) - rows[:, 1:].mean(axis=(1, 2)), 0)  # across the edge
    assert within(columns[..., 0].mean(axis=1) - columns[..., 1:].mean(axis=(1, 2)), 0)


def test_form_and_seed():
    first, again, other = (
        sample(np.random.default_rng(seed), 6, np.linspace(1, 4, 30)) for seed in (7, 7, 8)
    )
    assert first.dtype == np.int8
    assert first.shape == (30, 6, 6)
    assert first.flags.c_contiguous
    assert set(np.unique(first)) == {-1, 1}
    assert first.tobytes() == again.tobytes() != other.tobytes()
    assert sample(np.random.default_rng(0), 6, []).shape == (0, 6, 6)


def test_more_sweeps_where_it_takes_longer():
    few, many, few_again = sweeps_to_equilibrium(20, [1.0, CRITICAL_TEMPERATURE, 3.5])
    assert few == few_again < many == 30


@pytest.mark.parametrize(("size", "temperature"), [(2, 1.0), (4, 0.0), (4, -1.0), (4, np.nan)])
def test_what_can_not_be_is_refused(size, temperature):
    with pytest.raises(ValueError, match="at least 3"):
        sample(np.random.default_rng(0), size, [temperature])


def test_energies_of_known_configurations():
    up = np.ones((1, 5, 5), np.int8)
    one = up.copy()
    one[0, 0, 0] = -1
    chess = (-1) ** np.indices((4, 4)).sum(axis=0, dtype=np.int8)
    assert energies(np.concatenate([up, one])).tolist() == [-50, -42]
    assert energies(chess[None].astype(np.float32)).tolist() == [32]
