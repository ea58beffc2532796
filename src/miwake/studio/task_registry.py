"""Brought: the tasks that the page may name, and what the user brings while it is brought."""

import ast
import secrets
import shutil
from functools import cache
from pathlib import Path

from miwake.studio.uploads import FILES, Upload
from miwake.tasks.protocol import built_in_tasks
from miwake.tasks.template import STARTER

FIRST = {"baker", "mnist"}
AT_ONCE = 4  # uploads; the oldest of more is given up


class Brought:
    """Tasks: the built-in ones, the one named on the command line, and those of the user's.

    Args:
        out: the folder in which runs are kept; what is brought lies in a folder inside.
        given: a task file or data that the user named on the command line.
    """

    def __init__(self, out: Path, given: str | None) -> None:
        self.files, self.given = out / FILES, given
        self._uploads: dict[str, Upload] = {}

    def own(self) -> list[str]:
        """What was brought, now or before."""
        files = sorted(self.files.glob("*")) if self.files.is_dir() else []
        return [str(path) for path in files if not path.name.startswith(".")]

    def allows(self, task: str) -> bool:
        """Whether the page may name this task; nothing else on this machine is read."""
        if task in built_in_tasks() or task == self.given:
            return True
        return self._is_inside(task) and Path(task).exists()

    def text(self, like: str) -> str | None:
        """A task file's text to begin with: a built-in task's or an own one's; of "" the starter's.

        Returns:
            None where there is no such task file.
        """
        path = STARTER if not like else built_in_tasks().get(like, Path(like))
        known = not like or like in built_in_tasks() or self._is_inside(like)
        return (
            path.read_text("utf-8") if known and path.suffix == ".py" and path.is_file() else None
        )

    def begin(self) -> str:
        """Begin an upload.

        Returns:
            its key.
        """
        if len(self._uploads) >= AT_ONCE:
            self.end(next(iter(self._uploads)))
        key = secrets.token_hex(8)
        self._uploads[key] = Upload(self.files, key)
        return key

    def upload(self, key: str) -> Upload | None:
        """An upload that was begun."""
        return self._uploads.get(key)

    def end(self, key: str) -> None:
        """End an upload; what is left of it is removed."""
        upload = self._uploads.pop(key, None)
        if upload is not None:
            upload.discard()

    def remove(self, task: str) -> bool:
        """Remove what was brought, whatever it is.

        Returns:
            whether there was such a thing; nothing else on this machine is removed.
        """
        if task not in self.own():
            return False
        path = Path(task)
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
        return True

    def close(self) -> None:
        """Remove what came in half."""
        for key in list(self._uploads):
            self.end(key)

    def _is_inside(self, task: str) -> bool:
        return "\0" not in task and self.files.resolve() in Path(task).resolve().parents


@cache
def built_in() -> list[dict[str, str]]:
    """The built-in tasks' words, those to begin with first; nothing is executed for that."""
    tasks, found = built_in_tasks(), []
    for name in sorted(tasks, key=lambda name: (name not in FIRST, name)):
        path = tasks[name]
        words = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or name
        title, _, description = words.partition("\n")
        found.append({"task": name, "title": title, "description": description.strip()})
    return found
