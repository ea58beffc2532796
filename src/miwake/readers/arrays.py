"""Arrays that a user saved with NumPy: .npz in Keras' form or with x and y, and pairs of .npy."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, Phrase, word
from miwake.input_spec import InputSpec
from miwake.plan import ReaderOptions
from miwake.readers.labels import Labels, few_labels, read_labels
from miwake.readers.number_files import quiet, read_npy, read_numbers, unreadable
from miwake.readers.numbers import convert, describe, example_type
from miwake.readers.reader import Progress, Reader
from miwake.readers.split import join_equal, split

WHOLE = ("x", "y")
PARTS = ("x_train", "y_train", "x_test", "y_test")
NAMED = re.compile(r"(?P<before>(?:.*_)?)(?P<which>[xy])(?P<after>_train|_test)?", re.IGNORECASE)

Arrays = Mapping[str, NDArray[Any]]


class ArrayReader(Reader):
    """Reads arrays saved with NumPy, and to predict also numbers in text files."""

    form = "arrays"
    suffixes = (".npz", ".npy")
    predict_suffixes = (".npy", ".csv", ".tsv", ".txt")
    options = ("regression",)

    def read_dataset(
        self,
        path: Path,
        options: ReaderOptions,
        seed: int,
        progress: Progress | None = None,  # noqa: ARG002
    ) -> Dataset:
        """Read the examples in a file of arrays, and in the files beside it that belong to it.

        That is .npz with x_train, y_train, x_test, y_test or with x, y; or one of the .npy files
        NAME_x.npy, NAME_y.npy (or x.npy, y.npy), or NAME_x_train.npy and its companions.
        """
        arrays = _read_npz(path) if path.suffix.lower() == ".npz" else _read_npy_files(path)
        if set(PARTS) <= set(arrays):
            return _with_test(arrays, path.name, options.regression)
        return _without_test(arrays, path.name, seed, options.regression)

    def serves(self, spec: InputSpec) -> bool:
        """Tell whether a network takes plain numbers."""
        return spec.table is None

    def read_examples(self, path: Path, spec: InputSpec) -> NDArray[Any]:
        """Read a file of numbers to predict."""
        return read_numbers(path, spec)


def _with_test(arrays: Arrays, at: str, regression: bool | None) -> Dataset:
    """The dataset of a file that says what is for testing."""
    y_train, y_test = (_flat(arrays[f"y_{part}"]) for part in ("train", "test"))
    if y_train.ndim != 1 or y_test.ndim != 1:
        y_train, y_test = y_train.ravel()[:0], y_test.ravel()[:0]
    labels = read_labels(np.concatenate([y_train, y_test]), "y", at, regression)
    _refuse_new(labels, len(y_train), at)
    x_train, x_test = (
        _examples(arrays[f"x_{part}"], len(y), f"{at}, x_{part}")
        for part, y in (("train", y_train), ("test", y_test))
    )
    return _dataset(x_train, labels.y[: len(y_train)], x_test, labels.y[len(y_train) :], labels)


def _without_test(arrays: Arrays, at: str, seed: int, regression: bool | None) -> Dataset:
    labels = read_labels(_flat(arrays["y"]), "y", at, regression)
    x = _examples(arrays["x"], len(labels.y), f"{at}, x")
    y = labels.y if labels.classes else np.zeros(len(x), np.int32)
    test = join_equal(split(y, seed), y, x)
    data = _dataset(x[~test], labels.y[~test], x[test], labels.y[test], labels)
    return replace(data, splittable=True)


def _dataset(
    x_train: NDArray[Any],
    y_train: NDArray[Any],
    x_test: NDArray[Any],
    y_test: NDArray[Any],
    labels: Labels,
) -> Dataset:
    notes = few_labels(y_train, labels.classes) if labels.classes else ()
    return Dataset(
        x_train=x_train,
        y_train=y_train,
        x_test=x_test,
        y_test=y_test,
        classes=labels.classes,
        target=None if labels.classes else "y",
        notes=(*labels.notes, *notes),
    )


def _read_npz(path: Path) -> Arrays:
    form: tuple[str, ...] = ()
    try:
        with (
            quiet(),
            path.open("rb") as file,
            np.load(file, allow_pickle=False) as archive,
        ):
            names = list(archive.files)
            form = next((keys for keys in (PARTS, WHOLE) if set(keys) <= set(names)), ())
            arrays = {name: archive[name] for name in form}
    except Exception as error:  # NumPy and zipfile raise many kinds on damaged bytes
        raise unreadable(path, error) from error
    if not form:
        raise DataError(
            "{path} holds {found}; save {parts}, or x and y: np.savez({file!r}, x=x, y=y)",
            path=path,
            found=", ".join(names) or Phrase("no arrays"),
            parts=", ".join(PARTS),
            file=path.name,
        )
    return arrays


def _read_npy_files(path: Path) -> Arrays:
    named = NAMED.fullmatch(path.stem)
    if named is None:
        raise DataError(
            "{path} is one array, and labels belong to it; name the two NAME_x.npy and NAME_y.npy",
            path=path,
        )
    forms = PARTS if named["after"] else WHOLE
    return {form: read_npy(_companion(path, named, form)) for form in forms}


def _companion(path: Path, named: re.Match[str], form: str) -> Path:
    """The file beside `path` that holds an array, whether x is written X or not."""
    names = [
        f"{named['before']}{form[0]}{form[1:]}",
        f"{named['before']}{form[0].upper()}{form[1:]}",
    ]
    for name in names:
        beside = path.with_name(name + path.suffix)
        if beside.is_file():
            return beside
    raise DataError(
        "{path} needs {name}{suffix} beside it, which is not there; save it",
        path=path,
        name=names[0],
        suffix=path.suffix,
    )


def _examples(x: NDArray[Any], count: int, at: str) -> NDArray[Any]:
    if x.ndim == 0 or len(x) != count:
        raise DataError(
            "{at} has {n} examples and y {count}; each example needs one label",
            at=at,
            n=len(x) if x.ndim else Phrase("no"),
            count=count,
        )
    if x.dtype.kind not in "biuf":
        raise DataError("{at} holds {kind}; save an array of numbers", at=at, kind=describe(x))
    if x.size == 0:
        raise DataError(
            "{at} holds an empty array of shape {shape}; save numbers", at=at, shape=x.shape
        )
    numbers, problem = convert(x, example_type(x.dtype))
    if problem is not None:
        raise DataError(
            "{at} holds {what}; a network can learn from finite numbers only", at=at, what=problem
        )
    return numbers


def _flat(y: NDArray[Any]) -> NDArray[Any]:
    """Labels of shape (n,), also where Keras keeps them as (n, 1); bytes are text."""
    y = y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y
    return np.char.decode(y, "utf-8", "replace") if y.dtype.kind == "S" else y


def _refuse_new(labels: Labels, train: int, at: str) -> None:
    if not train or train == len(labels.y):
        raise DataError(
            "{at} has no examples for {part}; add some",
            at=at,
            part=word("testing" if train else "training"),
        )
    new = np.setdiff1d(labels.y[train:], labels.y[:train]) if labels.classes else np.empty(0, int)
    if len(new):
        raise DataError(
            "{at}: the label {label} is in y_test but not in y_train, so it "
            "can't be learned; add examples of it for training, or leave it out",
            at=at,
            label=labels.classes[new[0]],
        )
