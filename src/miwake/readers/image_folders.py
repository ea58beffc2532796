"""Folders of images: which files are there, of which class, and what is passed over."""

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, reason

SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp")
TESTS = ("test", "val", "valid", "validation")  # a folder's name beside `train`, the first one wins


@dataclass(frozen=True)
class Listing:
    """The pictures in a folder.

    Attributes:
        files: their paths, sorted by class and name.
        labels: the class number of each, shape (n,).
        classes: the names of the sub-folders.
        test: which are for testing, where the folder says so; else None.
        hidden, foreign: how many files were passed over.
    """

    files: list[Path]
    labels: NDArray[np.int32]
    classes: tuple[str, ...]
    test: NDArray[np.bool_] | None
    hidden: int
    foreign: int


def list_folder(root: Path) -> Listing:
    """The pictures under a folder: one sub-folder a class, or `train` and `test` above them.

    Raises:
        DataError: it can't be read, or has fewer than two classes with pictures.
    """
    passed = {"hidden": 0, "foreign": 0}
    try:
        tops = _folders(root, passed)
        parts = _parts(tops)
        entries = [
            (label, part, path)
            for part, top in enumerate(parts or [root])
            for label, folder in _folders(top, passed if parts else {}).items()
            for path in _pictures(folder, passed)
        ]
    except OSError as error:
        raise DataError(
            "{path} can't be read ({why})", path=error.filename or root, why=reason(error)
        ) from error
    classes = _sorted_names({label for label, _, _ in entries})
    _check_classes(root, classes, tops, {label for label, part, _ in entries if part == 0})
    numbers = {name: number for number, name in enumerate(classes)}
    entries.sort(key=lambda entry: (numbers[entry[0]], entry[1], str(entry[2])))
    return Listing(
        files=[path for _, _, path in entries],
        labels=np.array([numbers[label] for label, _, _ in entries], np.int32),
        classes=classes,
        test=np.array([part == 1 for _, part, _ in entries]) if parts else None,
        hidden=passed["hidden"],
        foreign=passed["foreign"],
    )


def has_folders(root: Path) -> bool:
    """Whether a folder has sub-folders, each of which may be a class."""
    try:
        return bool(_folders(root, {}))
    except OSError:
        return False


def printable(path: Path | str) -> str:
    """Give a path or a name as text that can be printed and kept, composed alike on all systems."""
    text = os.fsencode(path).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", text)


def _folders(root: Path, passed: dict[str, int]) -> dict[str, Path]:
    """The sub-folders by name, sorted; what else lies there is counted."""
    folders = {}
    with os.scandir(root) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if _is_hidden(entry.name):
                passed["hidden"] = passed.get("hidden", 0) + 1
            elif _is_folder(entry):
                folders[printable(entry.name)] = Path(entry.path)
            else:
                passed["foreign"] = passed.get("foreign", 0) + 1
    return folders


def _parts(tops: dict[str, Path]) -> list[Path] | None:
    """The folders for training and for testing, if the sub-folders are these."""
    named = {name.lower(): path for name, path in tops.items()}
    test = next((name for name in TESTS if name in named), None)
    return [named["train"], named[test]] if "train" in named and test else None


def _pictures(folder: Path, passed: dict[str, int]) -> Iterator[Path]:
    """The pictures at any depth below a folder; a folder met again through a link is left out."""
    waiting, met = [folder], set()
    while waiting:
        place = waiting.pop()
        about = place.stat()
        if (about.st_dev, about.st_ino) in met:
            continue
        met.add((about.st_dev, about.st_ino))
        with os.scandir(place) as entries:
            for entry in entries:
                if _is_hidden(entry.name):
                    passed["hidden"] += 1
                elif _is_folder(entry):
                    waiting.append(Path(entry.path))
                elif os.path.splitext(entry.name)[1].lower() in SUFFIXES:  # noqa: PTH122  100,000 files
                    yield Path(entry.path)
                else:
                    passed["foreign"] += 1


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "__MACOSX")) or name.lower() in {"thumbs.db", "desktop.ini"}


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _sorted_names(names: set[str]) -> tuple[str, ...]:
    """Names in the order of the alphabet; numbers in theirs."""
    if all(name.isdecimal() for name in names):
        return tuple(sorted(names, key=lambda name: (int(name), name)))
    return tuple(sorted(names))


def _check_classes(
    root: Path, classes: tuple[str, ...], tops: dict[str, Path], learned: set[str]
) -> None:
    kinds = ", ".join(sorted(kind[1:] for kind in SUFFIXES))
    if not classes:
        what = Phrase("no folders")
        if tops:
            what = Phrase("the folders {names}", names=", ".join([*tops][:5]))
        raise DataError(
            "{root} has {what} but no pictures in folders; make one folder a class and put the "
            "pictures in ({kinds})",
            root=root,
            what=what,
            kinds=kinds,
        )
    if len(classes) < 2:
        raise DataError(
            "{root} has pictures of one class, {label}; it takes at least two to tell apart, "
            "so make a folder for another",
            root=root,
            label=classes[0],
        )
    new = [name for name in classes if name not in learned]
    if new:
        raise DataError(
            "{root}: the class {label} has pictures for testing but none for training, so it "
            "can't be learned; add some, or leave it out",
            root=root,
            label=new[0],
        )
