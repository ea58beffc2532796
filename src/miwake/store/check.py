"""What is wrong with a dataset's bytes, by name: cheaply by their sizes, or wholly."""

from collections.abc import Sequence
from dataclasses import dataclass

from miwake.store.layout import PARTS, Part
from miwake.store.manifest import Manifest
from miwake.store.place import Place

NAMED = 3  # how many are named in one line


@dataclass(frozen=True)
class Damage:
    """Bytes that are not what they were: their name, what is wrong, and which chunk they hold.

    The chunk is None for a document that tells Zarr what an array is.
    """

    key: str
    what: str
    chunk: tuple[Part, int] | None = None

    def __str__(self) -> str:
        return f"{self.key} {self.what}"


def missing_chunks(place: Place, manifest: Manifest) -> list[Damage]:
    """What is missing, or shorter or longer than it was written; nothing is read."""
    sizes, layout = place.sizes(), manifest.layout
    lost = [Damage(key, "is missing") for key in manifest.metadata if key not in sizes]
    for part in PARTS:
        for array in layout.arrays(part):
            size = layout.size(array)
            for number, digest in enumerate(manifest.hashes[array]):
                key = layout.key(array, number)
                found = sizes.get(key)
                if digest is not None and found is None:
                    lost.append(Damage(key, "is missing", (part, number)))
                elif digest is not None and size not in {None, found}:
                    lost.append(
                        Damage(key, f"has {found:,} bytes in place of {size:,}", (part, number))
                    )
    return lost


def damaged_line(address: str, damages: Sequence[str]) -> str:
    """One line that names damaged chunks and what to do."""
    named = ", ".join(damages[:NAMED])
    more = f" and {len(damages) - NAMED:,} more" if len(damages) > NAMED else ""
    return (
        f"{address} is damaged: {named}{more}; make just those again with "
        f"miwake make --to {address} --repair"
    )
