"""Tails and quantiles of distributions, exact, from SciPy."""

from typing import Any


def t_tail(t: float, degrees: float) -> float:
    """Return how often Student's t with so many degrees of freedom is at least t."""
    return float(_special().stdtr(min(degrees, 1e6), -t))


def t_quantile(degrees: float) -> float:
    """Return what Student's t exceeds in 2.5 % of cases; inf where it has no degrees of freedom."""
    return float(_special().stdtrit(min(degrees, 1e6), 0.975)) if degrees > 0 else float("inf")


def binomial_tail(hits: float, n: float, chance: float) -> float:
    """Return how often guessing gives at least so many hits; neither number need be whole."""
    return float(_special().betainc(hits, n - hits + 1, chance)) if hits > 0 else 1.0


def _special() -> Any:  # its import would cost whatever never needs it 0.3 s
    import scipy.special as module

    return module
