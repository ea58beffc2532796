"""The tasks that the page may name, and what the user brings while it is brought."""

import ast
import secrets
import shutil
from functools import cache
from pathlib import Path

from miwake.studio.uploads import FILES, Upload
from miwake.tasks.protocol import built_in_tasks
from miwake.tasks.template import starter

FIRST = {"baker", "mnist"}
MAX_UPLOADS = 4  # at once; the oldest of more is given up


class TaskLibrary:
    """The built-in tasks, the one named on the command line, and those of the user's.

    Args:
        out: the folder in which runs are kept; what is brought lies in a folder inside.
        first: a task file or data that the user named on the command line.
    """

    def __init__(self, out: Path, first: str | None) -> None:
        self.files, self.first = out / FILES, first
        self._uploads: dict[str, Upload] = {}

    def own(self) -> list[str]:
        """List what was brought, now or before."""
        files = sorted(self.files.glob("*")) if self.files.is_dir() else []
        return [str(path) for path in files if not path.name.startswith(".")]

    def allows(self, task: str) -> bool:
        """Whether the page may name this task; nothing else on this machine is read."""
        if task in built_in_tasks() or task == self.first:
            return True
        return self._is_inside(task) and Path(task).exists()

    def text(self, like: str, lang: str = "en") -> str | None:
        """Read a task file to begin with; None where there is no such task file.

        Args:
            like: a built-in task, or one of the user's; "": the starter.
            lang: the language of the starter.
        """
        path = starter(lang) if not like else built_in_tasks().get(like, Path(like))
        allowed = not like or like in built_in_tasks() or self._is_inside(like)
        if not allowed or path.suffix != ".py" or not path.is_file():
            return None
        return path.read_text("utf-8")

    def begin_upload(self) -> str:
        """Begin an upload, and return its key."""
        if len(self._uploads) >= MAX_UPLOADS:
            self.end_upload(next(iter(self._uploads)))
        key = secrets.token_hex(8)
        self._uploads[key] = Upload(self.files, key)
        return key

    def upload(self, key: str) -> Upload | None:
        """Find an upload that was begun."""
        return self._uploads.get(key)

    def end_upload(self, key: str) -> None:
        """End an upload; what is left of it is removed."""
        upload = self._uploads.pop(key, None)
        if upload is not None:
            upload.discard()

    def remove(self, task: str) -> bool:
        """Remove what was brought, whatever it is; nothing else on this machine is removed.

        Returns:
            whether there was such a thing.
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
            self.end_upload(key)

    def _is_inside(self, task: str) -> bool:
        return "\0" not in task and self.files.resolve() in Path(task).resolve().parents


@cache
def describe_built_in() -> list[dict[str, str]]:
    """Give the built-in tasks' titles and descriptions, without executing them; FIRST first."""
    descriptions = []
    for name, path in sorted(built_in_tasks().items(), key=lambda one: (one[0] not in FIRST, one)):
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or name
        title, _, rest = docstring.partition("\n")
        descriptions.append({"task": name, "title": title, "description": rest.strip()})
    return descriptions
