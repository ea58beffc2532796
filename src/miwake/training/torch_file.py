"""Read the numbers of an old (not zipped) PyTorch file, and nothing else that a pickle can do."""

import io
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001
STORAGES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}
COUNT = np.dtype("<i8")  # before the numbers of each storage


def read_tensors(content: bytes) -> Mapping[str, NDArray[Any]]:
    """Read the tensors of a state dict, by name.

    Tensors keep their strides: a convolution's kernel may lie there in TensorFlow's order.

    Args:
        content: the file's bytes.

    Raises:
        ValueError: it is no such file, it is cut short, or it asks for anything but numbers.
    """
    stream = io.BytesIO(content)
    try:
        if _load(stream) != MAGIC or _load(stream) != PROTOCOL:
            raise ValueError("not an old PyTorch file")
        _load(stream)  # the machine that wrote it
        tensors, keys = _load(stream), _load(stream)
    except (pickle.UnpicklingError, EOFError, AttributeError, IndexError) as error:
        raise ValueError(str(error)) from error
    types = {storage.key: storage.dtype for storage, *_ in tensors.values()}
    storages = {key: _read_storage(stream, types[key]) for key in keys}
    return {name: _view(storages[tensor[0].key], *tensor[1:]) for name, tensor in tensors.items()}


class _Storage:
    def __init__(self, dtype: np.dtype[Any], key: str) -> None:
        self.dtype, self.key = dtype, key


class _Numbers(pickle.Unpickler):
    """An unpickler for which there are tensors and dictionaries of them, and no other thing."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, strides, *_: (storage, offset, shape, strides)
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        raise pickle.UnpicklingError(f"it asks for {module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        _, dtype, key, *_ = pid
        return _Storage(dtype, key)


def _load(stream: io.BytesIO) -> Any:
    return _Numbers(stream).load()


def _read_storage(stream: io.BytesIO, dtype: np.dtype[Any]) -> NDArray[Any]:
    count = int(np.frombuffer(stream.read(COUNT.itemsize), COUNT)[0])
    return np.frombuffer(stream.read(count * dtype.itemsize), dtype)


def _view(
    storage: NDArray[Any], offset: int, shape: tuple[int, ...], strides: tuple[int, ...]
) -> NDArray[Any]:
    last = offset + sum((n - 1) * step for n, step in zip(shape, strides, strict=True))
    if min((*shape, 1)) < 1 or not 0 <= offset <= last < len(storage):
        raise ValueError(f"a tensor of shape {shape} reaches outside its numbers")
    in_bytes = [step * storage.itemsize for step in strides]
    return np.lib.stride_tricks.as_strided(storage[offset:], shape, in_bytes, writeable=False)
