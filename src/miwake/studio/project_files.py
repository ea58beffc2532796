"""The folders and files of a photo project: what is there, and what the next one is called."""

import os
import re
import unicodedata
from pathlib import Path

from miwake.errors import DataError
from miwake.readers.decode_image import open_picture, warnings_ignored
from miwake.readers.list_images import SUFFIXES

LARGEST_PICTURE = 2**25  # bytes
ENDINGS = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "GIF": ".gif", "BMP": ".bmp"}
ENDINGS |= {"TIFF": ".tif", "WEBP": ".webp", "HEIF": ".heic"}
DIGITS = re.compile(r"(\d+)")


def is_project(folder: Path) -> bool:
    """Whether a folder holds nothing but folders of files."""
    if folder.name.startswith(".") or folder.is_symlink() or not folder.is_dir():
        return False
    return all(_holds_files(path) for path in folder.iterdir() if not path.name.startswith("."))


def _holds_files(folder: Path) -> bool:
    if folder.is_symlink() or not folder.is_dir() or not is_text(folder.name):
        return False
    with os.scandir(folder) as entries:
        return not any(entry.is_dir() for entry in entries)


def is_text(name: str) -> bool:
    """Whether a page can show and send a name; the system takes bytes that are no text."""
    return not any("\ud800" <= character <= "\udfff" for character in name)


def class_folders(folder: Path) -> dict[str, Path]:
    """The folders of a project's classes by name, "class 2" before "class 10"."""
    paths = [path for path in folder.iterdir() if not path.name.startswith(".")]
    return {path.name: path for path in sorted(paths, key=lambda path: _natural(path.name))}


def pictures_in(folder: Path) -> list[str]:
    """The names of a class's pictures, the oldest first."""
    with os.scandir(folder) as entries:
        pictures = [
            (entry.stat().st_mtime_ns, entry.name)
            for entry in entries
            if Path(entry.name).suffix.lower() in SUFFIXES and _is_own(entry)
        ]
    return [name for _, name in sorted(pictures)]


def _is_own(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith(".") and not entry.is_symlink() and is_text(entry.name)


def count_files(folder: Path) -> tuple[int, int]:
    """How many files there are in a project's classes, and how many bytes."""
    sizes = []
    for path in class_folders(folder).values():
        with os.scandir(path) as entries:
            sizes += [entry.stat().st_size for entry in entries]
    return len(sizes), sum(sizes)


def time_changed(folder: Path) -> int:
    """When a project was changed last, in nanoseconds since 1970."""
    return max(path.stat().st_mtime_ns for path in (folder, *class_folders(folder).values()))


def picture_suffix(content: bytes, name: str) -> str:
    """The ending that a picture's file gets, by what it holds.

    Raises:
        DataError: it is too large, or no picture that miwake reads.
    """
    if len(content) > LARGEST_PICTURE:
        raise DataError(
            "{name} has more than {megabytes} MB; bring a smaller one",
            name=name,
            megabytes=LARGEST_PICTURE // 2**20,
        )
    try:
        with warnings_ignored():
            _, header = open_picture(content)
    except DataError as error:
        raise DataError(
            "{path} can't be read as a picture ({error}); save it as PNG", path=name, error=error
        ) from error
    if header.format not in ENDINGS:
        raise DataError(
            "{name} is a picture of a kind that is not read here ({kind}); save it as PNG or JPEG",
            name=name,
            kind=header.format,
        )
    return ENDINGS[header.format]


def next_of_hold(folder: Path, hold: int, suffix: str) -> Path:
    """The file for the next picture that the camera takes while a button is held."""
    prefix = f"hold-{hold:03d}-"
    taken = [path.stem.removeprefix(prefix) for path in folder.glob(f"{prefix}*")]
    number = max((int(text) for text in taken if text.isdecimal()), default=0) + 1
    return folder / f"{prefix}{number:03d}{suffix}"


def free_file(folder: Path, stem: str, suffix: str = "", numbered: str = "{} ({})") -> Path:
    """The path for what is called so, with a number where something else has that name."""
    taken = {compared(path.stem) for path in folder.iterdir()}
    name, number = stem, 1
    while compared(name) in taken:
        number += 1
        name = numbered.format(stem, number)
    return folder / f"{name}{suffix}"


def compared(name: str) -> str:
    """A name as it is compared where small letters are not told from large ones."""
    return unicodedata.normalize("NFC", name).casefold()


def _natural(name: str) -> list[tuple[int, str]]:
    parts = DIGITS.split(compared(name))
    return [(int(part), "") if n % 2 else (0, part) for n, part in enumerate(parts)]
