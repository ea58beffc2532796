"""Data that a user has: which reader takes it, and what it is known again by."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from miwake.dataset import Dataset
from miwake.errors import DataError, Option, Phrase, TaskError, nearest, reason
from miwake.readers.arrays import read_arrays
from miwake.readers.image_folders import has_folders, list_folder
from miwake.readers.images import read_images
from miwake.readers.tables import TABLES, read_table

Progress = Callable[[int, int], None]

ARRAYS = {".npz", ".npy"}


@dataclass(frozen=True)
class Options:
    """How a user's data is to be read; what is empty is decided by the data.

    Attributes:
        label: the column to learn.
        drop: columns that are not used.
        facts: columns that results are shown against.
        group: the column whose equal values stay on one side of the split; for images a regular
            expression on the path.
    """

    label: str | None = None
    drop: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    group: str | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Options":
        """Options from plain data, such as a run's record holds."""
        known = {f.name for f in fields(cls)}
        for name in given.keys() - known:
            there_are = Phrase("there are {names}", names=", ".join(sorted(known)))
            hint = nearest(name, known, there_are)
            raise TaskError("there is no option {name}; {hint}", name=name, hint=hint)
        many = {n: tuple(v) for n, v in given.items() if n in {"drop", "facts"}}
        return cls(**{**given, **many})

    @property
    def given(self) -> dict[str, Any]:
        """Those that are not empty."""
        return {name: value for name, value in asdict(self).items() if value}


def kind_of_path(path: Path) -> str | None:
    """What a path is for a reader of own data: "arrays", "images", "table", or None."""
    if path.is_dir() and has_folders(path):
        return "images"
    kinds = {**dict.fromkeys(ARRAYS, "arrays"), **dict.fromkeys(TABLES, "table")}
    return kinds.get(path.suffix.lower()) if path.is_file() else None


def read_own(path: Path, options: Options, seed: int, progress: Progress | None) -> Dataset:
    """The examples in a user's own files, split into those for training and for testing.

    Args:
        path: a file or folder of which `kind_of_path` knows the kind.
        options: how to read it.
        seed: decides the split.
        progress: called with (files read, files in all).

    Raises:
        DataError: it can't be read, or can't be used as examples.
        TaskError: an option does not fit the data.
    """
    if kind_of_path(path) == "images":
        refuse_options(options, ("group",), path.name)
        return read_images(path, options.group, seed, progress)
    if kind_of_path(path) == "table":
        return read_table(path, seed, options.label, options.drop, options.facts, options.group)
    refuse_options(options, (), path.name)
    return read_arrays(path, seed)


def refuse_options(options: Options, taken: tuple[str, ...], name: str) -> None:
    """Refuse options that what is read does not take.

    Raises:
        TaskError: one is given that is not among those taken.
    """
    for option in options.given:
        if option not in taken:
            used = Option(f"--{option}")
            raise TaskError("{option} is not used for {name}; drop it", option=used, name=name)


def fingerprint(path: Path) -> str:
    """A SHA-256 that changes when the data does: of a file's bytes, of a folder's names and sizes.

    Raises:
        DataError: it can't be read.
    """
    digest = hashlib.sha256()
    if path.is_dir():
        for picture in list_folder(path).files:
            about = f"{picture.relative_to(path).as_posix()}\0{picture.stat().st_size}\n"
            digest.update(about.encode("utf-8", "surrogateescape"))
        return digest.hexdigest()
    try:
        with path.open("rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    except OSError as error:
        raise DataError("{path} can't be read ({why})", path=path, why=reason(error)) from error
    return digest.hexdigest()
