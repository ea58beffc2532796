"""A folder of images becomes a Dataset: read once, straight into the final array."""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, Phrase, TaskError
from miwake.findings import Finding
from miwake.input_spec import ImageSpec
from miwake.readers.decode_image import Header, decode, open_picture, read_bytes
from miwake.readers.image_folders import Listing, list_folder, shown
from miwake.readers.labels import few_labels
from miwake.readers.near_duplicate_images import groups_of, join
from miwake.readers.split import split

LONGEST = 128  # pixels of the longer side that larger pictures are scaled down to
SAMPLE = 2000  # pictures whose sizes decide the common one
BLOCK = 64  # files that a thread reads at once
MOVED = 4096  # pictures moved at once
NAMED = 3  # files that a note names

Progress = Callable[[int, int], None]


class _OtherPicture(Exception):  # noqa: N818  no error: pictures have more than one size or mode
    pass


@dataclass
class _Read:
    """What was read of all files, an entry each; `failed` says why some could not be."""

    x: NDArray[np.uint8]
    headers: list[Header | None]
    sizes: NDArray[np.int64]
    digests: NDArray[np.uint64]
    failed: dict[int, DataError]


def read_images(
    root: Path, group: str | None, seed: int, progress: Progress | None = None
) -> Dataset:
    """The pictures in a folder, split by class so that alike ones lie on one side.

    Args:
        root: has one sub-folder a class, or `train` and `test` above them.
        group: a regular expression on the path below `root`; pictures in which its first group
            (or all that it matches) is the same lie on one side.
        seed: decides the split.
        progress: called with (files read, files in all).

    Returns:
        pictures in uint8, shape (n, height, width) if all are grey, else (n, height, width, 3).

    Raises:
        DataError: there are no two classes with pictures that can be read.
        TaskError: the pattern is no regular expression.
    """
    pattern = _pattern(group)
    listing = list_folder(root)
    with _warnings_ignored():
        first = _first_header(listing)
        canvas = _canvas(first.height, first.width, first.colour, alike=True)
        try:
            read = _read_all(listing.files, canvas, progress, only=first)
        except _OtherPicture:
            canvas = _common_canvas(listing.files)
            read = _read_all(listing.files, canvas, progress)
    readable = np.array([i not in read.failed for i in range(len(listing.files))])
    listing = _checked(root, listing, read, readable)
    groups, alike = _groups(root, listing, read, pattern)
    test = np.zeros(len(readable), bool)
    if listing.test is None:
        test[readable] = split(listing.labels[readable], seed, groups[readable])
    else:
        test = listing.test & readable
    notes = _notes(root, listing, read, readable, canvas, test, alike)
    return _dataset(listing, read, test, readable & ~test, canvas, notes)


def _pattern(group: str | None) -> re.Pattern[str] | None:
    try:
        return None if group is None else re.compile(group)
    except re.error as error:
        raise TaskError(
            "{--group:{group}} is no regular expression ({error}); correct it",
            group=group,
            error=error,
        ) from None


@contextmanager
def _warnings_ignored() -> Iterator[None]:
    with warnings.catch_warnings():  # threads share the filters
        warnings.simplefilter("ignore")
        yield


def _header(path: Path) -> Header | None:
    try:
        return open_picture(read_bytes(path))[1]
    except DataError:
        return None


def _first_header(listing: Listing) -> Header:
    """That of the first picture that can be read; all others may share its size."""
    for path in listing.files:
        header = _header(path)
        if header is not None:
            return header
    raise DataError(
        "none of the {n:,} pictures can be read, as {file}; save them as PNG",
        n=len(listing.files),
        file=listing.files[0],
    )


def _common_canvas(files: Sequence[Path]) -> ImageSpec:
    """The median size of a sample of the pictures; in colour if any of them is."""
    sample = [h for h in map(_header, files[:: -(-len(files) // SAMPLE)]) if h is not None]
    height, width = np.median([(h.height, h.width) for h in sample], axis=0)
    alike = len({(h.height, h.width) for h in sample}) == 1
    return _canvas(round(height), round(width), any(h.colour for h in sample), alike)


def _canvas(height: int, width: int, colour: bool, alike: bool) -> ImageSpec:
    ratio = min(1.0, LONGEST / max(height, width))
    size = max(1, round(height * ratio)), max(1, round(width * ratio))
    return ImageSpec(*size, colour, scaled=not alike or ratio < 1)


def _read_all(
    files: Sequence[Path],
    canvas: ImageSpec,
    progress: Progress | None,
    only: Header | None = None,
) -> _Read:
    """Decode all files; stop at one of another size or mode than `only`."""
    n = len(files)
    try:
        x = np.empty((n, *canvas.shape), np.uint8)
    except MemoryError:
        size = n * np.prod(canvas.shape) / 1e9
        raise DataError(
            "{n:,} pictures of {shape} need {size:,.0f} GB of memory",
            n=n,
            shape=canvas.shape,
            size=size,
        ) from None
    read = _Read(x, [None] * n, np.zeros(n, np.int64), np.zeros(n, np.uint64), {})

    def one(i: int) -> None:
        data = read_bytes(files[i])
        picture, header = open_picture(data)
        if only and _look_of(header) != _look_of(only):
            raise _OtherPicture
        x[i] = decode(picture, canvas)
        read.headers[i], read.sizes[i] = header, len(data)
        read.digests[i] = int.from_bytes(blake2b(data, digest_size=8).digest())

    def block(start: int) -> int:
        for i in range(start, min(start + BLOCK, n)):
            try:
                one(i)
            except DataError as error:
                read.failed[i] = error
        return start

    pool = ThreadPoolExecutor()
    try:
        for start in pool.map(block, range(0, n, BLOCK)):
            if progress:
                progress(min(start + BLOCK, n), n)
    finally:
        pool.shutdown(cancel_futures=True)
    return read


def _look_of(header: Header) -> tuple[int, int, bool]:
    return header.height, header.width, header.colour


def _checked(root: Path, listing: Listing, read: _Read, readable: NDArray[np.bool_]) -> Listing:
    """The listing without classes of which no picture can be read."""
    learned = readable if listing.test is None else readable & ~listing.test
    counts = np.bincount(listing.labels[learned], minlength=len(listing.classes))
    if (counts > 0).all():
        return listing
    lost = listing.classes[int(np.argmin(counts))]
    why = read.failed[min(read.failed)] if read.failed else Phrase("there are none")
    raise DataError(
        "{root}: no picture of the class {lost} can be read for training ({why}); "
        "add some, or take the folder away",
        root=root,
        lost=lost,
        why=why,
    )


def _groups(
    root: Path, listing: Listing, read: _Read, pattern: re.Pattern[str] | None
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Group numbers for the split, and those of alike pictures alone."""
    digests = read.digests.copy()
    alike = groups_of(read.x, digests)
    for i in read.failed:
        alike[alike == i] = i
    if pattern is None:
        return alike, alike
    names: dict[str, int] = {}
    together = [(i, int(g)) for i, g in enumerate(alike) if i != g]
    for i, path in enumerate(listing.files):
        found = pattern.search(shown(path.relative_to(root).as_posix()))
        if found:
            name = found[1] if found.re.groups and found[1] is not None else found[0]
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
    return join(len(alike), np.array(together, np.intp).reshape(-1, 2)), alike


def _dataset(
    listing: Listing,
    read: _Read,
    test: NDArray[np.bool_],
    train: NDArray[np.bool_],
    canvas: ImageSpec,
    notes: tuple[Finding, ...],
) -> Dataset:
    facts = _facts(read)
    x_test = read.x[test]
    x_train = _kept(read.x, np.flatnonzero(train))
    return Dataset(
        x_train=x_train,
        y_train=listing.labels[train],
        x_test=x_test,
        y_test=listing.labels[test],
        classes=listing.classes,
        reading=canvas,
        facts_train={name: values[train] for name, values in facts.items()},
        facts_test={name: values[test] for name, values in facts.items()},
        notes=notes,
    )


def _kept(x: NDArray[np.uint8], places: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The pictures at these places, moved to the front of the same memory."""
    for start in range(0, len(places), MOVED):
        part = places[start : start + MOVED]
        x[start : start + len(part)] = x[part]  # never from before where they go
    return x[: len(places)]


def _facts(read: _Read) -> dict[str, NDArray[Any]]:
    sizes = np.array([(h.width, h.height) if h else (1, 1) for h in read.headers], float)
    return {
        "file_width": sizes[:, 0],
        "file_height": sizes[:, 1],
        "file_aspect": sizes[:, 0] / sizes[:, 1],
        "file_bytes": read.sizes.astype(float),
        "file_format": np.array([h.format if h else "" for h in read.headers]),
    }


def _notes(
    root: Path,
    listing: Listing,
    read: _Read,
    readable: NDArray[np.bool_],
    canvas: ImageSpec,
    test: NDArray[np.bool_],
    alike: NDArray[np.int64],
) -> tuple[Finding, ...]:
    """What is to be said: passed over, unreadable, scaled, alike, in two classes, too few."""
    notes = []

    def note(status: Any, key: str, **values: Any) -> None:
        notes.append(Finding("data", status, f"data.{key}", values))

    if listing.hidden or listing.foreign:
        note("note", "skipped", hidden=listing.hidden, foreign=listing.foreign)
    if read.failed:
        named = [
            f"{shown(listing.files[i].relative_to(root))} ({read.failed[i]})"
            for i in sorted(read.failed)[:NAMED]
        ]
        more = ", ..." if len(read.failed) > NAMED else ""
        note("warning", "unreadable", n=len(read.failed), names=", ".join(named) + more)
    sizes = Counter((h.height, h.width) for h in read.headers if h)
    if canvas.scaled:
        low, high = min(sizes, key=np.prod), max(sizes, key=np.prod)
        values = {"low": f"{low[1]} x {low[0]}", "high": f"{high[1]} x {high[0]}"}
        note("note", "scaled", size=f"{canvas.width} x {canvas.height}", **values)
    alike, labels, test = alike[readable], listing.labels[readable], test[readable]
    _, where, counts = np.unique(alike, return_inverse=True, return_counts=True)
    if (counts > 1).any():
        n, leaks = int(counts[counts > 1].sum()), _both_sides(where, test)
        if leaks:
            note("warning", "leak", n=leaks)
        else:
            note("note", "alike", n=n, groups=int((counts > 1).sum()))
        twice = _both_sides(where, labels)
        if twice:
            note("warning", "twice", n=twice)
    untested = np.bincount(labels[test], minlength=len(listing.classes)) == 0
    if untested.any():
        names = [name for name, none in zip(listing.classes, untested, strict=True) if none]
        note("warning", "untested", names=", ".join(names[:NAMED]), n=len(names))
    return (*notes, *few_labels(labels, listing.classes))


def _both_sides(groups: NDArray[np.intp], sides: NDArray[Any]) -> int:
    """How many groups have members on more than one side."""
    n = int(groups.max()) + 1
    low, high = np.full(n, 2**31 - 1), np.full(n, -1)
    np.minimum.at(low, groups, sides.astype(int))
    np.maximum.at(high, groups, sides.astype(int))
    return int((low < high).sum())
