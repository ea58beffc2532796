"""The Ising model: how hot is it?

Spins of -1 and 1 on a SIZE x SIZE periodic square lattice, in equilibrium at one of TEMPERATURES
temperatures between LOWEST and HIGHEST, each drawn equally often. The network learns to tell the
temperature, in units of J / k.
"""

import numpy as np

from miwake.tasks.builtin import ising
from miwake.tasks.ising_model import energies, log_likelihoods, sample

SIZE = 10
LOWEST = 1.0
HIGHEST = 3.53837
TEMPERATURES = 41

_all = np.linspace(LOWEST, HIGHEST, TEMPERATURES)

target = "temperature"
train = 30_000
test = 10_000
epochs = 8
network = "neighbours"


def spins(rng, n):
    """In equilibrium at the temperature to be told."""
    temperature = rng.choice(_all, n)
    return sample(rng, SIZE, temperature), {"temperature": temperature}


def best(x):
    """The mean of the temperatures that the energy leaves possible: no smaller RMSE can be."""
    log = log_likelihoods(energies(x), SIZE, _all)
    likelihoods = np.exp(log - log.max(axis=1, keepdims=True))
    return likelihoods @ _all / likelihoods.sum(axis=1)


def neighbours(input_shape, outputs):
    """The network of the task ising."""
    return ising.neighbours(input_shape, outputs)
