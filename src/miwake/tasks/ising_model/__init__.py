"""The Ising model, for task files: exact samples, their energies, exact likelihoods."""

from miwake.tasks.ising_model.exact import CRITICAL_TEMPERATURE, log_likelihoods
from miwake.tasks.ising_model.sampler import energies, sample

__all__ = ["CRITICAL_TEMPERATURE", "energies", "log_likelihoods", "sample"]
