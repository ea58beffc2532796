"""Photo projects: ordinary folders of pictures, one sub-folder a class, that the page changes.

Whatever is taken away lies in a hidden folder beside them until the studio ends, so that it can
come back.
"""

import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from miwake.errors import DataError
from miwake.readers.unpack_zip import safe_name
from miwake.runtime.atomic_write import write_whole
from miwake.studio.project_files import (
    class_folders,
    compared,
    count_files,
    free_file,
    is_project,
    next_of_hold,
    picture_suffix,
    pictures_in,
    time_changed,
)

MOST_CLASSES = 50  # of a project
MOST_PICTURES = 6_000  # of a project; of more the reader makes smaller ones
MOST_BYTES = 2**31  # of a project
LONGEST_NAME = 50  # characters of a class


class PhotoProjects:
    """The projects in the folder of what users brought.

    Args:
        files: that folder.
    """

    def __init__(self, files: Path) -> None:
        self.files = files
        self._removed: dict[str, tuple[Path, Path]] = {}  # where it is, where it was
        self._trash = files / f".removed-{secrets.token_hex(4)}"

    def names(self) -> list[str]:
        """List the projects, that which was changed last first."""
        folders = self.files.iterdir() if self.files.is_dir() else ()
        projects = [folder for folder in folders if is_project(folder)]
        return [folder.name for folder in sorted(projects, key=time_changed, reverse=True)]

    def create(self, name: str, classes: Sequence[str]) -> str:
        """Make a project with empty classes; return its name, with a number if that was taken.

        Raises:
            DataError: a name can't be used.
        """
        self.files.mkdir(parents=True, exist_ok=True)
        folder = free_file(self.files, _class_name(name), numbered="{}-{}")
        folder.mkdir()
        for label in classes:
            self.add_class(folder.name, label)
        return folder.name

    def contents(self, project: str) -> dict[str, Any]:
        """Give a project's classes, each with the names of its pictures, the oldest first.

        Raises:
            DataError: there is no such project.
        """
        folder = self._folder(project)
        classes = class_folders(folder).items()
        return {
            "name": project,
            "task": str(folder),
            "classes": [{"name": name, "pictures": pictures_in(path)} for name, path in classes],
        }

    def add_class(self, project: str, name: str) -> str:
        """Add an empty class; return its name as a folder can have it.

        Raises:
            DataError: the name can't be used or is taken, or there are too many classes.
        """
        folder, name = self._folder(project), _class_name(name)
        classes = class_folders(folder)
        _check_free(name, classes)
        if len(classes) >= MOST_CLASSES:
            raise DataError(
                "a project has at most {most} classes; remove one first", most=MOST_CLASSES
            )
        (folder / name).mkdir()
        return name

    def rename_class(self, project: str, before: str, after: str) -> str:
        """Give a class another name; return it as a folder can have it.

        Raises:
            DataError: the name can't be used or is taken, or there is no such class.
        """
        folder, name = self._folder(project), _class_name(after)
        classes = class_folders(folder)
        path = _one_of(classes, before)
        _check_free(name, classes.keys() - {before})
        path.rename(folder / name)
        return name

    def add_picture(self, project: str, label: str, content: bytes, name: str, hold: int) -> str:
        """Write a picture to the disk at once; return its file's name.

        Args:
            project: the project.
            label: the class.
            content: the file's bytes.
            name: the file's name as it was brought.
            hold: the number of the hold: the camera took several pictures while a button was held,
                and their names begin alike, as in `hold-003-017.jpg`. 0: it was brought as a file.

        Raises:
            DataError: it is no picture that is read here, too large or one too many.
        """
        folder = self._folder(project)
        path = _one_of(class_folders(folder), label)
        suffix = picture_suffix(content, name)
        count, size = count_files(folder)
        if count >= MOST_PICTURES or size + len(content) > MOST_BYTES:
            raise DataError(
                "a project has at most {most:,} pictures of {megabytes:,} MB together; "
                "remove some, or begin another project",
                most=MOST_PICTURES,
                megabytes=MOST_BYTES // 2**20,
            )
        if hold:
            target = next_of_hold(path, hold, suffix)
        else:
            target = free_file(path, safe_name(Path(name).stem), suffix)
        write_whole(target, lambda temporary: temporary.write_bytes(content))
        return target.name

    def picture(self, project: str, label: str, file: str) -> Path:
        """Find a picture's file.

        Raises:
            DataError: there is none.
        """
        path = _one_of(class_folders(self._folder(project)), label)
        if file not in pictures_in(path):
            raise _gone(file)
        return path / file

    def remove(self, project: str, label: str, file: str | None = None) -> str:
        """Take a picture or a class away; return a key by which it can come back.

        Raises:
            DataError: it is not there.
        """
        if file is None:
            path = _one_of(class_folders(self._folder(project)), label)
        else:
            path = self.picture(project, label, file)
        key = secrets.token_hex(8)
        self._trash.mkdir(parents=True, exist_ok=True)
        path.rename(self._trash / key)
        self._removed[key] = self._trash / key, path
        return key

    def restore(self, key: str) -> None:
        """Bring back what was taken away.

        Raises:
            DataError: it is there no longer, or something else has its place.
        """
        if key not in self._removed:
            raise _gone(key)
        path, place = self._removed[key]
        if place.exists() or not place.parent.is_dir():
            raise DataError(
                "{name} can't come back: something else has its place, or its class is gone",
                name=place.name,
            )
        path.rename(place)
        del self._removed[key]

    def close(self) -> None:
        """Delete for good what was taken away."""
        shutil.rmtree(self._trash, ignore_errors=True)

    def _folder(self, project: str) -> Path:
        folder = self.files / project
        if set(project) & set("/\\:\0") or not is_project(folder):
            raise _gone(project)
        return folder


def _class_name(name: str) -> str:
    """A name as a folder can have it."""
    if len(name) > LONGEST_NAME:
        raise DataError(
            "{name!r} has more than {most} characters; choose a shorter name",
            name=name[:LONGEST_NAME],
            most=LONGEST_NAME,
        )
    return safe_name(name)


def _check_free(name: str, classes: Iterable[str]) -> None:
    other = next((label for label in classes if compared(label) == compared(name)), None)
    if other is not None:
        raise DataError("there is a class {other} already; choose another name", other=other)


def _one_of(classes: Mapping[str, Path], name: str) -> Path:
    if name not in classes:
        raise _gone(name)
    return classes[name]


def _gone(name: str) -> DataError:
    return DataError("{name!r} is no longer there; load the page again", name=name[:80])
