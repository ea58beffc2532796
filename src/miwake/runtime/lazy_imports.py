"""Import a large library without the parts that nobody asks for here."""

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def stubbed_imports(optional: Sequence[str] = (), later: Sequence[str] = ()) -> Iterator[None]:
    """Import inside this what would import much more.

    Args:
        optional: modules that what is imported can do without; it finds that they are missing.
        later: modules that are imported when something in them is first asked for, the outer
            ones before those in them.
    """
    hidden = [name for name in optional if name not in sys.modules]
    waiting: dict[str, LazyModule] = {}
    waiting |= {name: LazyModule(name, waiting) for name in later if name not in sys.modules}
    for name, module in waiting.items():
        outer, _, own = name.rpartition(".")
        if outer in waiting:
            setattr(waiting[outer], own, module)
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    sys.modules.update(waiting)
    try:
        with gc_paused():
            yield
    finally:
        for name in hidden:
            del sys.modules[name]
        remove_stubs(waiting)


@contextmanager
def gc_paused() -> Iterator[None]:
    """Import inside this what stays; an import makes many objects, and hardly any rubbish."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


class LazyModule(ModuleType):
    """A module that is imported when something in it is first asked for.

    Args:
        name: of the module.
        waiting: all that stand in for others, this one too; they make way for the real ones.
    """

    def __init__(self, name: str, waiting: "Mapping[str, LazyModule]") -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self._waiting = waiting

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        remove_stubs(self._waiting)
        return getattr(import_module(self.__name__), name)


def remove_stubs(waiting: Mapping[str, LazyModule]) -> None:
    """Let the real modules be imported from now on."""
    for name, module in waiting.items():
        if sys.modules.get(name) is module:
            del sys.modules[name]
