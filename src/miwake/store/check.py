"""What is wrong with a dataset's bytes, by name: cheaply by their sizes, or by reading them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from miwake.store.layout import Chunk, Layout
from miwake.store.manifest import Manifest, sha256
from miwake.store.place import Place, place_at

NAMED = 3  # how many are named in one line

Digests = Mapping[str, str | None]


@dataclass(frozen=True)
class Damage:
    """Bytes that are not what they were: their name, what is wrong, and which chunk they hold.

    The chunk is None for a document that tells Zarr what an array is.
    """

    key: str
    what: str
    chunk: Chunk | None = None

    def __str__(self) -> str:
        return f"{self.key} {self.what}"


def missing_chunks(place: Place, manifest: Manifest) -> list[Damage]:
    """What is missing, or shorter or longer than it was written; nothing is read."""
    sizes, layout = place.sizes(), manifest.layout
    lost = [Damage(key, "is missing") for key in manifest.metadata if key not in sizes]
    for chunk in manifest.made():
        for array in layout.arrays(chunk[0]):
            key, size = layout.key(array, chunk[1]), layout.size(array)
            found = sizes.get(key)
            if found is None:
                lost.append(Damage(key, "is missing", chunk))
            elif size not in {None, found}:
                lost.append(Damage(key, f"has {found:,} bytes in place of {size:,}", chunk))
    return lost


def digests(address: str, layout: Layout, chunk: Chunk) -> Digests:
    """The SHA-256 of one chunk's bytes by their name, as they are; None for what is missing."""
    place, (part, number) = place_at(address), chunk
    return digests_of(place, [layout.key(array, number) for array in layout.arrays(part)])


def digests_of(place: Place, keys: Sequence[str]) -> Digests:
    """The SHA-256 of bytes by their name; None for those that are missing."""
    found = {key: place.read(key) for key in keys}
    return {key: None if content is None else sha256(content) for key, content in found.items()}


def differences(found: Digests, expected: Digests, chunk: Chunk | None = None) -> Iterator[Damage]:
    """Where digests are not those that were expected."""
    for key, digest in expected.items():
        if found[key] != digest:
            yield Damage(key, "is missing" if found[key] is None else "is damaged", chunk)


def damaged_line(address: str, damages: Sequence[Damage]) -> str:
    """One line that names what is damaged, and says what to do."""
    named = ", ".join(map(str, damages[:NAMED]))
    more = f" and {len(damages) - NAMED:,} more" if len(damages) > NAMED else ""
    return (
        f"{address} is damaged: {named}{more}; make just those again with "
        f"miwake make --to {address} --repair"
    )
