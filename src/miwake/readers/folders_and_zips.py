"""What a folder or a zip stands for: classes to train on, or all files in it that can be read."""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from miwake.errors import DataError
from miwake.readers.train_test_folders import ending, is_hidden, printable
from miwake.readers.unpack_zip import only_entry, unpack
from miwake.readers.zip_names import encoding_of_names

MOST, LARGEST = 20_000, 2**30  # files, and bytes of all of them once unpacked
BLOCK = 2**20


def is_zip(path: Path) -> bool:
    """Tell whether a path is a zip by its name; a workbook is one inside, too."""
    return ending(path.name) == ".zip" and path.is_file()


@contextmanager
def folder_of(path: Path) -> Iterator[Path]:
    """Give a folder as it is; of a zip, the folder that is in it, unpacked as long as it is used.

    Raises:
        DataError: the zip is damaged, has a password, leads elsewhere, or unpacks to too much; or
            of what is done inside, about the zip.
    """
    if path.is_dir():
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="miwake-") as place:
        unpack(path, Path(place) / path.stem)
        folder = only_entry(Path(place))
        try:
            yield folder
        except DataError as error:
            raise error.naming(folder, path.name) from error


@contextmanager
def files_inside(path: Path, suffixes: tuple[str, ...]) -> Iterator[list[tuple[str, Path]]]:
    """List the files below a folder or in a zip, each with a name for it; a zip's are copies.

    Args:
        path: a folder or a zip.
        suffixes: the endings of the files that are wanted; hidden ones are none.

    Raises:
        DataError: there are none, or the zip is damaged, has a password, or unpacks to too much.
    """
    if path.is_dir():
        paths = sorted(p for p in path.rglob("*") if p.is_file())
        inside = [(printable(p), p) for p in paths if _is_wanted(p.relative_to(path), suffixes)]
        _check_count(path, len(inside), suffixes)
        yield inside
        return
    with tempfile.TemporaryDirectory(prefix="miwake-") as folder:
        yield _unpack(path, suffixes, Path(folder))


def _unpack(path: Path, suffixes: tuple[str, ...], folder: Path) -> list[tuple[str, Path]]:
    """Copy a zip's files under names of our own, which lead nowhere else."""
    inside, left = [], LARGEST
    try:
        with zipfile.ZipFile(path, metadata_encoding=encoding_of_names(path)) as archive:
            members = [m for m in archive.infolist() if _is_wanted(Path(m.filename), suffixes)]
            _check_count(path, len(members), suffixes)
            for number, member in enumerate(members):
                target = folder / f"{number}{ending(member.filename)}"
                left = _copy(archive, member, target, left)
                inside.append((f"{printable(path)}/{member.filename}", target))
    except DataError:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds on damaged bytes
        text = " ".join(str(error).split())
        raise DataError(
            "{name} can't be unpacked ({text}); pack it again", name=path.name, text=text
        ) from error
    return inside


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Copy a member; how many bytes are left for the others is returned."""
    with archive.open(member) as source, target.open("wb") as file:
        while block := source.read(BLOCK):
            left -= len(block)
            if left < 0:
                raise DataError(
                    "{name} would unpack to more than {megabytes:,} MB; it was not unpacked",
                    name=Path(str(archive.filename)).name,
                    megabytes=LARGEST // 2**20,
                )
            file.write(block)
    return left


def _is_wanted(path: Path, suffixes: tuple[str, ...]) -> bool:
    return ending(path.name) in suffixes and not any(is_hidden(part) for part in path.parts)


def _check_count(path: Path, count: int, suffixes: tuple[str, ...]) -> None:
    if not 0 < count <= MOST:
        raise DataError(
            "{path} holds {n:,} files that this network takes; bring 1 to {most:,} ({endings})",
            path=path,
            n=count,
            most=MOST,
            endings=", ".join(suffixes),
        )
