"""How often the interval of a test in seven folds holds the accuracy it is about.

Two normal classes, told apart by a linear discriminant; the interval is Wilson's for all answers,
as `--folds` gives it. What it is to hold is the exact accuracy of the rule fitted on all examples.

    python benchmarks/folds.py [SETS]
"""

import sys

import numpy as np
from scipy.stats import norm

from miwake.readers.split import split_again
from miwake.stats.intervals import wilson_interval

FOLDS = 7
CASES = ((2, 1.0), (10, 1.0), (20, 0.5))  # columns, and half the distance of the means


def fit(x, y):
    """The weights and the threshold of a linear discriminant, hardly shrunk."""
    means = [x[y == label].mean(axis=0) for label in (0, 1)]
    inside = np.concatenate([x[y == label] - means[label] for label in (0, 1)])
    spread = inside.T @ inside / len(x) + 1e-2 * np.eye(x.shape[1])
    weights = np.linalg.solve(spread, means[1] - means[0])
    odds = np.log((y == 1).mean() / (y == 0).mean())
    return weights, odds - weights @ (means[0] + means[1]) / 2


def accuracy(rule, middle, share):
    """The exact accuracy of a rule on classes around -middle and middle."""
    weights, offset = rule
    length = np.linalg.norm(weights)
    right = [norm.cdf((weights @ middle + sign * offset) / length) for sign in (1, -1)]
    return share * right[0] + (1 - share) * right[1]


def one(rng, n, share, columns, distance):
    """Whether one set's interval holds the accuracy, and how wide it is."""
    middle = np.zeros(columns)
    middle[0] = distance
    y = (np.arange(n) < round(n * share)).astype(np.int32)
    x = rng.normal(size=(n, columns)) + np.where(y[:, None] == 1, middle, -middle)
    numbers = split_again(y, FOLDS, int(rng.integers(2**31)))
    right = 0
    for number in range(FOLDS):
        tested = numbers == number
        weights, offset = fit(x[~tested], y[~tested])
        right += int(((x[tested] @ weights + offset > 0) == y[tested]).sum())
    interval = wilson_interval(right, n)
    truth = accuracy(fit(x, y), middle, share)
    return interval.low <= truth <= interval.high, interval.high - interval.low


def main(sets):
    rng = np.random.default_rng(1)
    print("| share | n | columns | holds | width |\n|---|---|---|---|---|")
    for share in (0.5, 0.1):
        for n in (60, 150, 600):
            for columns, distance in CASES:
                held = [one(rng, n, share, columns, distance) for _ in range(sets)]
                holds, width = np.mean(held, axis=0)
                print(f"| {share} | {n} | {columns} | {holds:.3f} | {width:.3f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
