"""Uploads: files of the user's, taken in within limits and never outside their folder."""

import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import AsyncIterable
from pathlib import Path, PurePosixPath

from miwake.errors import DataError, Phrase
from miwake.readers.list_images import list_folder
from miwake.readers.registry import endings, find_reader
from miwake.readers.zip_names import encoding_of_names
from miwake.runtime.atomic_write import write_whole

FILES = "files"  # the folder in the runs folder that holds what users brought
LARGEST = 2**30  # bytes of all files of one upload, also once unpacked
MOST = 20_000  # files of one upload
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


class Upload:
    """One upload: files come one by one, and are a task's data in the end.

    Args:
        files: the folder that holds what users brought.
        key: a name of the upload's own.
    """

    def __init__(self, files: Path, key: str) -> None:
        self.files, self.folder = files, files / f".{key}"
        self.bytes = self.count = 0
        self.folder.mkdir(parents=True)

    async def take(self, path: str, content: AsyncIterable[bytes]) -> str:
        """Take one file in.

        Args:
            path: its path inside the upload.
            content: its bytes.

        Returns:
            its path as it is kept, without what names can't hold.

        Raises:
            DataError: it is too large, one too many, or its path leads elsewhere.
        """
        inside = safe_path(path)
        target = self.folder / inside
        self.count += 1
        if self.count > MOST:
            raise DataError("these are more than {most:,} files; bring fewer", most=MOST)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            async for block in content:
                self.bytes += len(block)
                if self.bytes > LARGEST:
                    raise DataError(
                        "this is more than {megabytes:,} MB; bring less", megabytes=LARGEST // 2**20
                    )
                file.write(block)
        return str(inside)

    def finish(self) -> Path:
        """What the upload is: unpacked, and under a name of its own.

        Returns:
            the path of a folder of images, a table or arrays.

        Raises:
            DataError: it is nothing that examples can be read from.
        """
        content = _only(self.folder)
        if content.suffix.lower() == ".zip":
            inside = self.folder / safe_name(f"{content.stem or 'files'}-")
            unpack(content, inside)
            content.unlink()
            content = _only(inside)
        inputs = sorted(content.glob("*_x.npy")) + sorted(content.glob("*_x_train.npy"))
        path = inputs[0] if content.is_dir() and inputs else content
        name = content.name.strip("-.") if content != self.folder else "pictures"
        if path.suffix.lower() == ".py":
            raise DataError(
                "{name} is a task file; open “A function of your own” and put its text there",
                name=path.name,
            )
        if find_reader(path) is None:
            raise DataError(
                "{name} is nothing to train on; bring a folder with one sub-folder of "
                "pictures a class (also as .zip), a table ({tables}) or arrays ({arrays})",
                name=name,
                tables=endings("table"),
                arrays=endings("arrays"),
            )
        _check_pictures(path, name)
        target = _free(self.files, name)
        content.rename(target)
        self.discard()
        return target / path.relative_to(content) if path != content else target

    def discard(self) -> None:
        """Remove what is left."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _check_pictures(path: Path, name: str) -> None:
    """Refuse a folder of images that can't be one, by the name that the user knows."""
    try:
        if path.is_dir():
            list_folder(path)
    except DataError as error:
        raise error.naming(path, name) from error


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


def write_task_text(files: Path, name: str, text: str) -> Path:
    """Write a task file of the user's, in place of the one before.

    Raises:
        DataError: its name can't be used.
    """
    path = files / f"{safe_name(name.removesuffix('.py'))}.py"
    files.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: temporary.write_text(text, "utf-8"))
    return path


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


def _only(folder: Path) -> Path:
    """The one thing in a folder, however deep; the folder itself where there are several."""
    while folder.is_dir():
        inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
        if len(inside) != 1:
            break
        folder = inside[0]
    return folder


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path
