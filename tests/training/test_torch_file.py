"""Old PyTorch files: tensors as they were, strides and all, and no other thing is unpickled."""

import io
import os
import pickle
import sys
import types
from collections import OrderedDict

import numpy as np
import pytest

from miwake.training.torch_file import MAGIC, PROTOCOL, read_tensors


class _Tensor:
    def __init__(self, key, offset, shape, strides):
        self.parts = key, offset, shape, strides


def pack(tensors, storages, monkeypatch):
    """The bytes that PyTorch writes for tensors that look into storages."""
    torch, inside = types.ModuleType("torch"), types.ModuleType("torch._utils")
    torch.FloatStorage = type("FloatStorage", (), {"__module__": "torch"})

    def rebuild(*_):
        raise AssertionError

    rebuild.__module__, rebuild.__qualname__ = "torch._utils", "_rebuild_tensor_v2"
    inside._rebuild_tensor_v2 = rebuild
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch._utils", inside)

    class _Pickler(pickle.Pickler):
        def persistent_id(self, thing):
            if isinstance(thing, tuple) and thing[:1] == ("key",):
                size = len(storages[thing[1]])
                return "storage", torch.FloatStorage, thing[1], "cpu", size, None
            return None

        def reducer_override(self, thing):
            if isinstance(thing, _Tensor):
                key, *rest = thing.parts
                return rebuild, (("key", key), *rest, False, OrderedDict())
            return NotImplemented

    file = io.BytesIO()
    for part in (MAGIC, PROTOCOL, {}, tensors, list(storages)):
        _Pickler(file, 2).dump(part)
    for numbers in storages.values():
        file.write(np.int64(len(numbers)).tobytes() + numbers.astype("<f4").tobytes())
    return file.getvalue()


@pytest.fixture
def packed(monkeypatch):
    numbers = np.arange(24, dtype=np.float32)
    tensors = OrderedDict(
        plain=_Tensor("a", 0, (4, 6), (6, 1)),
        turned=_Tensor("a", 2, (3, 2), (1, 6)),
        single=_Tensor("b", 0, (), ()),
    )
    return pack(tensors, {"a": numbers, "b": np.float32([7])}, monkeypatch)


def test_tensors_are_read_with_their_strides(packed):
    tensors = read_tensors(packed)
    numbers = np.arange(24, dtype=np.float32).reshape(4, 6)
    np.testing.assert_array_equal(tensors["plain"], numbers)
    np.testing.assert_array_equal(tensors["turned"], numbers[:2, 2:5].T)
    assert tensors["single"] == 7


@pytest.mark.parametrize("kept", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(packed, kept):
    with pytest.raises(ValueError):  # noqa: PT011  whatever it says
        read_tensors(packed[: int(kept * len(packed))])


def test_a_tensor_that_reaches_outside_its_numbers_is_refused(monkeypatch):
    for shape, strides in (((5, 6), (6, 1)), ((2,), (-1,)), ((2,), (30,))):
        tensors = OrderedDict(far=_Tensor("a", 0, shape, strides))
        with pytest.raises(ValueError, match="outside"):
            read_tensors(pack(tensors, {"a": np.arange(24.0)}, monkeypatch))


def test_code_in_the_file_is_not_run(tmp_path):
    class Code:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "ran"),)

    parts = MAGIC, PROTOCOL, {}, Code(), []
    with pytest.raises(ValueError, match="mkdir"):
        read_tensors(b"".join(pickle.dumps(part, 2) for part in parts))
    assert not list(tmp_path.iterdir())


def test_another_file_is_refused():
    with pytest.raises(ValueError, match="not an old PyTorch file"):
        read_tensors(pickle.dumps(1) * 5)
