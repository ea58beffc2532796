"""Do odd inputs end in a sentence? Random small tables, arrays and folders are read and trained on.

Whatever is raised must be a MiwakeError; everything else is printed with its seed.

    python benchmarks/generated_inputs.py [--first 0] [--count 3000]
"""

import argparse
import os
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import miwake

CELLS = [
    *("", " ", "NA", "nan", "inf", "-inf", "None", "-", "0", "-0", "1,5", "1.234,5", "1e400"),
    *("75 %", "$9", "１２", "2020-02-30", "31.12.99", "True", "#DIV/0!", "<0.5", "\u2212 3"),
    *("1E2", "007", "é", "猫", "x" * 300, '"q"', "'", "=1+1", "\0", "\x1b[2J", "{0}", "1_000"),
    *("9" * 400, "0x10", "\ufeff", "½", "1 000", "1'000"),
]
NAMES = ["a", "b", "x y", "", "1", "label", "id", "日付", '"', "{a}", "%s", "__x"]
ENCODINGS = ["utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "shift_jis"]
SHAPES = [(), (1,), (3,), (20,), (40,), (5, 2), (2, 9), (8, 8), (8, 8, 3), (3,) * 4, (0,), (60, 3)]
TYPES = ["f4", "f8", "u1", "i2", "i8", "?", "f2", "c8", "U3", "u8"]
FOLDERS = ["cat", "Cat", "犬", ".hid", "train", "test", "a b", "1"]
FORMATS = ["png", "jpg", "bmp", "gif", "tiff", "webp", "txt"]
MODES = ["L", "RGB", "RGBA", "P", "1", "LA", "CMYK"]


def cells(rng: np.random.Generator, n: int) -> Sequence[str]:
    """A column of one kind."""
    days = np.datetime64("2020-01-01") + rng.integers(0, 900, n)
    kinds: list[Any] = [
        *(rng.normal(size=n), rng.integers(-3, 4, n), rng.choice(CELLS, n), days),
        *(
            rng.choice(["a", "b", ""], n),
            np.full(n, 5),
            np.arange(n),
            rng.choice(["Cat", "cat"], n),
        ),
    ]
    return [str(cell) for cell in kinds[rng.integers(len(kinds))]]


def table(rng: np.random.Generator, path: Path) -> tuple[Path, dict[str, Any]]:
    n, columns = int(rng.choice([0, 1, 2, 3, 5, 10, 30, 80])), int(rng.integers(1, 6))
    names = [str(name) for name in rng.choice(NAMES, columns)]
    rows = list(zip(*(cells(rng, n) for _ in range(columns)), strict=True))
    lines = [names, *rows] if rng.random() < 0.85 else rows
    delimiter, end = str(rng.choice([",", ";", "\t", "|"])), str(rng.choice(["\n", "\r\n", "\r"]))
    text = end.join(delimiter.join(line) for line in lines)
    path = path.with_suffix(str(rng.choice([".csv", ".tsv"])))
    path.write_bytes(text.encode(str(rng.choice(ENCODINGS)), "replace"))
    named = {option: str(rng.choice(names)) for option in ("label", "drop", "group", "facts")}
    options: dict[str, Any] = {k: v for k, v in named.items() if rng.random() < 0.15}
    return path, options | ({"regression": bool(rng.integers(2))} if rng.random() < 0.15 else {})


def array(rng: np.random.Generator, path: Path) -> tuple[Path, dict[str, Any]]:
    n, shape = int(rng.choice([0, 1, 2, 4, 12, 60])), SHAPES[rng.integers(len(SHAPES))]
    x = rng.normal(size=(n, *shape)) * 10.0 ** int(rng.choice([0, 0, 0, -30, 30]))
    if x.size and rng.random() < 0.2:
        x.ravel()[rng.integers(x.size)] = rng.choice([np.nan, np.inf, -np.inf])
    m = n if rng.random() < 0.9 else n + 1
    labels: list[Any] = [
        *(rng.integers(0, 3, m), rng.integers(1, 4, m).astype(float), rng.normal(size=m)),
        *(rng.choice(["a", "b"], m), rng.integers(0, 2, (m, 1)), np.eye(3)[rng.integers(0, 3, m)]),
        *(rng.integers(0, 2, m) == 1, np.full(m, np.nan)),
    ]
    with np.errstate(all="ignore"):
        x = x.astype(str(rng.choice(TYPES)))
    np.savez(path.with_suffix(".npz"), x=x, y=labels[rng.integers(len(labels))])
    return path.with_suffix(".npz"), {}


def folder(rng: np.random.Generator, path: Path) -> tuple[Path, dict[str, Any]]:
    path.mkdir()
    for name in rng.choice(FOLDERS, int(rng.integers(0, 4)), replace=False):
        (path / name).mkdir()
        for i in range(int(rng.choice([0, 1, 2, 5, 20]))):
            height, width = rng.choice([1, 2, 8, 9, 33], 2) if rng.random() < 0.3 else (8, 8)
            pixels = rng.integers(0, 256, (height, width, 4)).astype(np.uint8)
            file = path / name / f"{i}.{rng.choice(FORMATS)}"
            try:
                Image.fromarray(pixels).convert(str(rng.choice(MODES))).save(file)
            except (OSError, ValueError):  # no such format for these colours
                file.write_bytes(pixels.tobytes())
    return path, {}


def try_one(seed: int, folder_of_all: Path) -> None:
    """Read one input, look at it now and then, train and predict."""
    rng = np.random.default_rng(seed)
    path, options = (table, array, folder)[seed % 3](rng, folder_of_all / str(seed))
    data = miwake.load_task(str(path), **options).make(seed=seed % 5)
    if seed % 4 == 0:
        str(miwake.look(data))
    run = miwake.train(data, epochs=1, checks=seed % 10 == 0)
    run.predict(data.x_test[:3])
    if path.suffix in {".csv", ".tsv"}:
        run.predict(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=3_000)
    args = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", module="PIL")
        os.chdir(name)
        for seed in range(args.first, args.first + args.count):
            try:
                try_one(seed, Path(name))
            except miwake.MiwakeError:
                continue
            except Exception:  # noqa: BLE001  that is what is looked for
                faults += 1
                print(f"seed {seed}:\n{traceback.format_exc()}", flush=True)
        os.chdir("/")
    print(f"{faults} of {args.count:,} inputs ended in another exception")


if __name__ == "__main__":
    main()
