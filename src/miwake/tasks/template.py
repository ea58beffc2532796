"""Writing a task file to start from."""

from pathlib import Path

from miwake.errors import Phrase, TaskError, nearest, reason
from miwake.tasks import builtin as tasks
from miwake.tasks.protocol import built_in_tasks

STARTER = Path(tasks.__path__[0]) / "_starter.py"


def starter(lang: str) -> Path:
    """Return the starter in a language; in English where there is none."""
    translated = STARTER.with_name(f"{STARTER.stem}_{lang}.py")
    return translated if translated.is_file() else STARTER


def write_task_file(path: Path, like: str | None = None) -> Path:
    """Write a task file to change.

    Args:
        path: the file to write; `.py` is added where it is missing.
        like: the built-in task to start from; by default a starter with two classes.

    Raises:
        TaskError: there is no such task, or the file exists already or can't be written.
    """
    tasks = built_in_tasks()
    if like is not None and like not in tasks:
        hint = nearest(like, tasks, Phrase("there are {names}", names=", ".join(tasks)))
        raise TaskError("there is no built-in task {like}; {hint}", like=like, hint=hint)
    if not path.name:
        raise TaskError(
            "{path} is a folder; name a file in it, such as {example}",
            path=path,
            example=path / "mine.py",
        )
    path = path if path.suffix == ".py" else path.with_name(path.name + ".py")
    text = (tasks[like] if like else STARTER).read_text("utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise TaskError(
            "{path} exists already and is not overwritten; name a new file", path=path
        ) from None
    except OSError as error:
        raise TaskError(
            "{path} can't be written ({why}); name another file", path=path, why=reason(error)
        ) from error
    return path
