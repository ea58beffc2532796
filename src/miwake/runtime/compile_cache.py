"""Keep compiled programs between processes so that nothing of a killed one is ever read.

JAX writes a compiled program into its cache folder in place: a process that dies in the middle
leaves half a file, and every later one stumbles over it. So each process gives JAX a folder of
its own, filled with links to the shared programs, and moves new ones there when it
ends. Each shared file has its checksum in its name; a damaged one is dropped.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
import time
import zlib
from pathlib import Path

MAX_FILES, MAX_BYTES = 1000, 100 * 2**20
ABANDONED_SECONDS = 7 * 24 * 3600  # a process's folder older than this was left behind


def open_cache(shared: Path) -> Path | None:
    """A folder for this process's JAX, filled with the programs that are shared.

    Args:
        shared: the folder that all processes share.

    Returns:
        The folder; at the end of the process new programs move from it to `shared`. None where
        nothing can be written.
    """
    try:
        shared.mkdir(parents=True, exist_ok=True)
        private = Path(tempfile.mkdtemp(prefix=".", dir=shared))
    except OSError:
        return None
    atexit.register(close_cache, private, shared)
    for folder in shared.glob(".*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > ABANDONED_SECONDS:
                shutil.rmtree(folder)
    for file in _newest(shared):
        with contextlib.suppress(OSError):
            key, _, checksum = file.name.rpartition(".")
            if _checksum(file) == checksum:
                _link(file, private / key)
            else:
                file.unlink()
    return private


def close_cache(private: Path, shared: Path) -> None:
    """Move new programs to the shared ones, and remove the process's own folder."""
    with contextlib.suppress(OSError):  # the folders may be gone; programs can be made again
        names = {file.name.rpartition(".")[0] for file in shared.iterdir()}
        for file in private.iterdir():
            if file.name not in names:
                file.replace(shared / f"{file.name}.{_checksum(file)}")
    shutil.rmtree(private, ignore_errors=True)


def _newest(shared: Path) -> list[Path]:
    """List the shared programs, newest first; remove the oldest of too many."""
    files = []
    for file in shared.glob("[!.]*"):
        with contextlib.suppress(OSError):
            files.append((file.stat().st_mtime, file.stat().st_size, file))
    files.sort(key=lambda entry: entry[0], reverse=True)
    newest: list[Path] = []
    total = 0
    for _, size, file in files:
        total += size
        if len(newest) < MAX_FILES and total <= MAX_BYTES:
            newest.append(file)
        else:
            file.unlink(missing_ok=True)
    return newest


def _link(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except OSError:  # a file system without links
        shutil.copyfile(file, name)


def _checksum(file: Path) -> str:
    return f"{zlib.crc32(file.read_bytes()):08x}"
