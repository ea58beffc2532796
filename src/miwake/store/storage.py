"""Where a dataset lies: a folder, or an address in an object store such as s3://bucket/name."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from miwake.errors import DataError, reason
from miwake.runtime.atomic_write import create_whole, write_whole
from miwake.runtime.file_lock import LOCK_FILE, lock_folder

RETRIES = 10  # of a request, with longer and longer pauses


class Storage(Protocol):
    """Named bytes, each written whole or not at all."""

    @property
    def address(self) -> str:
        """Where it is."""
        ...

    def read(self, key: str) -> bytes | None:
        """The bytes of this name; None where there are none."""
        ...

    def write(self, key: str, content: bytes) -> None:
        """Write bytes, in place of those before."""
        ...

    def create(self, key: str, content: bytes) -> bool:
        """Write bytes unless there are some of this name; of several at once, one writes."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """Let no other process write here meanwhile, where that can be had."""
        ...

    def delete(self, key: str) -> None:
        """Remove what has this name, if anything."""
        ...

    def sizes(self) -> dict[str, int]:
        """The size in bytes of everything that is there, by name."""
        ...


def open_storage(path: str | Path) -> Storage:
    """The storage that a path or an address names; nothing is made or reached yet.

    Raises:
        DataError: object stores need the extra `s3`, which is not installed.
    """
    if not is_address(path):
        return FolderStorage(str(path))
    try:
        from miwake.store.bucket import BucketStorage
    except ImportError:
        raise DataError(
            "{path} is in an object store, for which a part is missing; "
            "pip install 'miwake[s3]', or name a folder",
            path=path,
        ) from None
    return BucketStorage(str(path).rstrip("/"))


def is_address(path: str | Path) -> bool:
    """Whether it is the address of an object store, not a path."""
    return isinstance(path, str) and "://" in path


@dataclass(frozen=True)
class FolderStorage:
    """A folder on this machine, or one that several machines share."""

    address: str

    def read(self, key: str) -> bytes | None:
        """The bytes of a file; None where there is no such file."""
        try:
            return Path(self.address, key).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise DataError(
                "{address}/{key} can't be read ({why})",
                address=self.address,
                key=key,
                why=reason(error),
            ) from error

    def write(self, key: str, content: bytes) -> None:
        """Write a file under a temporary name, then rename it."""
        path = Path(self.address, key)
        with _write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, lambda temporary: temporary.write_bytes(content))

    def create(self, key: str, content: bytes) -> bool:
        """Write a file that does not replace another."""
        path = Path(self.address, key)
        with _write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            return create_whole(path, lambda temporary: temporary.write_bytes(content))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Lock the folder; one that is still empty afterwards goes, if it was made here."""
        folder = Path(self.address)
        new = not folder.exists()
        with _write_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        refusal = DataError(
            "another process is writing to {path}; wait for its end, or name another folder",
            path=folder,
        )
        try:
            with lock_folder(folder, refusal):
                yield
        finally:
            if new:
                with suppress(OSError):
                    folder.rmdir()

    def delete(self, key: str) -> None:
        """Remove a file, if it is there."""
        Path(self.address, key).unlink(missing_ok=True)

    def sizes(self) -> dict[str, int]:
        """The sizes of all files but the lock's."""
        return {key: size for key, size in _files(self.address, "") if key != LOCK_FILE}


@contextmanager
def _write_errors(path: Path) -> Iterator[None]:
    """What the disk objects to, in one line."""
    try:
        yield
    except OSError as error:
        raise DataError(
            "{path} can't be written ({why}); make room or name another "
            "folder, then start again: it goes on where it was",
            path=path,
            why=reason(error),
        ) from error


def _files(folder: str, prefix: str) -> Iterator[tuple[str, int]]:
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir():
            yield from _files(entry.path, f"{prefix}{entry.name}/")
        else:
            yield prefix + entry.name, entry.stat().st_size
