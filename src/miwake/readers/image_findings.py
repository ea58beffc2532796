"""What is to be said of a folder of images: how it was read, and what is odd about it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import Phrase, first_of, listed
from miwake.findings import Finding
from miwake.input_spec import is_photo
from miwake.readers.image_files import Pictures
from miwake.readers.labels import few_labels
from miwake.readers.list_images import Listing, count_endings, lost_names
from miwake.readers.train_test_folders import printable

NAMED = 3  # files that a note names
MANY = 5_000  # photos, from which on the time that a network takes to see them is told
SECONDS = 0.02  # a photo that the network sees, on two cores of a usual machine


def file_findings(root: Path, listing: Listing, pictures: Pictures) -> list[Finding]:
    """Say what became of the files: parts, passed over, unreadable, scaled."""
    notes = [*_folder_findings(listing)]
    failed = pictures.failed
    if failed:
        named: list[Any] = [
            Phrase(
                "{file} ({error})",
                file=printable(listing.files[i].relative_to(root)),
                error=failed[i],
            )
            for i in sorted(failed)[:NAMED]
        ]
        more = ["..."] if len(failed) > NAMED else []
        values: dict[str, Any] = {"n": len(failed), "names": listed([*named, *more])}
        notes.append(Finding("data", "warning", "data.unreadable", values))
    return [*notes, *_form_findings(pictures)]


def _folder_findings(listing: Listing) -> Iterator[Finding]:
    """What is to be said of the folders: taken for parts, without pictures, passed over."""
    layout, passed = listing.layout, listing.passed
    train = [printable(path.name) for path in layout.train]
    if layout.folds:
        yield Finding("data", "note", "data.folds", {"names": first_of(train, NAMED)})
    elif layout.test is not None:
        names = {"train": train[0], "test": printable(layout.test.name)}
        if names != {"train": "train", "test": "test"}:
            yield Finding("data", "note", "data.parts", names)
    elif layout.inside:
        yield Finding("data", "note", "data.train_alone", {"train": train[0]})
    if layout.unused:
        unused = first_of(layout.unused, NAMED)
        yield Finding("data", "warning", "data.unused", {"names": unused})
    if listing.lost:
        yield Finding("data", "warning", "data.lost", {"names": lost_names(listing.lost)})
    if passed.foreign:
        foreign = count_endings(passed.foreign)
        yield Finding("data", "note", "data.skipped", {"foreign": foreign})
    if passed.hidden:
        yield Finding("data", "note", "data.hidden", {"n": passed.hidden})


def _form_findings(pictures: Pictures) -> Iterator[Finding]:
    """What is to be said of what all pictures were brought to."""
    spec = pictures.spec
    if is_photo(spec.shape):
        yield Finding("data", "note", "data.photos")
        n = len(pictures.headers)
        if n >= MANY:
            minutes = round(n * SECONDS / 60)
            yield Finding("data", "note", "data.photos.many", {"n": n, "minutes": minutes})
    if spec.scaled:
        sizes = Counter((h.width, h.height) for h in pictures.headers if h)
        low, high = min(sizes, key=np.prod), max(sizes, key=np.prod)
        key = "data.scaled" if len(sizes) > 1 else "data.scaled.alike"
        values = {"size": _size(spec.width, spec.height), "low": _size(*low), "high": _size(*high)}
        yield Finding("data", "note", key, values)
    if spec.low != spec.high:
        yield Finding("data", "note", "data.levels", {"low": spec.low, "high": spec.high})
    if spec.ground == "black":
        yield Finding("data", "note", "data.ground")


def split_findings(
    listing: Listing,
    alike: NDArray[np.int64],
    labels: NDArray[np.int32],
    test: NDArray[np.bool_],
) -> list[Finding]:
    """Say what the pictures that were read are: alike, in two classes, too few."""
    notes = []
    _, groups, counts = np.unique(alike, return_inverse=True, return_counts=True)
    if (counts > 1).any():
        n, leaks = int(counts[counts > 1].sum()), _count_on_both_sides(groups, test)
        values = {"n": n, "groups": int((counts > 1).sum())}
        if leaks:
            notes.append(Finding("near_copies", "warning", "data.leak", {"n": leaks}))
        else:
            notes.append(Finding("data", "note", "data.alike", values))
        twice = _count_on_both_sides(groups, labels)
        if twice:
            share = float((counts * _on_both_sides(groups, labels)).sum() / counts.sum())
            some: dict[str, Any] = {"n": twice, "share": share}
            notes.append(Finding("contradicting", "warning", "data.twice", some))
    untested = np.bincount(labels[test], minlength=len(listing.classes)) == 0
    if untested.any():
        names = [name for name, none in zip(listing.classes, untested, strict=True) if none]
        some = {"names": ", ".join(names[:NAMED]), "n": len(names)}
        notes.append(Finding("data", "warning", "data.untested", some))
    return [*notes, *few_labels(labels, listing.classes)]


def _size(width: int, height: int) -> str:
    return f"{width} x {height}"


def _count_on_both_sides(groups: NDArray[np.intp], sides: NDArray[Any]) -> int:
    """Count the groups with members on more than one side."""
    return int(_on_both_sides(groups, sides).sum())


def _on_both_sides(groups: NDArray[np.intp], sides: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell of each group whether it has members on more than one side."""
    n = int(groups.max()) + 1
    low, high = np.full(n, 2**31 - 1), np.full(n, -1)
    np.minimum.at(low, groups, sides.astype(int))
    np.maximum.at(high, groups, sides.astype(int))
    return np.asarray(low < high)
