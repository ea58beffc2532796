"""Examples as the chunks of Zarr arrays, and back; Zarr's own code packs and checks them."""

import threading
from functools import lru_cache
from typing import Any

from miwake.dataset import Examples
from miwake.errors import DataError
from miwake.store.layout import PARTS, Layout, Part

GROUP, METADATA = "zarr.json", "/zarr.json"


def zarr() -> Any:
    """Load Zarr."""
    import zarr as module
    import zarr.buffer.cpu

    return module


@lru_cache(maxsize=8)
def metadata(layout: Layout) -> dict[str, bytes]:
    """The documents that tell Zarr what the arrays are, by their names."""
    documents: dict[str, Any] = {}
    group = zarr().create_group(zarr().storage.MemoryStore(documents))
    for part in PARTS:
        facts = [fact.name for fact in layout.schema.facts]
        named: dict[str, Any] = {
            layout.fact_array(part, n): {"name": name} for n, name in enumerate(facts)
        }
        for array, (shape, dtype) in layout.arrays(part).items():
            group.create_array(
                array,
                shape=(layout.count(part), *shape),
                chunks=(layout.chunk, *shape),
                dtype=dtype,
                compressors=(zarr().codecs.Crc32cCodec(),),
                attributes=named.get(array),
            )
    return {key: bytes(buffer.to_bytes()) for key, buffer in documents.items()}


def pack(layout: Layout, part: Part, number: int, examples: Examples) -> dict[str, bytes]:
    """One chunk of examples as Zarr stores it: the bytes for each array's chunk, by name."""
    packed = {}
    span = layout.span(part, number)
    for array, values in _columns(layout, part, examples).items():
        buffers = _buffers({f"{array}{METADATA}": metadata(layout)[f"{array}{METADATA}"]})
        _open(buffers, array, "r+")[span] = values
        key = layout.key(array, number)
        packed[key] = bytes(buffers[key].to_bytes())
    return packed


def unpack(
    layout: Layout, part: Part, number: int, contents: dict[str, bytes], at: str
) -> Examples:
    """The examples in the bytes of one chunk.

    Args:
        layout: how the dataset lies.
        part: "train" or "test".
        number: which chunk.
        contents: the bytes of each array's metadata and chunk, by name.
        at: where they lie, for messages.

    Raises:
        DataError: a checksum or a size is wrong.
    """
    columns = {}
    for array in layout.arrays(part):
        key = layout.key(array, number)
        document = f"{array}{METADATA}"
        try:
            buffers, values = _open_cached(array, contents[document], threading.get_ident())
            buffers |= _buffers({key: contents[key]})
            columns[array] = values[layout.span(part, number)]
            del buffers[key]
        except (ValueError, TypeError, RuntimeError, KeyError) as error:
            raise DataError(
                "{at}/{key} is damaged ({why}); make it again with miwake make --to {at} --repair",
                at=at,
                key=key,
                why=" ".join(str(error).split()),
            ) from error
    x, y, *facts = columns.values()
    named = zip(layout.schema.facts, facts, strict=True)
    return Examples(x, y, {fact.name: v.astype(object) if fact.text else v for fact, v in named})


@lru_cache(maxsize=256)
def _open_cached(array: str, document: bytes, thread: int) -> tuple[dict[str, Any], Any]:  # noqa: ARG001
    """An array to read from, and the bytes it reads, opened once for each thread."""
    buffers = _buffers({f"{array}{METADATA}": document})
    return buffers, _open(buffers, array, "r")


def _columns(layout: Layout, part: Part, examples: Examples) -> dict[str, Any]:
    facts = [examples.facts[fact.name] for fact in layout.schema.facts]
    return dict(zip(layout.arrays(part), [examples.x, examples.y, *facts], strict=True))


def _buffers(contents: dict[str, bytes]) -> dict[str, Any]:
    return {key: zarr().buffer.cpu.Buffer.from_bytes(content) for key, content in contents.items()}


def _open(buffers: dict[str, Any], array: str, mode: Any) -> Any:
    # a chunk of zeros is written too: one that is missing is then always one that was lost
    opened = zarr().open_array(zarr().storage.MemoryStore(buffers), path=array, mode=mode)
    return opened.with_config({"write_empty_chunks": True})
