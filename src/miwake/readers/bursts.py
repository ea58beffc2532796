"""Bursts: photos of one moment, such as frames of a film, of which a split must keep all together.

Neighbours are of one burst where they follow one another (in their names' numbers, or by seconds
of what their cameras noted) and look alike; one of the two alone says little: numbers count what
somebody collected, and two cats are alike on one carpet.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.readers.near_duplicate_images import Thumbnails, join

SECONDS = 3.0  # from one photo of a burst to the next
ALIKE = 0.8  # correlation of thumbnails; 1 to 2 % of neighbours in collections of photos reach it
ROUGHLY = 0.5  # enough within seconds, and in a film, which has jumps
AHEAD = 3  # photos that one is compared with, since a hand may cover one of them
BLOCKS = 7  # parts in time of a class that is one burst, as the test is a seventh
CHUNK = 1024
# as phones name photos: IMG_20240501_120301, PXL_20240501_120301123, WIN_20240501_12_03_01_Pro
TIME = re.compile(r"(20\d\d)[-_]?(\d\d)[-_]?(\d\d)[-_ T](\d\d)[-_.]?(\d\d)[-_.]?(\d\d)(\d{3})?")
HOLD = re.compile(r"hold-\d+-")  # before the number of each picture of one hold in the studio
LAST_NUMBER = re.compile(r"(\d+)(\D*)$")


@dataclass(frozen=True)
class Bursts:
    """The bursts among some pictures.

    Attributes:
        groups: a number for each picture; those of one burst share theirs.
        order: the pictures as they follow one another.
    """

    groups: NDArray[np.int64]
    order: NDArray[np.intp]

    def count(self, among: NDArray[np.bool_]) -> tuple[int, int]:
        """How many of some pictures are in bursts, and how many bursts that is."""
        sizes = np.unique(self.groups[among], return_counts=True)[1]
        return int(sizes[sizes > 1].sum()), int((sizes > 1).sum())


def find_bursts(
    small: Thumbnails,
    files: Sequence[Path],
    taken: Sequence[float | None],
    readable: NDArray[np.bool_],
) -> Bursts:
    """Find the bursts.

    Args:
        small: the pictures' thumbnails, shape (n, height, width, 3).
        files: their paths.
        taken: when each was taken, in seconds; None where no camera noted it.
        readable: which of them there are; the others stay alone.
    """
    there = np.flatnonzero(readable).tolist()
    taken = [_time_in_name(p) if t is None else t for p, t in zip(files, taken, strict=True)]
    pairs = [np.empty((0, 2), np.intp)]
    for series in _series((*_name(files[i]), i) for i in there):
        near = _neighbours(series)
        if HOLD.fullmatch(_name(files[series[0]])[1]):  # whatever the camera saw meanwhile
            pairs.append(near)
            continue
        likeness = _likeness(small, near)
        is_film = np.mean(likeness >= ALIKE) >= 0.5
        pairs.append(near[likeness >= (ROUGHLY if is_film else ALIKE)])
    times = [(i, time) for i in there if (time := taken[i]) is not None]
    for series in _series((files[i].parent, time, i) for i, time in times):
        near = _neighbours(series)
        apart = np.array([taken[b] - taken[a] for a, b in near.tolist()])
        near = near[apart <= SECONDS]
        pairs.append(near[_likeness(small, near) >= ROUGHLY])
    return Bursts(join(len(small), np.concatenate(pairs)), _order(files, taken))


def cut_single(
    bursts: Bursts, groups: NDArray[np.int64], labels: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Cut the burst of a class that is one burst into parts in time, since some must be tested.

    Args:
        bursts: the bursts.
        groups: what stays together for other reasons, shape (n,).
        labels: class numbers, shape (n,); -1 for what could not be read.

    Returns:
        the groups, bursts joined to them; the classes that were cut.
    """
    whole = join_groups(groups, bursts.groups)
    single = [
        label
        for label in np.unique(labels[labels >= 0]).tolist()
        if len(np.unique(whole[labels == label])) == 1
        and len(np.unique(groups[labels == label])) > 1
    ]
    parts = bursts.groups.copy()
    for label in single:
        members = bursts.order[labels[bursts.order] == label]
        for block in np.array_split(members, min(BLOCKS, len(members))):
            parts[block] = block.min()
    return join_groups(groups, parts), np.array(single, np.intp)


def join_groups(*several: NDArray[np.int64]) -> NDArray[np.int64]:
    """Join groupings of the same things: what shares a number in one of them, shares its group."""
    pairs = []
    for groups in several:
        _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
        pairs.append(np.stack([first[inverse], np.arange(len(groups))], axis=1))
    return join(len(several[0]), np.concatenate(pairs))


def _series(entries: Iterable[tuple[Any, ...]]) -> Iterator[NDArray[np.intp]]:
    """Pictures that share a key, in the order of a number: entries are (*key, number, index)."""
    series = defaultdict(list)
    for *key, place, i in entries:
        series[tuple(key)].append((place, i))
    for members in series.values():
        if len(members) > 1:
            yield np.array([i for _, i in sorted(members)], np.intp)


def _neighbours(series: NDArray[np.intp]) -> NDArray[np.intp]:
    """Pairs of what follows one another in a series, or nearly so."""
    steps = range(1, min(AHEAD, len(series) - 1) + 1)
    return np.concatenate([np.stack([series[:-n], series[n:]], axis=1) for n in steps])


def _name(path: Path) -> tuple[Path, str, str, int]:
    """A path's folder, what stands before and behind the last number of its name, that number."""
    match = LAST_NUMBER.search(path.stem)
    if match is None:
        return path.parent, path.stem, "", 0
    return path.parent, path.stem[: match.start()], match[2], int(match[1])


def _time_in_name(path: Path) -> float | None:
    match = TIME.search(path.stem)
    if match is None:
        return None
    year, month, day, hour, minute, second, thousandths = map(int, match.groups("0"))
    with suppress(ValueError):  # digits that are no date
        time = datetime(year, month, day, hour, minute, second, thousandths * 1000, UTC)
        return time.timestamp()
    return None


def _order(files: Sequence[Path], taken: Sequence[float | None]) -> NDArray[np.intp]:
    """All pictures, by folder, time and number."""

    def place(i: int) -> tuple[str, float, str, int]:
        folder, before, _, number = _name(files[i])
        time = taken[i]
        return str(folder), -1.0 if time is None else time, before, number

    return np.array(sorted(range(len(files)), key=place), np.intp)


def _likeness(small: Thumbnails, pairs: NDArray[np.intp]) -> NDArray[np.float32]:
    """Correlation of the thumbnails of each pair, the mean colour taken away."""
    likeness = np.zeros(len(pairs), np.float32)
    for start in range(0, len(pairs), CHUNK):
        part = pairs[start : start + CHUNK]
        first, second = (_centred(small[part[:, side]]) for side in (0, 1))
        size = np.sqrt((first**2).sum(axis=1) * (second**2).sum(axis=1))
        product = (first * second).sum(axis=1)
        likeness[start : start + CHUNK] = product / np.where(size > 0, size, 1)
    return likeness


def _centred(small: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = small.mean(axis=(1, 2), keepdims=True)
    return np.asarray(small - mean).reshape(len(small), -1)
