"""The picture files of a folder, decoded straight into the array that a network trains on."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError
from miwake.input_spec import LARGE_SIDE, ImageSpec, is_photo
from miwake.readers.decode_image import (
    Header,
    decode,
    open_picture,
    read_bytes,
    warnings_ignored,
)
from miwake.readers.picture_levels import ground_of, levels_of
from miwake.readers.reader import Progress

PRETRAINED_SIDE = 224  # pixels of the longer side that pretrained networks see best
MAX_PHOTOS = 6_000  # a gigabyte; more pictures become smaller ones
SAMPLE = 2000  # pictures whose sizes decide the common one
GLANCE = 20  # pictures that are looked at before all are read
MEASURED = 200  # pictures whose brightness decides that of all
BLOCK = 64  # files that a thread reads at once


class _OtherPicture(Exception):  # noqa: N818  no error: pictures have more than one size or mode
    pass


@dataclass
class Pictures:
    """What was read of picture files, an entry each.

    Attributes:
        spec: what they were brought to.
        x: their pixels, shape (n, *spec.shape).
        headers: what each file says of its picture; None where it could not be read.
        sizes: of the files in bytes.
        digests: of their bytes.
        failed: why some could not be read, by their indices.
    """

    spec: ImageSpec
    x: NDArray[np.uint8]
    headers: list[Header | None]
    sizes: NDArray[np.int64]
    digests: NDArray[np.uint64]
    failed: dict[int, DataError]

    @property
    def readable(self) -> NDArray[np.bool_]:
        """Which of them could be read, shape (n,)."""
        return np.array([i not in self.failed for i in range(len(self.headers))])

    def facts(self) -> dict[str, NDArray[Any]]:
        """Facts of the files that a network should not learn from."""
        sizes = np.array([(h.width, h.height) if h else (1, 1) for h in self.headers], float)
        return {
            "file_width": sizes[:, 0],
            "file_height": sizes[:, 1],
            "file_aspect": sizes[:, 0] / sizes[:, 1],
            "file_bytes": self.sizes.astype(float),
            "file_format": np.array([h.format if h else "" for h in self.headers]),
        }


def read_pictures(files: Sequence[Path], progress: Progress | None = None) -> Pictures:
    """Read pictures once if all have one size and mode, else once more into the common one.

    Raises:
        DataError: none can be read, or there is not enough memory.
    """
    with warnings_ignored():
        first = _first_header(files)
        spec = _choose_spec((first.height, first.width), first.colour, len(files))
        if first.deep or first.clear:
            spec = _measure_brightness(files, spec)
        try:
            return _read_all(files, spec, progress, only=first)
        except _OtherPicture:
            return _read_all(files, _common_spec(files), progress)


def are_photos(files: Sequence[Path]) -> bool:
    """Tell by a few headers whether pictures are in colour, and not too small for photos."""
    sample = [h for h in map(_header, files[:: -(-len(files) // GLANCE)]) if h is not None]
    sizes = [min(h.height, h.width) for h in sample if h.colour]
    return bool(sizes) and is_photo((*[round(float(np.median(sizes)))] * 2, 3))


def _header(path: Path) -> Header | None:
    try:
        return open_picture(read_bytes(path))[1]
    except DataError:
        return None


def _first_header(files: Sequence[Path]) -> Header:
    """That of the first picture that can be read; all others may share its size."""
    for path in files:
        header = _header(path)
        if header is not None:
            return header
    raise DataError(
        "none of the {n:,} pictures can be read, as {file}; save them as PNG",
        n=len(files),
        file=files[0],
    )


def _common_spec(files: Sequence[Path]) -> ImageSpec:
    """The median size of a sample of the pictures; in colour if any of them is."""
    sample = [h for h in map(_header, files[:: -(-len(files) // SAMPLE)]) if h is not None]
    height, width = np.median([(h.height, h.width) for h in sample], axis=0)
    alike = len({(h.height, h.width) for h in sample}) == 1
    colour = any(h.colour for h in sample)
    spec = _choose_spec((round(height), round(width)), colour, len(files), alike)
    return _measure_brightness(files, spec) if any(h.deep or h.clear for h in sample) else spec


def _measure_brightness(files: Sequence[Path], spec: ImageSpec) -> ImageSpec:
    """Measure on a sample what is white in deep pictures, and the ground of clear ones."""
    sample = files[:: -(-len(files) // MEASURED)]
    low, high = levels_of(_decoded(sample, lambda header: header.deep))
    ground = ground_of(_decoded(sample, lambda header: header.clear and not header.deep))
    return replace(spec, low=low, high=high, ground=ground)


def _decoded(files: Sequence[Path], condition: Callable[[Header], bool]) -> Iterator[Any]:
    """Give those of some pictures that meet a condition and are not damaged."""
    for path in files:
        with suppress(DataError, OSError, SyntaxError, ValueError):  # they are named later
            picture, header = open_picture(read_bytes(path))
            if condition(header):
                picture.load()
                yield picture


def _choose_spec(size: tuple[int, int], colour: bool, count: int, alike: bool = True) -> ImageSpec:
    height, width = size
    longest = PRETRAINED_SIDE if colour and count <= MAX_PHOTOS else LARGE_SIDE
    ratio = min(1.0, longest / max(height, width))
    scaled = max(1, round(height * ratio)), max(1, round(width * ratio))
    return ImageSpec(*scaled, colour, scaled=not alike or ratio < 1)


def _read_all(
    files: Sequence[Path],
    spec: ImageSpec,
    progress: Progress | None,
    only: Header | None = None,
) -> Pictures:
    """Decode all files; stop at one of another size or mode than `only`."""
    n = len(files)
    try:
        x = np.empty((n, *spec.shape), np.uint8)
    except MemoryError:
        size = n * np.prod(spec.shape) / 1e9
        raise DataError(
            "{n:,} pictures of {shape} need {size:,.0f} GB of memory",
            n=n,
            shape=spec.shape,
            size=size,
        ) from None
    pictures = Pictures(spec, x, [None] * n, np.zeros(n, np.int64), np.zeros(n, np.uint64), {})

    def one(i: int) -> None:
        data = read_bytes(files[i])
        picture, header = open_picture(data)
        if only and _look_of(header) != _look_of(only):
            raise _OtherPicture
        x[i] = decode(picture, spec)
        pictures.headers[i], pictures.sizes[i] = header, len(data)
        pictures.digests[i] = int.from_bytes(blake2b(data, digest_size=8).digest())

    def block(start: int) -> int:
        for i in range(start, min(start + BLOCK, n)):
            try:
                one(i)
            except DataError as error:
                pictures.failed[i] = error
        return start

    pool = ThreadPoolExecutor()
    try:
        for start in pool.map(block, range(0, n, BLOCK)):
            if progress:
                progress(min(start + BLOCK, n), n)
    finally:
        pool.shutdown(cancel_futures=True)
    return pictures


def _look_of(header: Header) -> tuple[int, int, bool, bool, bool]:
    return header.height, header.width, header.colour, header.deep, header.clear
