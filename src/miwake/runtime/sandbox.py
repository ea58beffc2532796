"""Running a task's own code: its local modules, the global generators, its output, its errors."""

import contextlib
import hashlib
import importlib
import os
import random
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np

from miwake.errors import MiwakeError, Phrase, TaskError
from miwake.runtime.signals import stop_at_once

_TURN = threading.RLock()  # the generators and standard output are shared by all threads
_running: list["LocalModules"] = []  # of the code that runs now, in the thread that has the turn


class LocalModules:
    """The modules that a task file imports from its own folder.

    They are there while it runs and unknown to everyone else: two folders may each have a
    `model.py`, and neither task gets the other's.
    """

    def __init__(self, folder: str | None = None) -> None:
        self.folder = folder
        self.modules: dict[str, ModuleType] = {}

    @contextlib.contextmanager
    def importable(self) -> Iterator[None]:
        """Let what runs inside import them, at the top of the file or later in a function."""
        if self.folder is None:
            yield
            return
        before = set(sys.modules)
        sys.modules.update({n: m for n, m in self.modules.items() if n not in before})
        sys.path.insert(0, self.folder)
        importlib.invalidate_caches()  # a file may have been written a moment ago
        try:
            yield
        finally:
            with contextlib.suppress(ValueError):
                sys.path.remove(self.folder)
            for name in [n for n in sys.modules if n not in before and self._has(n)]:
                self.modules[name] = sys.modules.pop(name)

    def sha256(self) -> dict[str, str]:
        """The modules that were imported so far, each with the SHA-256 of its file."""
        files = {n: Path(m.__file__) for n, m in self.modules.items() if m.__file__}
        return {
            name: hashlib.sha256(file.read_bytes()).hexdigest()
            for name, file in sorted(files.items())
            if file.is_file()
        }

    def _has(self, name: str) -> bool:
        """Whether a module lies beside the task file, or in a package that does."""
        file = getattr(sys.modules[name], "__file__", None)
        if self.folder is None or not file:
            return False
        top = name.partition(".")[0]
        return Path(file).is_relative_to(Path(self.folder, top)) or (
            Path(file).parent == Path(self.folder)
        )


@contextlib.contextmanager
def task_sandbox(modules: LocalModules) -> Iterator[None]:
    """Run a task's own code with its local modules importable, and leave no trace of it.

    The global generators and the working folder are put back as they were, and what is printed
    goes to standard error. Threads take turns. Entering the same sandbox again inside does nothing
    more, so that many chunks made in one go cost no more than one.
    """
    with _TURN:
        if modules in _running[-1:]:
            yield
            return
        with (
            stop_at_once(),
            modules.importable(),
            contextlib.redirect_stdout(sys.stderr),
            _generators_restored(),
            folder_restored(),
        ):
            _running.append(modules)
            try:
                yield
            finally:
                _running.pop()


@contextlib.contextmanager
def _generators_restored() -> Iterator[None]:
    numpy_state, python_state = np.random.get_state(), random.getstate()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(numpy_state)  # noqa: NPY002
        random.setstate(python_state)


@contextlib.contextmanager
def folder_restored() -> Iterator[None]:
    """Put the working folder back, which decides where a run is kept."""
    before = None
    with contextlib.suppress(OSError):  # it may be gone already, or afterwards
        before = Path.cwd()
    try:
        yield
    finally:
        if before is not None:
            with contextlib.suppress(OSError):
                os.chdir(before)


def seed_generators(seeds: np.random.SeedSequence) -> None:
    """Seed NumPy's and Python's global generators, for functions that draw from them."""
    state = seeds.generate_state(4)
    np.random.seed(state)  # noqa: NPY002  the article's own functions draw from it
    random.seed(state.tobytes())


@contextlib.contextmanager
def raising(error: Callable[[Phrase | str], TaskError], file: str) -> Iterator[None]:
    """Raise a TaskError for whatever a task's own code raises inside, SystemExit too.

    Args:
        error: makes it from what `explain` says.
        file: the task file's name.
    """
    try:
        yield
    except (KeyboardInterrupt, MiwakeError):
        raise
    except BaseException as raised:
        raise error(explain(raised, file)) from raised


def explain(error: BaseException, file: str) -> Phrase | str:
    """Say in a few words what an exception is, with the line of the task file it came from."""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == file]
    text = " ".join(str(error).split())
    what = f"{type(error).__name__}{': ' if text else ''}{text}"
    return Phrase("{told} (line {line})", told=what, line=lines[-1]) if lines else what
