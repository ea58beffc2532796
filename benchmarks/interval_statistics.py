"""How often the 95 % intervals of a regression's figures cover the truth.

Three ways to bound R2, RMSE and MAE from how far each example moves them: symmetric (the delta
method), on a logarithmic scale of the error (R2: of 1 - R2), and ours, logarithmic with the degrees
of freedom and the skewness of these moves. Values explain half of a normal y; residuals are normal,
or have the heavy tails of Student's t with 5 or 3 degrees of freedom.

    python benchmarks/interval_statistics.py [--repeats 10000] [--r2 0.5]
"""

import argparse

import numpy as np

from miwake.stats.clusters import Z95
from miwake.stats.intervals import mae_interval, r2_interval, rmse_interval

BOUNDS = {"R2": r2_interval, "RMSE": rmse_interval, "MAE": mae_interval}
MEAN_SIZE = {"normal": (2 / np.pi) ** 0.5, "t5": 0.735, "t3": 2 / np.pi}  # of variance 1
DEGREES = {"t5": 5, "t3": 3}


def residuals(kind: str, n: int, rng: np.random.Generator) -> np.ndarray:
    if kind == "normal":
        return rng.normal(size=n)
    degrees = DEGREES[kind]
    return rng.standard_t(degrees, n) / (degrees / (degrees - 2)) ** 0.5


def coverage(kind: str, n: int, r2: float, repeats: int) -> np.ndarray:
    """The shares of intervals that cover: shape (figures, ways)."""
    rng, sd = np.random.default_rng(n), ((1 - r2) / r2) ** 0.5
    truth = {"R2": r2, "RMSE": sd, "MAE": sd * MEAN_SIZE[kind]}
    covered = np.zeros((len(BOUNDS), 3))
    for _ in range(repeats):
        values = rng.normal(size=n)
        y = values + sd * residuals(kind, n, rng)
        for row, (name, bound) in enumerate(BOUNDS.items()):
            ours = bound(values, y)
            covered[row, 2] += ours.low <= truth[name] <= ours.high
            covered[row, :2] += simple(name, values, y, truth[name])
    return covered / repeats


def simple(name: str, values: np.ndarray, y: np.ndarray, truth: float) -> tuple[bool, bool]:
    """Whether the symmetric and the logarithmic interval cover."""
    error = np.abs(values - y)
    influence = error if name == "MAE" else error**2
    value, wanted = influence.mean(), truth**2 if name == "RMSE" else truth
    if name == "R2":
        spread, wanted = (y - y.mean()) ** 2, 1 - truth
        value = value / spread.mean()
        influence = (influence - value * spread) / spread.mean()
    half = Z95 * influence.std(ddof=1) / len(y) ** 0.5
    factor = np.exp(half / value)
    return abs(value - wanted) <= half, value / factor <= wanted <= value * factor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=10_000)
    parser.add_argument("--r2", type=float, default=0.5)
    asked = parser.parse_args()
    print("| residuals | n | " + " | ".join(f"{n} symmetric | log | ours" for n in BOUNDS) + " |")
    print("|---" * (2 + 3 * len(BOUNDS)) + "|")
    for kind in MEAN_SIZE:
        for n in (20, 40, 200, 1000):
            shares = coverage(kind, n, asked.r2, asked.repeats)
            cells = " | ".join(f"{share:.3f}" for share in shares.ravel())
            print(f"| {kind} | {n} | {cells} |")


if __name__ == "__main__":
    main()
