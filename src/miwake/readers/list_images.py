"""Folders of images: which files are there, of which class, and what is passed over."""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, first_of, listed, reason
from miwake.readers.picture_levels import HEIC, reads_heic
from miwake.readers.train_test_folders import (
    Folders,
    Layout,
    PassedOver,
    ending,
    find_layout,
    is_folder,
    is_hidden,
    sub_folders,
)

JPEG = (".jpg", ".jpeg", ".jpe", ".jfif", ".jif")
ALWAYS = (".png", *JPEG, ".bmp", ".gif", ".tif", ".tiff", ".webp")
SUFFIXES = (*ALWAYS, *HEIC) if reads_heic() else ALWAYS
NAMED = 5  # folders and endings that a message names


@dataclass(frozen=True)
class Listing:
    """The pictures in a folder.

    Attributes:
        files: their paths, sorted by class and name.
        labels: the class number of each, shape (n,).
        classes: the names of the sub-folders.
        test: which are for testing, where the folder says so; else None.
        layout: where the classes' folders lie.
        passed: files that were passed over.
        lost: sub-folders without a picture, by name, and the endings of what they hold.
    """

    files: list[Path]
    labels: NDArray[np.int32]
    classes: tuple[str, ...]
    test: NDArray[np.bool_] | None
    layout: Layout
    passed: PassedOver
    lost: dict[str, Counter[str]]


def list_folder(root: Path) -> Listing:
    """The pictures under a folder: one sub-folder a class, or `train` and `test` above them.

    Raises:
        DataError: it can't be read, or has fewer than two classes with pictures.
    """
    passed = PassedOver()
    try:
        tops = sub_folders(root, passed)
        layout = find_layout(root, tops)
        entries, lost = _entries(root, layout, passed)
    except OSError as error:
        raise DataError(
            "{path} can't be read ({why})", path=error.filename or root, why=reason(error)
        ) from error
    classes = _sorted_names({label for label, _, _ in entries})
    _check_classes(root, classes, tops, lost)
    _check_learned(root, classes, {label for label, part, _ in entries if part == 0})
    numbers = {name: number for number, name in enumerate(classes)}
    entries.sort(key=lambda entry: (numbers[entry[0]], entry[1], str(entry[2])))
    return Listing(
        files=[path for _, _, path in entries],
        labels=np.array([numbers[label] for label, _, _ in entries], np.int32),
        classes=classes,
        test=np.array([part == 1 for _, part, _ in entries]) if layout.test else None,
        layout=layout,
        passed=passed,
        lost=lost,
    )


def has_folders(root: Path) -> bool:
    """Whether a folder has sub-folders, each of which may be a class."""
    try:
        return bool(sub_folders(root))
    except OSError:
        return False


def count_endings(endings: Counter[str]) -> Phrase:
    """Say which files there are, as in "30 .heic, 1 .txt"."""
    pieces = [
        Phrase("{n:,} {ending}", n=n, ending=_name_ending(name))
        for name, n in endings.most_common()
    ]
    return first_of(pieces, NAMED) if pieces else Phrase("empty")


def _name_ending(name: str) -> Phrase | str:
    if name in HEIC and name not in SUFFIXES:
        return Phrase("{ending}, which pip install 'miwake[heic]' lets it read", ending=name)
    return name or Phrase("without an ending")


def lost_names(lost: dict[str, Counter[str]]) -> Phrase:
    """Name folders without a picture, each with what it holds."""
    pieces = [
        Phrase("{name} ({holds})", name=name, holds=count_endings(endings))
        for name, endings in lost.items()
    ]
    return first_of(pieces, NAMED)


def _entries(
    root: Path, layout: Layout, passed: PassedOver
) -> tuple[list[tuple[str, int, Path]], dict[str, Counter[str]]]:
    """The pictures as (class, 1 if for testing, path), and the folders without any."""
    entries: list[tuple[str, int, Path]] = []
    lost: dict[str, Counter[str]] = {}
    tops = [(0, top) for top in layout.train]
    if layout.test is not None:
        tops.append((1, layout.test))
    for part, top in tops:
        for label, folders in sub_folders(top, passed if top != root else None).items():
            here = PassedOver()
            pictures = [path for folder in folders for path in _pictures(folder, here)]
            entries += [(label, part, path) for path in pictures]
            passed.hidden += here.hidden
            if pictures:
                passed.foreign += here.foreign
            else:
                lost[label] = lost.get(label, Counter()) + here.foreign
    for label in {label for label, _, _ in entries} & lost.keys():
        passed.foreign += lost.pop(label)
    return entries, lost


def _pictures(folder: Path, passed: PassedOver) -> Iterator[Path]:
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
                if is_hidden(entry.name):
                    passed.hidden += 1
                elif is_folder(entry):
                    waiting.append(Path(entry.path))
                elif ending(entry.name) in SUFFIXES:
                    yield Path(entry.path)
                else:
                    passed.foreign[ending(entry.name)] += 1


def _sorted_names(names: set[str]) -> tuple[str, ...]:
    """Names in the order of the alphabet; numbers in theirs."""
    if all(name.isdecimal() for name in names):
        return tuple(sorted(names, key=lambda name: (int(name), name)))
    return tuple(sorted(names))


def _check_classes(
    root: Path, classes: tuple[str, ...], tops: Folders, lost: dict[str, Counter[str]]
) -> None:
    kinds = ", ".join(sorted(kind[1:] for kind in SUFFIXES))
    if not classes:
        what = Phrase("no folders")
        if tops:
            what = Phrase("the folders {names}", names=lost_names(lost) if lost else listed(tops))
        raise DataError(
            "{root} has {what} but no pictures in folders; make one folder a class and put the "
            "pictures in ({kinds})",
            root=root,
            what=what,
            kinds=kinds,
        )
    if len(classes) < 2 and lost:
        raise DataError(
            "{root} has pictures of one class, {label}, and none that can be read in {lost}; it "
            "takes at least two classes to tell apart, so put pictures there ({kinds})",
            root=root,
            label=classes[0],
            lost=lost_names(lost),
            kinds=kinds,
        )
    if len(classes) < 2:
        raise DataError(
            "{root} has pictures of one class, {label}; it takes at least two to tell apart, "
            "so make a folder for another",
            root=root,
            label=classes[0],
        )


def _check_learned(root: Path, classes: tuple[str, ...], learned: set[str]) -> None:
    new = [name for name in classes if name not in learned]
    if new:
        raise DataError(
            "{root}: the class {label} has pictures for testing but none for training, so it "
            "can't be learned; add some, or leave it out",
            root=root,
            label=new[0],
        )
