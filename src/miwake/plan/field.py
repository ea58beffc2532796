"""Field: one value of a plan, as the command line and the page ask for it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Verb = Literal["train", "look", "compare", "make"]
Part = Literal["data", "reader", "training"]


@dataclass(frozen=True)
class Field:
    """One value of a plan, as the command line and the page ask for it.

    Attributes:
        name: in the plan, and in Python.
        type: of the value; tuple for several, Path for the text of a path.
        help: what it is, in English; the catalogue has it in other languages.
        verbs: the commands that have it.
        part: the part of the plan that it stands in.
        least, most: of a number.
        flag: on the command line; by default the name with hyphens.
        metavar: what stands for the value in the help.
        opposite: the option that says no, and its help, where saying nothing leaves it to the data.
    """

    name: str
    type: type
    help: str
    verbs: tuple[Verb, ...]
    part: Part = "data"
    least: float | None = None
    most: float | None = None
    flag: str = ""
    metavar: str | None = None
    opposite: tuple[str, str] | None = None

    @property
    def option(self) -> str:
        """The option on the command line."""
        return self.flag or f"--{self.name.replace('_', '-')}"

    def fits(self, value: Any) -> bool:
        """Whether a single value has the type and keeps the limits."""
        if self.type in {int, float}:
            number = type(value) is int or (self.type is float and type(value) is float)
            return bool(
                number
                and (self.least is None or value >= self.least)
                and (self.most is None or value <= self.most)
            )
        kinds: dict[type, Any] = {tuple: list | tuple, Path: str}
        return isinstance(value, kinds.get(self.type, self.type))

    def words(self, value: Any) -> list[str]:
        """Write the option and its value, as the command line has them."""
        if self.name == "settings":
            return [word for name, one in value for word in (self.option, f"{name}={one}")]
        if self.type is bool:
            return [self.opposite[0] if self.opposite and not value else self.option]
        text = ",".join(map(str, value)) if self.type is tuple else str(value)
        return [self.option, text]
