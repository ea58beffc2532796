"""The files that MNIST comes in, and the check that it is the real one."""

import contextlib
import gzip
import hashlib
import math
import tarfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, MiwakeError, Phrase, reason

Array = NDArray[np.uint8]
Arrays = dict[str, Array]

# Shape, and SHA-256 of the raw bytes: the same data passes whatever file it came in.
ARRAYS = {
    "x_train": (
        (60000, 28, 28),
        "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
    ),
    "y_train": ((60000,), "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13"),
    "x_test": (
        (10000, 28, 28),
        "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
    ),
    "y_test": ((10000,), "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5"),
}
FILE = "mnist.npz"  # as Keras has it
IDX_FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


def parse_idx(raw: bytes) -> Array:
    """The array in an idx file of bytes, with one dimension (labels) or three (images).

    Raises:
        DataError: the bytes are not such a file.
    """
    if raw[:4] not in {b"\0\0\x08\x01", b"\0\0\x08\x03"}:
        raise DataError("not an idx file of bytes with one or three dimensions")
    start = 4 + 4 * raw[3]
    shape = [int.from_bytes(raw[at : at + 4], "big") for at in range(4, start, 4)]
    # A shape with a 0 fits no bytes, yet its other sizes may be more than an array can have.
    if not 0 < math.prod(shape) == len(raw) - start:
        sizes = "x".join(map(str, shape))
        raise DataError(
            "{n:,} bytes are not the {sizes} that its header says", n=len(raw), sizes=sizes
        )
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape).copy()


def read_npz(file: Path) -> Arrays:
    """The arrays in an mnist.npz; DataError where it is damaged."""
    with _reading(), file.open("rb") as opened, np.load(opened, allow_pickle=False) as archive:
        return {name: np.asarray(archive[name]) for name in ARRAYS}


def read_folder(folder: Path) -> Arrays:
    """The arrays in a folder of the four idx files, gzipped or not."""
    arrays = {}
    for name, standard in IDX_FILES.items():
        dotted = standard.replace("-idx", ".idx")
        names = (standard, dotted, f"{standard}.gz", f"{dotted}.gz")
        file = next((folder / n for n in names if (folder / n).is_file()), folder / standard)
        opener = gzip.open if file.suffix == ".gz" else Path.open
        with _reading(f"{file.name}: "), opener(file, "rb") as opened:
            # One byte more than is right shows a file that is too long, however long it is.
            arrays[name] = parse_idx(opened.read(_idx_size(name) + 1))
    return arrays


def read_package(file: Path) -> Arrays:
    """The arrays in the npm package, read without unpacking it."""
    arrays = {}
    with _reading(), tarfile.open(file, "r:gz") as archive:
        for name, idx_file in IDX_FILES.items():
            member = archive.getmember(f"package/data/{idx_file}")
            # Read into memory, never extracted: a link or a path in it leads nowhere.
            plain = member.isreg() and member.size <= _idx_size(name)
            content = archive.extractfile(member) if plain else None
            if content is None:
                raise DataError(
                    "{idx_file} is not a plain file of the right size", idx_file=idx_file
                )
            arrays[name] = parse_idx(content.read())
    return arrays


def _idx_size(name: str) -> int:
    shape = ARRAYS[name][0]
    return 4 + 4 * len(shape) + math.prod(shape)


@contextlib.contextmanager
def _reading(prefix: str = "") -> Iterator[None]:
    try:
        yield
    except (DataError, OSError) as error:
        raise DataError("{prefix}{why}", prefix=prefix, why=told(error)) from error
    except KeyError as error:
        raise DataError("{prefix}{why}", prefix=prefix, why=error.args[0]) from error
    # zipfile, tarfile and numpy raise a dozen more kinds on damaged bytes.
    except Exception as error:
        raise DataError("{prefix}{why}", prefix=prefix, why=Phrase("damaged")) from error


def checked(arrays: Arrays) -> Arrays:
    """The arrays, if their hashes are those of the real MNIST; DataError where one differs."""
    differ = [
        name
        for name, (shape, digest) in ARRAYS.items()
        if arrays[name].dtype != np.uint8
        or arrays[name].shape != shape
        or hashlib.sha256(np.ascontiguousarray(arrays[name]).data).hexdigest() != digest
    ]
    if differ:
        raise DataError("not the real MNIST, different: {names}", names=", ".join(differ))
    return arrays


def told(error: Exception) -> Phrase | MiwakeError | str:
    """An error in few words, without the path it is about."""
    if isinstance(error, FileNotFoundError):
        return Phrase("not there")
    if isinstance(error, gzip.BadGzipFile):
        return Phrase("damaged")
    if isinstance(error, MiwakeError):
        return error
    return reason(error) if isinstance(error, OSError) else str(error) or Phrase("failed")
