"""What surrounds a task's functions while they run: neighbours, global generators, output."""

import contextlib
import hashlib
import importlib
import random
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np

from miwake.runtime.signals import stop_at_once

_TURN = threading.RLock()  # the generators and standard output are shared by all threads
_inside: list["Neighbours"] = []  # whose code is running, by whoever has the turn


class Neighbours:
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
        known = set(sys.modules)
        sys.modules.update({n: m for n, m in self.modules.items() if n not in known})
        sys.path.insert(0, self.folder)
        importlib.invalidate_caches()  # a file may have been written a moment ago
        try:
            yield
        finally:
            with contextlib.suppress(ValueError):
                sys.path.remove(self.folder)
            for name in [n for n in sys.modules if n not in known and self._has(n)]:
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
def surroundings(neighbours: Neighbours) -> Iterator[None]:
    """Run a task's own code: its neighbours importable, nothing of it left behind.

    The global generators are put back as they were found, and what is printed goes to standard
    error. Threads take turns. Inside the same surroundings there is nothing more to do, so that
    many chunks made in one go cost no more than one.
    """
    with _TURN:
        if neighbours in _inside[-1:]:
            yield
            return
        with (
            stop_at_once(),
            neighbours.importable(),
            contextlib.redirect_stdout(sys.stderr),
            _as_they_were(),
        ):
            _inside.append(neighbours)
            try:
                yield
            finally:
                _inside.pop()


@contextlib.contextmanager
def _as_they_were() -> Iterator[None]:
    """Put NumPy's and Python's global generators back afterwards."""
    numpy_state, python_state = np.random.get_state(), random.getstate()  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(numpy_state)  # noqa: NPY002
        random.setstate(python_state)


def seed_generators(seeds: np.random.SeedSequence) -> None:
    """Seed NumPy's and Python's global generators, for functions that draw from them."""
    state = seeds.generate_state(4)
    np.random.seed(state)  # noqa: NPY002  the article's own functions draw from it
    random.seed(state.tobytes())
