"""Which pictures of a folder stay together on one side of a split: copies, bursts, named groups."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, TaskError, first_of
from miwake.findings import Finding
from miwake.input_spec import is_photo
from miwake.readers.bursts import cut_single, find_bursts
from miwake.readers.image_files import Pictures
from miwake.readers.list_images import Listing
from miwake.readers.near_duplicate_images import Thumbnails, groups_of, join, thumbnails
from miwake.readers.train_test_folders import printable

NAMED = 3  # classes that a note names


@dataclass(frozen=True)
class Together:
    """What stays together.

    Attributes:
        groups: a number for each picture; those that stay together share theirs.
        alike: the same for equal and nearly equal pictures alone.
        photos, bursts: how many photos are in bursts, and how many bursts that is.
        cut: the classes that are one burst, which was cut.
        copies: the classes of which all pictures are equal or nearly so.
    """

    groups: NDArray[np.int64]
    alike: NDArray[np.int64]
    photos: int = 0
    bursts: int = 0
    cut: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    def findings(self) -> list[Finding]:
        """Say how many photos are how many bursts, and which classes are one."""
        findings = []
        if self.bursts:
            values = {"n": self.photos, "bursts": self.bursts}
            findings.append(Finding("data", "note", "data.bursts", values))
        if self.cut:
            names = first_of(self.cut, NAMED)
            findings.append(Finding("data", "warning", "data.one_burst", {"names": names}))
        if self.copies:
            names = first_of(self.copies, NAMED)
            findings.append(Finding("data", "warning", "data.only_copies", {"names": names}))
        return findings


def group_pictures(
    root: Path, listing: Listing, pictures: Pictures, pattern: re.Pattern[str] | None
) -> Together:
    """Find what stays together; bursts in photos alone, and where no pattern names the groups.

    Raises:
        DataError: the pattern does not tell pictures apart.
    """
    small = thumbnails(pictures.x)
    alike = _near_duplicates(pictures, small)
    if pattern is not None:
        return Together(_join_pattern(root, listing, alike, pattern), alike)
    labels = np.where(pictures.readable, listing.labels, -1)
    copies = tuple(
        name for label, name in enumerate(listing.classes) if _is_one(alike[labels == label])
    )
    if not is_photo(pictures.spec.shape) or listing.test is not None:
        return Together(alike, alike, copies=copies)
    taken = [header.taken if header else None for header in pictures.headers]
    bursts = find_bursts(small, listing.files, taken, pictures.readable)
    groups, cut = cut_single(bursts, alike, labels)
    counts = bursts.count(~np.isin(listing.labels, cut))
    names = tuple(listing.classes[label] for label in cut)
    return Together(groups, alike, *counts, names, copies)


def _is_one(groups: NDArray[np.int64]) -> bool:
    return len(groups) > 1 and len(np.unique(groups)) == 1


def compile_pattern(group: str | None) -> re.Pattern[str] | None:
    """Compile the pattern of paths whose pictures stay together.

    Raises:
        TaskError: it is no regular expression.
    """
    try:
        return None if group is None else re.compile(group)
    except re.error as error:
        raise TaskError(
            "{--group:{group}} is no regular expression ({error}); correct it",
            group=group,
            error=error,
        ) from None


def _near_duplicates(pictures: Pictures, small: Thumbnails) -> NDArray[np.int64]:
    """Group numbers of alike pictures; those that could not be read are alone."""
    alike = groups_of(pictures.x, small, pictures.digests)
    for i in pictures.failed:
        alike[alike == i] = i
    return alike


def _join_pattern(
    root: Path, listing: Listing, alike: NDArray[np.int64], pattern: re.Pattern[str]
) -> NDArray[np.int64]:
    """Join groups of alike pictures whose paths match a pattern in the same text."""
    names: dict[str, int] = {}
    together = [(i, int(g)) for i, g in enumerate(alike) if i != g]
    for i, path in enumerate(listing.files):
        match = pattern.search(printable(path.relative_to(root).as_posix()))
        if match:
            name = match[1] if match.re.groups and match[1] is not None else match[0]
            together.append((names.setdefault(name, i), i))
    if len(names) < 2:
        what = Phrase("is found in none of them")
        if names:
            what = Phrase("is {name!r} in all of them", name=next(iter(names)))
        raise DataError(
            "{--group:{pattern}} {what}; give a pattern that tells them apart",
            pattern=pattern.pattern,
            what=what,
        )
    return join(len(alike), np.array(together, np.intp).reshape(-1, 2))
