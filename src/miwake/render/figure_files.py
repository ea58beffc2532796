"""The folder of a look: its figures as files."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from miwake.errors import RunError, reason
from miwake.runtime.atomic_write import write_whole


def write_figures(folder: Path, figures: Mapping[str, str]) -> list[Path]:
    """Write figures into a folder, each under a temporary name that is then renamed.

    Args:
        folder: where; it is made where it is missing.
        figures: SVG text by file name; older files of these names are replaced.

    Raises:
        RunError: nothing can be written there.
    """
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in figures.items():
            path = folder / name
            write_whole(path, partial(_write, text=text))
            paths.append(path)
    except OSError as error:
        raise RunError(
            "figures can't be written to {folder} ({why}); name another folder with --out DIR",
            folder=folder,
            why=reason(error),
        ) from error
    return paths


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
