"""Write a file whole or not at all."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Let `write` fill a temporary name, then rename it.

    A process that dies at any moment leaves the file as it was before.

    Args:
        path: the file.
        write: writes the content to the path it is given.

    Raises:
        OSError: the disk does not take it.
    """
    temporary = _temporary(path)
    try:
        write(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def create_whole(path: Path, write: Callable[[Path], Any]) -> bool:
    """Let `write` fill a temporary name, then link it; a file that is there stays.

    Args:
        path: the file.
        write: writes the content to the path it is given.

    Returns:
        whether the file is the one that was written: of several processes, one gets True.

    Raises:
        OSError: the disk does not take it.
    """
    temporary = _temporary(path)
    try:
        write(temporary)
        try:
            path.hardlink_to(temporary)
        except (OSError, NotImplementedError):  # there is one, or the disk knows no links
            if path.exists():
                return False
            temporary.replace(path)
        return True
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(path: Path) -> Path:
    return path.with_name(f".{os.getpid()}-{path.name}")  # as `is_temporary` knows it


def is_temporary(name: str) -> bool:
    """Whether a file's name is one that a process wrote under, which was killed before renaming."""
    return re.match(r"\.\d+-", name) is not None
