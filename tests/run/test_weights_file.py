"""Files of weights that lead elsewhere, or hold what no array of numbers is."""

import io
import subprocess
import sys

import h5py
import numpy as np
import pytest

from miwake.errors import RunError
from miwake.run.model_file import read_model
from miwake.run.weights_file import strange_part

PLACE = "layers/dense/vars"
ONES = np.ones((4, 2), np.float32)


def weights(write):
    """The bytes of a file that has weights as Keras would look for them, written by `write`."""
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        group = file.create_group(PLACE)
        group["1"] = np.zeros(2, np.float32)
        write(group)
    return content.getvalue()


def virtual(group):
    layout = h5py.VirtualLayout((4, 2), np.float32)
    layout[:] = h5py.VirtualSource("other.h5", "x", (4, 2))
    group.create_virtual_dataset("0", layout)


def virtual_of_itself(group):
    layout = h5py.VirtualLayout((4, 2), np.float32)
    layout[:] = h5py.VirtualSource(".", f"{PLACE}/0", (4, 2))
    group.create_virtual_dataset("0", layout)


def many(group):
    for number in range(50):
        group.create_dataset(f"{number + 2}", (2**20,), "f4")


STRANGE = {
    "a virtual dataset": (virtual, "another file"),
    "a virtual dataset of itself": (virtual_of_itself, "another file"),
    "numbers in another file": (
        lambda g: g.create_dataset("0", (4, 2), "f4", external=[("/etc/hostname", 0, 32)]),
        "another file",
    ),
    "a link to another file": (
        lambda g: g.update_link("0", h5py.ExternalLink("other.h5", "/x")), "a link"),
    "a link inside": (lambda g: g.update_link("0", h5py.SoftLink("/layers")), "a link"),
    "a group inside itself": (lambda g: g.update_link("0", g), "two names"),
    "an array twice": (lambda g: g.update_link("0", g["1"]), "two names"),
    "references to objects": (
        lambda g: g.create_dataset("0", data=np.array([g.ref], h5py.ref_dtype)), "no numbers"),
    "texts": (lambda g: g.create_dataset("0", data=["a", "b"]), "no numbers"),
    "arrays of any length": (
        lambda g: g.create_dataset("0", (4,), h5py.vlen_dtype(np.float32)), "no numbers"),
    "records": (lambda g: g.create_dataset("0", (4,), [("a", "f4"), ("b", "i4")]), "no numbers"),
    "a named type": (lambda g: g.update_link("0", np.dtype("f4")), "no numbers"),
    "nothing": (lambda g: g.create_dataset("0", data=h5py.Empty("f4")), "no numbers"),
    "a shape beyond all memory": (lambda g: g.create_dataset("0", (2**60,), "f4"), "bytes in"),
    "a packed shape beyond all memory": (
        lambda g: g.create_dataset("0", (2**20, 2**20), "f4", chunks=True, compression="gzip"),
        "bytes in",
    ),
    "many shapes": (many, "bytes in"),
    "an unknown packing": (
        lambda g: g.create_dataset("0", data=ONES, chunks=True, scaleoffset=2), "unknown way"),
    "a name of a type that is none": (
        lambda g: g.create_dataset("0", data=ONES).attrs.update(dtype=[1, 2]), "no numbers"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def setting_links(monkeypatch):
    """`group.update_link(name, x)` reads better in a lambda than `group[name] = x`."""
    monkeypatch.setattr(h5py.Group, "update_link", h5py.Group.__setitem__, raising=False)


@pytest.mark.parametrize("kind", STRANGE)
def test_weights_that_are_no_arrays_of_numbers_are_refused(remade, kind):
    write, what = STRANGE[kind]
    with pytest.raises(RunError, match=f"holds weights .*{what}"):
        read_model(remade(named={"model.weights.h5": weights(write)}))


PLAIN = {
    "as Keras writes them": lambda g: g.create_dataset("0", data=ONES),
    "packed": lambda g: g.create_dataset("0", data=ONES, compression="gzip", shuffle=True),
    "in small numbers": lambda g: g.create_dataset("0", data=ONES.astype(np.float16)),
    "bits": lambda g: g.create_dataset("0", data=ONES > 0),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_weights_that_are_numbers_are_read(kind):
    assert strange_part(weights(PLAIN[kind]), 2**20) is None


@pytest.mark.parametrize(
    "content", [b"", b"x", b"\x89HDF\r\n\x1a\n", b"\x89HDF\r\n\x1a\n" + bytes(99)]
)
def test_what_is_no_file_of_weights_is_refused(remade, content):
    with pytest.raises(RunError, match=r"remade\.keras"):
        read_model(remade(named={"model.weights.h5": content}))


def test_a_process_that_refused_a_virtual_dataset_ends_well(remade, tmp_path):
    path = remade(named={"model.weights.h5": weights(virtual)})
    code = f"import miwake; miwake.load_run({str(path)!r})"
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.rstrip().endswith("which no Keras file needs; it was not opened")
