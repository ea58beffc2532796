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
    held: dict[str, Any] = {}
    group = zarr().create_group(zarr().storage.MemoryStore(held))
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
    return {key: bytes(buffer.to_bytes()) for key, buffer in held.items()}


def pack(layout: Layout, part: Part, number: int, examples: Examples) -> dict[str, bytes]:
    """One chunk of examples as Zarr stores it: the bytes for each array's chunk, by name."""
    packed = {}
    span = layout.span(part, number)
    for array, values in _columns(layout, part, examples).items():
        held = _held({f"{array}{METADATA}": metadata(layout)[f"{array}{METADATA}"]})
        _open(held, array, "r+")[span] = values
        key = layout.key(array, number)
        packed[key] = bytes(held[key].to_bytes())
    return packed


def unpack(layout: Layout, part: Part, number: int, found: dict[str, bytes], at: str) -> Examples:
    """The examples in the bytes of one chunk.

    Args:
        layout: how the dataset lies.
        part: "train" or "test".
        number: which chunk.
        found: the bytes of each array's metadata and chunk, by name.
        at: where they were found, for messages.

    Raises:
        DataError: a checksum or a size is wrong.
    """
    columns = {}
    for array in layout.arrays(part):
        key = layout.key(array, number)
        document = f"{array}{METADATA}"
        try:
            held, opened = _opened(array, found[document], threading.get_ident())
            held |= _held({key: found[key]})
            columns[array] = opened[layout.span(part, number)]
            del held[key]
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
def _opened(array: str, document: bytes, thread: int) -> tuple[dict[str, Any], Any]:  # noqa: ARG001
    """An array to read from, and the bytes it reads, opened once for each thread."""
    held = _held({f"{array}{METADATA}": document})
    return held, _open(held, array, "r")


def _columns(layout: Layout, part: Part, examples: Examples) -> dict[str, Any]:
    facts = [examples.facts[fact.name] for fact in layout.schema.facts]
    return dict(zip(layout.arrays(part), [examples.x, examples.y, *facts], strict=True))


def _held(found: dict[str, bytes]) -> dict[str, Any]:
    return {key: zarr().buffer.cpu.Buffer.from_bytes(content) for key, content in found.items()}


def _open(held: dict[str, Any], array: str, mode: Any) -> Any:
    # a chunk of zeros is written too: one that is missing is then always one that was lost
    found = zarr().open_array(zarr().storage.MemoryStore(held), path=array, mode=mode)
    return found.with_config({"write_empty_chunks": True})
