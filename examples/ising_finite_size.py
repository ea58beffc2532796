"""Where does the Ising model lose its order? A network is asked on larger and larger lattices.

Networks learn to tell ordered from disordered configurations. Between the two, at the temperature
where the mean outputs for the two classes cross, a network can't say: that is its critical
temperature for this size, and a straight line in 1 / size leads to that of an infinite lattice.
After J. Carrasquilla and R. G. Melko, Nature Physics 13, 431 (2017).

    python examples/ising_finite_size.py            # about twelve minutes
    python examples/ising_finite_size.py --quick    # to see what it prints
"""

import argparse
from dataclasses import dataclass

import numpy as np

import miwake
from miwake.stats.transition_point import Curve, Estimate, crossing, curve_against
from miwake.tasks.ising_model.exact import CRITICAL_TEMPERATURE, best_accuracy
from miwake.tasks.ising_model.finite_size import extrapolate_to_infinite_size, mean_of_repeats

GRID = np.linspace(1.0, 3.53837, 41)  # the temperatures of the paper; the 21st is the critical one
NEAR = {"LOWEST": 2.12, "HIGHEST": 2.42, "TEMPERATURES": 31, "AT_CRITICAL": "ordered"}


@dataclass(frozen=True)
class Counts:
    """How many examples to train on, to test on and to find the crossing with."""

    train: int = 30_000
    test: int = 5_000
    near: int = 10_000


@dataclass(frozen=True)
class Found:
    """What one trained network gave: its share of right answers, also against temperature."""

    accuracy: float
    accuracies: Curve
    crossing: float


def study(size: int, seed: int, counts: Counts) -> Found:
    """Train a network at one size and find where it can't say."""
    data = miwake.load_task("ising", {"SIZE": size}).make(counts.train, counts.test, seed)
    run = miwake.train(data)
    right = run.model.predict(data.x_test, verbose=0).argmax(axis=1) == data.y_test
    near = miwake.load_task("ising", {"SIZE": size, **NEAR}).fresh(counts.near, seed)
    ordered = run.model.predict(near.x, verbose=0)[:, 0]
    return Found(
        right.mean(),
        curve_against(data.facts_test["temperature"], right),
        crossing(curve_against(near.facts["temperature"], ordered)).value,
    )


def print_accuracies(curves: dict[int, list[Curve]]) -> None:
    """Accuracy against temperature, where it is not 1 at all sizes."""
    print("\naccuracy at T  " + "  ".join(f"L = {size:3}" for size in curves))
    for temperature in np.delete(GRID, 20):
        row = []
        for repeats in curves.values():
            here = [c.means[np.isclose(c.values, temperature)] for c in repeats]
            row.append(np.concatenate(here).mean() if any(map(len, here)) else np.nan)
        if min(row) < 0.9995:
            print(f"{temperature:13.4f}  " + "  ".join(f"{value:7.3f}" for value in row))


def print_study(found: dict[int, list[Found]]) -> None:
    """The study's tables: a line a size, and the critical temperature of an infinite lattice."""
    print("\n  L   accuracy    best possible   Tc(L)")
    transitions = []
    for size, repeats in found.items():
        accuracy = Estimate(*mean_of_repeats([f.accuracy for f in repeats]))
        transitions.append(Estimate(*mean_of_repeats([f.crossing for f in repeats])))
        ceiling = best_accuracy(size, GRID[:20], GRID[21:])
        print(f"{size:3}   {accuracy!s:10}  {ceiling:.4f}          {transitions[-1]}")
    print_accuracies({size: [f.accuracies for f in repeats] for size, repeats in found.items()})
    values, errors = [t.value for t in transitions], [t.error for t in transitions]
    infinite = extrapolate_to_infinite_size(list(found), values, errors)
    print(f"\nTc of an infinite lattice: {Estimate(*infinite)}")
    print(f"Carrasquilla and Melko:    {Estimate(2.266, 0.002)}")
    print(f"exact (Onsager):           {CRITICAL_TEMPERATURE:.6f}")


def main() -> None:
    """Read what is asked for, do it and print it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 20, 30, 40], metavar="L")
    parser.add_argument("--repeats", type=int, default=5, metavar="N")
    parser.add_argument("--quick", action="store_true", help="small counts, a wide error bar")
    asked = parser.parse_args()
    counts = Counts(2_000, 500, 1_000) if asked.quick else Counts()
    sizes, repeats = ([6, 8], 2) if asked.quick else (asked.sizes, asked.repeats)
    found: dict[int, list[Found]] = {size: [] for size in sizes}
    for seed in range(repeats):
        for size in sizes:
            found[size].append(study(size, seed, counts))
            last = found[size][-1]
            print(
                f"size {size}, repeat {seed + 1} of {repeats}: accuracy {last.accuracy:.4f}, "
                f"crossing at {last.crossing:.4f}",
                flush=True,
            )
    print_study(found)


if __name__ == "__main__":
    main()
