"""The Ising model: sampling it, and its exact solution."""
