"""The functions that make a task's examples, one a class, as plain data that can be pickled."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, Self

from miwake.runtime.sandbox import LocalModules


@dataclass(frozen=True)
class ClassFunction:
    """The function that makes the examples of one class.

    Attributes:
        name: the class's label.
        function: makes one example, or many.
        batch: True where it takes (rng, n).
        compiled: True where many calls are made by a compiled loop.
    """

    name: str
    function: Callable[..., Any]
    batch: bool
    compiled: bool = False


@dataclass(frozen=True)
class ClassFunctions:
    """What makes examples.

    Attributes:
        name: of the task file, for messages.
        functions: one a class, in the order of their numbers.
        weights: how often each class is drawn, in parts of 1; empty for equal parts.
        target: the fact to learn instead of the class.
        modules: what the task file imports from its own folder.
    """

    name: str
    functions: tuple[ClassFunction, ...] = ()
    weights: tuple[float, ...] = ()
    target: str | None = None
    modules: LocalModules = field(default_factory=LocalModules, repr=False)

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, in the order of their numbers."""
        return tuple(function.name for function in self.functions)

    @property
    def all_compiled(self) -> bool:
        """True where no class needs Python."""
        return all(function.compiled for function in self.functions)

    @property
    def chunk_size(self) -> int:
        """Examples a chunk: many where a function makes them at once, few where one by one."""
        return 2048 if any(function.batch for function in self.functions) else 256

    def compiling(self, names: Collection[str]) -> Self:
        """Give the same, with compiled loops for these classes alone."""
        functions = tuple(replace(f, compiled=f.name in names) for f in self.functions)
        return replace(self, functions=functions)
