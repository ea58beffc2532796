"""Uploads: files of the user's, taken in within limits and never outside their folder."""

import shutil
from collections.abc import AsyncIterable
from pathlib import Path

from miwake.errors import DataError
from miwake.readers.list_images import list_folder
from miwake.readers.registry import endings, find_reader
from miwake.readers.unpack_zip import LARGEST, MOST, only_entry, safe_name, safe_path, unpack
from miwake.runtime.atomic_write import write_whole

FILES = "files"  # the folder in the runs folder that holds what users brought


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
        content = only_entry(self.folder)
        if content.suffix.lower() == ".zip":
            inside = self.folder / safe_name(f"{content.stem or 'files'}-")
            unpack(content, inside)
            content.unlink()
            content = only_entry(inside)
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


def write_task_text(files: Path, name: str, text: str) -> Path:
    """Write a task file of the user's, in place of the one before.

    Raises:
        DataError: its name can't be used.
    """
    path = files / f"{safe_name(name.removesuffix('.py'))}.py"
    files.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda temporary: temporary.write_text(text, "utf-8"))
    return path


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path
