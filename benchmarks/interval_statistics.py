"""How often the 95 % intervals of a regression's figures cover the truth.

Two ways to bound R2, RMSE and MAE from how far each example moves them: symmetric (the delta
method), and on a logarithmic scale of the error (R2: of 1 - R2). Values explain half of a normal y;
residuals are normal, or have the heavy tails of Student's t with 3 degrees of freedom.

    python benchmarks/interval_statistics.py [--repeats 10000] [--r2 0.5]
"""

import argparse

import numpy as np

from miwake.stats.significance_tests import Z95

FIGURES = ("R2", "RMSE", "MAE")
MEAN_SIZE = {"normal": (2 / np.pi) ** 0.5, "t3": 2 / np.pi}  # of residuals with variance 1


def residuals(kind: str, shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    return rng.normal(size=shape) if kind == "normal" else rng.standard_t(3, shape) / 3**0.5


def coverage(kind: str, n: int, r2: float, repeats: int) -> list[tuple[float, float]]:
    """The shares of symmetric and of logarithmic intervals that cover each of FIGURES."""
    rng = np.random.default_rng(n)
    sd = ((1 - r2) / r2) ** 0.5
    values = rng.normal(size=(repeats, n))
    y = values + sd * residuals(kind, (repeats, n), rng)
    square, spread = (values - y) ** 2, (y - y.mean(axis=1, keepdims=True)) ** 2
    variance = spread.mean(axis=1, keepdims=True)
    lost = square.mean(axis=1, keepdims=True) / variance
    figures = [  # what is bounded, how far each example moves it, and what it is in truth
        (lost, (square - lost * spread) / variance, 1 - r2),
        (square.mean(axis=1, keepdims=True), square, sd**2),
        (np.sqrt(square).mean(axis=1, keepdims=True), np.sqrt(square), sd * MEAN_SIZE[kind]),
    ]
    return [covered(value[:, 0], influence, truth) for value, influence, truth in figures]


def covered(value: np.ndarray, influence: np.ndarray, truth: float) -> tuple[float, float]:
    half = Z95 * influence.std(axis=1, ddof=1) / influence.shape[1] ** 0.5
    factor = np.exp(half / value)
    symmetric = (value - half <= truth) & (truth <= value + half)
    logarithmic = (value / factor <= truth) & (truth <= value * factor)
    return float(symmetric.mean()), float(logarithmic.mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=10_000)
    parser.add_argument("--r2", type=float, default=0.5)
    asked = parser.parse_args()
    print("| residuals | n | " + " | ".join(f"{name} symmetric | log" for name in FIGURES) + " |")
    print("|---" * (2 + 2 * len(FIGURES)) + "|")
    for kind in MEAN_SIZE:
        for n in (20, 40, 200, 1000):
            shares = coverage(kind, n, asked.r2, asked.repeats)
            cells = " | ".join(f"{one:.3f} | {other:.3f}" for one, other in shares)
            print(f"| {kind} | {n} | {cells} |")


if __name__ == "__main__":
    main()
