"""A zip that strangers packed, unpacked within limits and never outside its folder."""

import re
import shutil
import stat
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

from miwake.errors import DataError, Phrase
from miwake.readers.zip_names import encoding_of_names

LARGEST = 2**30  # bytes of all files once unpacked
MOST = 20_000  # files
ROOM, RATIO = 2**24, 200  # a zip may unpack to so many times its size, and a bit more
NAME = re.compile(r"[^\w .()+-]+")
WINDOWS = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}


def safe_name(name: str) -> str:
    """A file's or folder's name that means the same on every system.

    Raises:
        DataError: nothing of it can be used.
    """
    safe = NAME.sub("_", unicodedata.normalize("NFC", name)).strip(" .")[:100]
    if not safe or safe.split(".")[0].lower() in WINDOWS:
        raise DataError("{name!r} can't be a file's name; choose another", name=name[:80])
    return safe


def safe_path(path: str) -> PurePosixPath:
    """A path inside a folder, part by part.

    Raises:
        DataError: it leads out of the folder, or can't be used.
    """
    parts = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ":" in parts[0] or ".." in parts or len(parts) > 20:
        raise DataError("{path!r} leads out of its folder; nothing of it was taken", path=path[:80])
    return PurePosixPath(*(safe_name(part) for part in parts if part not in {"", "."}))


def unpack(path: Path, target: Path) -> None:
    """Unpack a zip, counting what really comes out of it.

    Raises:
        DataError: a path leads outside, it holds links or a password, or unpacks to too much.
    """
    most = min(LARGEST, RATIO * path.stat().st_size + ROOM)
    try:
        with zipfile.ZipFile(path, metadata_encoding=encoding_of_names(path)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not _is_clutter(m)]
            _check_members(members, path, most)
            left = most
            for member in members:
                left = _unpack_one(archive, member, target, left)
    except DataError:
        shutil.rmtree(target, ignore_errors=True)
        raise
    except Exception as error:  # zipfile and zlib raise many kinds on damaged bytes
        shutil.rmtree(target, ignore_errors=True)
        text = " ".join(str(error).split())
        raise DataError(
            "{name} can't be unpacked ({text}); pack it again", name=path.name, text=text
        ) from error


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Unpack a member; how many bytes are left for the others is returned."""
    place = target / safe_path(member.filename)
    place.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as source, place.open("xb") as file:
        while block := source.read(2**20):
            left -= len(block)
            if left < 0:
                raise _bomb(Path(str(archive.filename)), LARGEST)
            file.write(block)
    return left


def only_entry(folder: Path) -> Path:
    """The one thing in a folder, however deep; the folder itself where there are several."""
    while folder.is_dir():
        inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
        if len(inside) != 1:
            break
        folder = inside[0]
    return folder


def _check_members(members: list[zipfile.ZipInfo], path: Path, most: int) -> None:
    for member in members:
        safe_path(member.filename)
        if stat.S_ISLNK(member.external_attr >> 16) or member.flag_bits & 1:
            what = Phrase("a password") if member.flag_bits & 1 else Phrase("a link")
            raise DataError(
                "{name} holds {what} ({file}); pack it without",
                name=path.name,
                what=what,
                file=member.filename[:80],
            )
    if len(members) > MOST or not members:
        raise DataError(
            "{name} holds {n:,} files; bring 1 to {most:,}",
            name=path.name,
            n=len(members),
            most=MOST,
        )
    if sum(member.file_size for member in members) > most:
        raise _bomb(path, most)


def _bomb(path: Path, most: int) -> DataError:
    return DataError(
        "{name} would unpack to more than {megabytes:,} MB; it was not unpacked",
        name=path.name,
        megabytes=most // 2**20,
    )


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    """What macOS and Windows put into every zip."""
    parts = member.filename.split("/")
    return parts[0] == "__MACOSX" or parts[-1] in {".DS_Store", "Thumbs.db", "desktop.ini"}
