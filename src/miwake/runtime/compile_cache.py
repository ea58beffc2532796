"""Compiled programs, kept between processes so that nothing of a killed one is ever read.

JAX writes a compiled program into its cache folder in place: a process that dies in the middle
leaves half a file, and every later one stumbles over it. So each process gives JAX a folder of
its own, filled with links to the programs that are kept, and moves what is new to them when it
ends. Each kept file has its checksum in its name; a damaged one is dropped.
"""

import atexit
import contextlib
import os
import shutil
import tempfile
import time
import zlib
from pathlib import Path

MOST_FILES, MOST_BYTES = 1000, 100 * 2**20
ABANDONED = 7 * 24 * 3600  # seconds after which the folder of a process counts as left behind


def open_programs(kept: Path) -> Path | None:
    """A folder for this process's JAX, filled with the programs that are kept.

    Args:
        kept: the folder that all processes share.

    Returns:
        The folder; at the end of the process new programs move from it to `kept`. None where
        nothing can be written.
    """
    try:
        kept.mkdir(parents=True, exist_ok=True)
        own = Path(tempfile.mkdtemp(prefix=".", dir=kept))
    except OSError:
        return None
    atexit.register(close_programs, own, kept)
    for folder in kept.glob(".*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > ABANDONED:
                shutil.rmtree(folder)
    for file in _newest(kept):
        with contextlib.suppress(OSError):
            key, _, checksum = file.name.rpartition(".")
            if _checksum(file) == checksum:
                _link(file, own / key)
            else:
                file.unlink()
    return own


def close_programs(own: Path, kept: Path) -> None:
    """Move new programs to those that are kept, and remove the process's own folder."""
    with contextlib.suppress(OSError):  # the folders may be gone; programs can be made again
        known = {file.name.rpartition(".")[0] for file in kept.iterdir()}
        for file in own.iterdir():
            if file.name not in known:
                file.replace(kept / f"{file.name}.{_checksum(file)}")
    shutil.rmtree(own, ignore_errors=True)


def _newest(kept: Path) -> list[Path]:
    """The kept programs, newest first; the oldest of too many are removed."""
    found = []
    for file in kept.glob("[!.]*"):
        with contextlib.suppress(OSError):
            found.append((file.stat().st_mtime, file.stat().st_size, file))
    found.sort(key=lambda entry: entry[0], reverse=True)
    newest: list[Path] = []
    total = 0
    for _, size, file in found:
        total += size
        if len(newest) < MOST_FILES and total <= MOST_BYTES:
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
