"""Each way to the real MNIST, on small archives whose hashes stand in for the real ones."""

import gc
import gzip
import hashlib
import io
import socket
import sys
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pooch
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from miwake.errors import DataError, DownloadError
from miwake.tasks import mnist_data
from miwake.tasks.mnist_data import download
from miwake.tasks.mnist_data import files as mnist_files
from miwake.tasks.mnist_data import load as mnist

SHAPES = {"x_train": (6, 28, 28), "y_train": (6,), "x_test": (2, 28, 28), "y_test": (2,)}
_RNG = np.random.default_rng(0)
SMALL = {name: _RNG.integers(0, 256, shape, np.uint8) for name, shape in SHAPES.items()}
LABELS = "train-labels-idx1-ubyte"


def idx(array):
    sizes = b"".join(size.to_bytes(4, "big") for size in array.shape)
    return b"\0\0\x08" + bytes([array.ndim]) + sizes + array.tobytes()


def npz(**changed):
    file = io.BytesIO()
    np.savez(file, **{n: a for n, a in (SMALL | changed).items() if a is not None})
    return file.getvalue()


IDX = {mnist_files.IDX_FILES[name]: idx(array) for name, array in SMALL.items()}


def tgz(labels=IDX[LABELS], first=None):
    """The npm package with y_train's file as given; None leaves a member out, text is a link."""
    members = {f"package/data/{name}": raw for name, raw in (IDX | {LABELS: labels}).items()}
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        for name, raw in ((first or {}) | members).items():
            info = tarfile.TarInfo(name)
            if isinstance(raw, str):
                info.type, info.linkname = tarfile.SYMTYPE, raw
                archive.addfile(info)
            elif raw is not None:
                info.size = len(raw)
                archive.addfile(info, io.BytesIO(raw))
    return file.getvalue()


def same(pairs):
    got = dict(zip(("x_train", "y_train", "x_test", "y_test"), sum(pairs, ()), strict=True))
    assert all(array.dtype == np.uint8 and array.flags.writeable for array in got.values())
    return all(np.array_equal(got[n], SMALL[n]) for n in SMALL)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def failure():
    with pytest.raises(DownloadError) as caught:
        mnist.mnist()
    gc.collect()  # a connection left open would warn here
    return str(caught.value)


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """No way leads outside: small hashes, empty caches, no npm, an address that nobody serves."""
    hashes = {n: (a.shape, hashlib.sha256(a.tobytes()).hexdigest()) for n, a in SMALL.items()}
    monkeypatch.setattr(mnist_files, "ARRAYS", hashes)
    monkeypatch.setattr(download, "ADDRESS", "http://127.0.0.1:9/mnist.npz")
    monkeypatch.setenv("MIWAKE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    (tmp_path / "cache").mkdir()
    return tmp_path / "cache"


@pytest.fixture
def npm(tmp_path):
    """Installs an npm that leaves these bytes as the package, then does what `then` says."""

    def install(raw, then=""):
        (tmp_path / "bin").mkdir()
        (tmp_path / "package").write_bytes(raw)
        script = f"import shutil, sys, time\nshutil.copy({str(tmp_path / 'package')!r}, "
        script += f"{f'{download.PACKAGE}-{download.VERSION}.tgz'!r})\n{then}\n"
        (tmp_path / "bin/npm").write_text(f"#!{sys.executable} -IS\n{script}")
        (tmp_path / "bin/npm").chmod(0o755)

    return install


@pytest.fixture
def serve(monkeypatch):
    """Serves these bytes as Keras' file, but only the first `sent` of them."""
    answer = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(answer["status"])
            self.send_header("Content-Length", str(len(answer["raw"])))
            self.end_headers()
            self.wfile.write(answer["raw"][: answer["sent"]])

        def log_message(self, *args):
            pass

    def start(raw, sent=None, status=200):
        answer.update(raw=raw, sent=sent, status=status)
        address = f"http://127.0.0.1:{server.server_port}/mnist.npz"
        monkeypatch.setattr(download, "ADDRESS", address)
        monkeypatch.setattr(download, "ADDRESS_SHA256", hashlib.sha256(raw).hexdigest())

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield start
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize("dash", ["-idx", ".idx"])
def test_path_takes_a_folder_of_idx_files(tmp_path, dash, end):
    for file, raw in IDX.items():
        written = tmp_path / (file.replace("-idx", dash) + end)
        written.write_bytes(gzip.compress(raw) if end else raw)
    assert same(mnist.mnist(tmp_path))


def test_path_takes_npz_and_writes_no_cache(tmp_path, cache):
    (tmp_path / "mine.npz").write_bytes(npz())
    assert same(mnist.mnist(tmp_path / "mine.npz"))
    assert names(cache) == []


BAD_NPZ = {
    "not an archive": (b"nonsense", "damaged"),
    "cut": (npz()[:3000], "damaged"),
    "array missing": (npz(y_test=None), "y_test is not a file"),
    "pickle": (npz(y_test=np.array([{}])), "damaged"),
    "other bytes": (npz(x_test=255 - SMALL["x_test"]), "different: x_test;"),
    "other shape": (npz(x_test=SMALL["x_test"].ravel()), "different: x_test;"),
    "other type": (npz(y_test=SMALL["y_test"].view(np.int8)), "different: y_test;"),
}


@pytest.mark.parametrize(("raw", "words"), BAD_NPZ.values(), ids=BAD_NPZ)
def test_path_to_a_bad_npz_is_explained(tmp_path, raw, words):
    (tmp_path / "mine.npz").write_bytes(raw)
    with pytest.raises(DataError, match=rf"mine\.npz: .*({words}).*--data PATH"):
        mnist.mnist(tmp_path / "mine.npz")


BAD_IDX = {
    "missing": (None, f"{LABELS}: not there"),
    "cut": (IDX[LABELS][:-1], "13 bytes are not the 6 that its header says"),
    "too long": (IDX[LABELS] + b"0" * 99, "15 bytes are not the 6 that its header says"),
    "other bytes": (IDX[LABELS][:-1] + b"\0", "different: y_train;"),
}


@pytest.mark.parametrize(("raw", "words"), BAD_IDX.values(), ids=BAD_IDX)
def test_path_to_a_bad_folder_is_explained(tmp_path, raw, words):
    for file, whole in (IDX | {LABELS: raw}).items():
        if whole is not None:
            (tmp_path / file).write_bytes(whole)
    with pytest.raises(DataError, match=words):
        mnist.mnist(tmp_path)


def test_missing_path_is_explained_though_the_cache_has_it(tmp_path, cache):
    (cache / "mnist.npz").write_bytes(npz())
    with pytest.raises(DataError, match="nowhere: not there"):
        mnist.mnist(tmp_path / "nowhere")


@pytest.mark.parametrize("raw", [b"nonsense", npz()[:-9], npz(y_test=SMALL["y_test"] + 1)])
def test_damaged_cache_is_removed(cache, raw):
    (cache / "mnist.npz").write_bytes(raw)
    assert "(cache: not there" not in failure()
    assert names(cache) == []


def test_cache_that_cannot_be_opened_is_kept(cache, monkeypatch):
    def refused(self, mode):
        raise PermissionError(13, "Permission denied")

    (cache / "mnist.npz").write_bytes(npz())
    monkeypatch.setattr(mnist.Path, "open", refused)
    assert "(cache: Permission denied;" in failure()
    assert names(cache) == ["mnist.npz"]


def test_keras_cache_is_read_and_left_as_it_is(tmp_path, cache):
    (tmp_path / "keras/datasets").mkdir(parents=True)
    (tmp_path / "keras/datasets/mnist.npz").write_bytes(npz())
    assert same(mnist.mnist())
    assert (names(cache), names(tmp_path / "keras/datasets")) == ([], ["mnist.npz"])


def test_damaged_keras_cache_is_not_removed(tmp_path):
    (tmp_path / "keras/datasets").mkdir(parents=True)
    (tmp_path / "keras/datasets/mnist.npz").write_bytes(b"nonsense")
    assert "Keras' cache: damaged" in failure()
    assert names(tmp_path / "keras/datasets") == ["mnist.npz"]


def test_address_is_fetched_once_then_cached(cache, serve, monkeypatch):
    serve(npz())
    assert same(mnist.mnist())
    assert names(cache) == ["mnist.npz"]
    monkeypatch.setattr(download, "ADDRESS", "http://127.0.0.1:9/mnist.npz")
    assert same(mnist.mnist())


@pytest.mark.parametrize(
    ("answer", "words"),
    [({"sent": 4000}, "the connection broke off"), ({"status": 404}, "HTTP 404")],
)
def test_failed_download_leaves_nothing(cache, serve, answer, words):
    serve(npz(), **answer)
    assert f"Keras' address: {words};" in failure()
    assert names(cache) == []


def test_address_with_another_file_is_refused(cache, serve, monkeypatch):
    serve(npz())
    monkeypatch.setattr(download, "ADDRESS_SHA256", "0" * 64)
    assert "Keras' address: what came is not the known file;" in failure()
    assert names(cache) == []


def test_firewall_is_met_at_one_address_of_many(monkeypatch):
    def dropped(address, timeout):
        tried.append((address, timeout))
        raise TimeoutError

    tried = []
    many = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{n}", 9)) for n in range(1, 17)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: many)
    monkeypatch.setattr(socket, "create_connection", dropped)
    assert "Keras' address: no connection;" in failure()
    assert tried == [(("127.0.0.1", 9), download.CONNECT_SECONDS)]


def test_interrupted_download_leaves_nothing(cache, serve, monkeypatch):
    def interrupted(*args, path, fname, **kwargs):
        (path / fname).write_bytes(b"half")
        raise KeyboardInterrupt

    serve(npz())
    monkeypatch.setattr(pooch, "retrieve", interrupted)
    with pytest.raises(KeyboardInterrupt):
        mnist.mnist()
    assert names(cache) == []


def test_npm_package_is_read_into_memory_only(tmp_path, cache, npm):
    npm(tgz(first={"../../escaped": b"x", "/escaped": b"x", "package/link": "../../.."}))
    assert same(mnist.mnist())
    assert (names(tmp_path), names(cache)) == (["bin", "cache", "package"], ["mnist.npz"])


BAD_PACKAGE = {
    "symlink": (tgz(labels="/etc/hostname"), "", f"{LABELS} is not a plain file"),
    "too large": (tgz(labels=b"0" * 15), "", f"{LABELS} is not a plain file"),
    "member missing": (tgz(labels=None), "", f"{LABELS}' not found"),
    "not idx": (tgz(labels=b"0" * 14), "", "not an idx file"),
    "other bytes": (tgz(labels=IDX[LABELS][:-1] + b"\0"), "", "different: y_train"),
    "cut": (tgz()[:2000], "", "damaged"),
    "npm fails": (tgz(), "sys.exit(3)", "npm ended with code 3"),
    "npm hangs": (tgz(), "time.sleep(60)", "timed out"),
}


@pytest.mark.parametrize(("raw", "then", "words"), BAD_PACKAGE.values(), ids=BAD_PACKAGE)
def test_bad_package_is_explained_and_leaves_nothing(cache, npm, monkeypatch, raw, then, words):
    monkeypatch.setattr(download, "NPM_SECONDS", 1 if "sleep" in then else 60)
    npm(raw, then)
    assert words in failure().partition("npm package: ")[2]
    assert names(cache) == []


def test_arrays_come_though_the_cache_cannot_be_written(cache, npm):
    cache.rmdir()
    cache.write_bytes(b"a file where the folder should be")
    npm(tgz())
    assert same(mnist.mnist())
    assert cache.read_bytes() == b"a file where the folder should be"


def test_full_disk_leaves_nothing_half_written(cache, npm, monkeypatch):
    def full(file, **arrays):
        file.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    npm(tgz())
    monkeypatch.setattr(np, "savez", full)
    assert same(mnist.mnist())
    assert names(cache) == []


def test_cache_is_whole_while_others_write_it(cache):
    mnist._store(SMALL, cache)
    writers = [
        threading.Thread(target=lambda: [mnist._store(SMALL, cache) for _ in range(40)])
        for _ in range(2)
    ]
    for writer in writers:
        writer.start()
    whole = 0
    while any(writer.is_alive() for writer in writers):
        whole += same(mnist.mnist())  # a cache seen half-written would end in DownloadError
    for writer in writers:
        writer.join()
    assert whole > 0
    assert names(cache) == ["mnist.npz"]


def test_last_error_names_each_way_in_one_line():
    message = failure()
    assert message.startswith(
        "MNIST could not be brought here (cache: not there; Keras' cache: not there; "
        "Keras' address: no connection; npm package: npm is not installed); give --data PATH"
    )
    assert "\n" not in message
    assert "127.0.0.1" not in message


HEADERS = st.builds(
    lambda sizes: b"\0\0\x08" + bytes([len(sizes)]) + b"".join(n.to_bytes(4, "big") for n in sizes),
    st.lists(st.integers(0, 5) | st.integers(0, 2**32 - 1), max_size=4),
)


@example(b"\0\0\x08\x03" + bytes(4) + b"\xff" * 8)  # no bytes, in more than numpy can shape
@example(b"\0\0\x08\x01" + b"\0\0")
@given(st.binary() | st.builds(bytes.__add__, HEADERS, st.binary(max_size=130)))
def test_idx_of_any_bytes_is_an_array_or_a_data_error(raw):
    try:
        array = mnist_files.parse_idx(raw)
    except DataError:
        return
    assert idx(array) == raw


@pytest.mark.network
def test_real_mnist_comes(tmp_path, monkeypatch):
    monkeypatch.undo()  # the real hashes, address and npm
    monkeypatch.setenv("MIWAKE_CACHE", str(tmp_path / "real"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    try:
        (x_train, y_train), (x_test, _) = mnist.mnist()
    except DownloadError as error:
        if "different" in str(error) or "damaged" in str(error):
            raise
        pytest.skip(str(error))
    assert (x_train.shape, x_test.shape) == ((60000, 28, 28), (10000, 28, 28))
    assert np.bincount(y_train).tolist()[:2] == [5923, 6742]
    (tmp_path / "real/mnist.npz").unlink()  # 55 MB that pytest would keep
    assert names(tmp_path / "real") == []


def test_what_is_in_a_cache_needs_none_of_the_networks_libraries(cache, monkeypatch):
    np.savez(cache / "mnist.npz", **SMALL)
    monkeypatch.delattr(mnist_data, "download")
    monkeypatch.setitem(sys.modules, download.__name__, None)  # whose import fails from now on
    assert same(mnist.mnist())
