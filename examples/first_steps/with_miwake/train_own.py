"""Step 3 with miwake: data of your own, random numbers and the baker's map."""

import argparse

import numpy as np

import miwake

LENGTH = 100


def random(rng):
    """Independent random numbers."""
    return rng.random(LENGTH)


def baker(rng):
    """Three times the number before, without its whole part."""
    numbers = [rng.random()]
    while len(numbers) < LENGTH:
        numbers.append(3 * numbers[-1] % 1)
    return np.array(numbers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=60_000)
    parser.add_argument("--epochs", type=int, default=5)
    asked = parser.parse_args()

    task = miwake.Task(random=random, baker=baker)
    data = task.make(train=asked.examples, test=max(1, asked.examples // 6))
    run = miwake.train(data, epochs=asked.epochs)

    print(f"Test Loss = {run.result.loss:.4f}")
    print(f"Test Accuracy = {run.result.accuracy.accuracy:.4f}")
    for check in run.verdict:
        print(check.status, check.text())
    run.save("own")
