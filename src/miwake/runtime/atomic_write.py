"""Write a file whole or not at all."""

import os
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
    temporary = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        write(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
