"""What is wrong with a dataset's bytes, by name: cheaply by their sizes, or by reading them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from miwake.errors import DataError, Phrase, first_of
from miwake.store.layout import Chunk, Layout
from miwake.store.manifest import Manifest, sha256
from miwake.store.storage import Storage, open_storage

NAMED = 3  # how many are named in one line
MISSING, DAMAGED = Phrase("is missing"), Phrase("is damaged")

Digests = Mapping[str, str | None]


@dataclass(frozen=True)
class Damage:
    """Bytes that are not what they were: their name, what is wrong, and which chunk they hold.

    The chunk is None for a document that tells Zarr what an array is.
    """

    key: str
    what: Phrase
    chunk: Chunk | None = None

    @property
    def phrase(self) -> Phrase:
        """The name and what is wrong, as one piece of a sentence."""
        return Phrase("{key} {what}", key=self.key, what=self.what)


def missing_chunks(storage: Storage, manifest: Manifest) -> list[Damage]:
    """What is missing, or shorter or longer than it was written; nothing is read."""
    sizes, layout = storage.sizes(), manifest.layout
    lost = [Damage(key, MISSING) for key in manifest.metadata if key not in sizes]
    for chunk in manifest.written_chunks():
        for array in layout.arrays(chunk[0]):
            key, size = layout.key(array, chunk[1]), layout.size(array)
            actual = sizes.get(key)
            if actual is None:
                lost.append(Damage(key, MISSING, chunk))
            elif size not in {None, actual}:
                what = Phrase("has {found:,} bytes in place of {size:,}", found=actual, size=size)
                lost.append(Damage(key, what, chunk))
    return lost


def digests(address: str, layout: Layout, chunk: Chunk) -> Digests:
    """The SHA-256 of one chunk's bytes by their name, as they are; None for what is missing."""
    storage, (part, number) = open_storage(address), chunk
    return digests_of(storage, [layout.key(array, number) for array in layout.arrays(part)])


def digests_of(storage: Storage, keys: Sequence[str]) -> Digests:
    """The SHA-256 of bytes by their name; None for those that are missing."""
    contents = {key: storage.read(key) for key in keys}
    return {key: None if content is None else sha256(content) for key, content in contents.items()}


def differences(actual: Digests, expected: Digests, chunk: Chunk | None = None) -> Iterator[Damage]:
    """Where digests are not those that were expected."""
    for key, digest in expected.items():
        if actual[key] != digest:
            yield Damage(key, MISSING if actual[key] is None else DAMAGED, chunk)


def damaged(address: str, damages: Sequence[Damage]) -> DataError:
    """An error that names what is damaged, and says what to do."""
    return DataError(
        "{address} is damaged: {damages}; make just those again with "
        "miwake make --to {address} --repair",
        address=address,
        damages=first_of([damage.phrase for damage in damages], NAMED),
    )
