"""The HDF5 file of a model's weights, looked at before Keras reads any of it."""

import math
from typing import Any

from h5py import h5a, h5d, h5f, h5g, h5l, h5o, h5t, h5z

from miwake.errors import Phrase

LAYOUTS = (h5d.COMPACT, h5d.CONTIGUOUS, h5d.CHUNKED)  # a virtual one takes numbers from elsewhere
FILTERS = (h5z.FILTER_DEFLATE, h5z.FILTER_SHUFFLE, h5z.FILTER_FLETCHER32)
NUMBERS = (h5t.INTEGER, h5t.FLOAT, h5t.ENUM, h5t.OPAQUE)  # also bool and bfloat16
SCALAR = ()


def strange_part(content: bytes, most: int) -> Phrase | None:
    """Say what a file holds beside groups and arrays of numbers of its own, if anything.

    It is opened in memory; no link is followed, so that no other file is ever opened.

    Args:
        content: the bytes of an HDF5 file.
        most: the bytes that its arrays may have together.

    Raises:
        OSError, RuntimeError, ValueError, KeyError, TypeError: it is damaged, or no HDF5 file.
    """
    file = h5f.open_file_image(content)
    waiting, seen, size = [h5g.open(file, b"/")], set(), 0
    while waiting:
        group = waiting.pop()
        for name in group:
            if group.links.get_info(name).type != h5l.TYPE_HARD:
                return Phrase("weights that are a link")
            part = h5o.open(group, name)
            address = h5o.get_info(part).addr
            strange = Phrase("weights under two names") if address in seen else _strange(part)
            if strange is not None:
                return strange
            seen.add(address)
            if isinstance(part, h5g.GroupID):
                waiting.append(part)
            else:
                size += math.prod(part.shape) * part.get_type().get_size()
        if size > most:
            return Phrase("weights of {size:,} bytes in {packed:,}", size=size, packed=len(content))
    return None


def _strange(part: Any) -> Phrase | None:
    """Say what is strange about a group or an array, without reading it."""
    if isinstance(part, h5g.GroupID):
        return None
    numbers = isinstance(part, h5d.DatasetID) and part.get_type().get_class() in NUMBERS
    if not numbers or part.shape is None or not _has_plain_dtype(part):
        return Phrase("weights that are no numbers")
    layout = part.get_create_plist()
    if layout.get_layout() not in LAYOUTS or layout.get_external_count():
        return Phrase("weights that stand in another file")
    if any(layout.get_filter(i)[0] not in FILTERS for i in range(layout.get_nfilters())):
        return Phrase("weights packed in an unknown way")
    return None


def _has_plain_dtype(part: Any) -> bool:
    """Whether the one attribute that Keras reads, if it is there, is a single text."""
    if not h5a.exists(part, b"dtype"):
        return True
    dtype = h5a.open(part, b"dtype")
    return bool(dtype.get_type().get_class() == h5t.STRING and dtype.shape == SCALAR)
