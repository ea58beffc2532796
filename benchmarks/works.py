"""What is timed: the data of each work, and how its network looks in words."""

from pathlib import Path

import numpy as np

WORKS = {
    "mnist-dense": {"batch": 32, "data": "mnist"},
    "baker-dense": {"batch": 32, "data": "baker"},
    "mnist-cnn": {"batch": 64, "data": "mnist"},
    "baker-conv": {"batch": 32, "data": "baker"},
}


def prepare(folder: Path) -> None:
    """Write the data that all peers train on: float32 for each, as the article has it."""
    import miwake

    for name in ("mnist", "baker"):
        data = miwake.load_task(name).make(seed=0)
        x = data.x_train.astype(np.float32) / (255 if name == "mnist" else 1)
        np.savez(folder / f"{name}.npz", x=x, y=data.y_train)


def load(work: str, folder: Path) -> tuple[np.ndarray, np.ndarray, int]:
    """The examples, the labels and the batch size of a work."""
    found = np.load(folder / f"{WORKS[work]['data']}.npz")
    return found["x"], found["y"], int(WORKS[work]["batch"])
