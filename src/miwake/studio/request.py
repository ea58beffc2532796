"""Order: what the page asks for, checked, as plain data."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from miwake.errors import ArgumentError, Phrase

COUNTS = {
    "train": (1, 10**8),
    "test": (1, 10**8),
    "seed": (0, 2**32 - 1),
    "epochs": (1, 10**6),
    "batch_size": (1, 10**6),
    "repeats": (1, 1000),
}  # the least and the most of each, as in the page's fields
FIELDS = {
    "train": Phrase("training examples"),
    "test": Phrase("test examples"),
    "seed": Phrase("seed"),
    "epochs": Phrase("epochs"),
    "batch_size": Phrase("batch size"),
    "repeats": Phrase("repeats"),
}
TEXTS = {"task", "network"}
OPTIONS = {"label": str, "drop": list, "facts": list, "group": str}
LONGEST = 10_000  # characters of a text


@dataclass(frozen=True)
class Order:
    """A task, how it is read, and how a network is to be trained on it.

    Attributes:
        task: a built-in name, or a file or folder that the studio may read.
        settings: settings to change, by name, as texts.
        options: how a user's own data is read: label, drop, facts, group.
        train, test: how many examples; None: the task's own counts.
        seed: of the examples, first weights and orders.
        network, epochs: None: the task's own.
        batch_size: examples a step.
        repeats: how many trainings, from seeds that follow one another.
    """

    task: str
    settings: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    train: int | None = None
    test: int | None = None
    seed: int = 0
    network: str | None = None
    epochs: int | None = None
    batch_size: int = 32
    repeats: int = 1

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Order":
        """The order in plain data.

        Raises:
            ArgumentError: it is none.
        """
        known = {f.name for f in fields(cls)}
        for name, value in given.items():
            if name in COUNTS and not _fits(name, value):
                least, most = COUNTS[name]
                raise ArgumentError(
                    "{field} = {value} can't be asked for; "
                    "give a whole number from {least:,} to {most:,}",
                    field=FIELDS[name],
                    value=_written(value),
                    least=least,
                    most=most,
                )
            if name not in known or not _fits(name, value):
                raise ArgumentError(
                    "{name} = {value!r} can't be asked for; correct it",
                    name=name,
                    value=str(value)[:80],
                )
        if "task" not in given:
            raise ArgumentError("there is no task; choose one")
        return cls(**{name: value for name, value in given.items() if value is not None})

    def as_json(self) -> dict[str, Any]:
        """The order as plain data."""
        return asdict(self)

    @property
    def training(self) -> dict[str, Any]:
        """What a training is asked for."""
        return {
            "network": self.network,
            "epochs": self.epochs,
            "batch_size": self.batch_size,
            "repeats": self.repeats,
        }


def order_of_command(line: str, before: Order) -> tuple[str, Order] | None:
    """A command that a verdict proposes, as the verb and the order that do the same.

    Args:
        line: such as `miwake train baker --network conv`.
        before: the order that the verdict is about; another task is not proposed.

    Returns:
        ("train" or "look", the order); None if the line is something else.
    """
    try:
        words = shlex.split(line)
    except ValueError:
        return None
    if words[:2] not in (["miwake", "train"], ["miwake", "look"]) or len(words) < 3:
        return None
    pairs = words[3:]
    if len(pairs) % 2 or not all(name.startswith("--") for name in pairs[::2]):
        return None
    if Path(words[2]).resolve() != Path(before.task).resolve():
        return None
    order = Order(before.task)
    for option, value in zip(pairs[::2], pairs[1::2], strict=True):
        changed = _with_option(order, option.removeprefix("--"), value)
        if changed is None:
            return None
        order = changed
    return words[1], order


def _with_option(order: Order, option: str, value: str) -> Order | None:
    name = option.replace("-", "_")
    if name == "set" and "=" in value:
        key, _, text = value.partition("=")
        return replace(order, settings={**order.settings, key: text})
    if name in COUNTS and value.isdecimal():
        number: dict[str, Any] = {name: int(value)}
        return replace(order, **number)
    if name == "network":
        return replace(order, network=value)
    if name in OPTIONS:
        read: Any = value.split(",") if OPTIONS[name] is list else value
        return replace(order, options={**order.options, name: read})
    return None


def _written(value: Any) -> str:
    """A value as it was typed, as far as that is known: JavaScript sends huge numbers as 1e+23."""
    whole = isinstance(value, float) and value.is_integer()
    return (f"{int(value):,}" if whole or type(value) is int else str(value))[:80]


def _fits(name: str, value: Any) -> bool:
    if value is None:
        return name not in {"task", "settings", "options", "seed", "batch_size", "repeats"}
    if name in COUNTS:
        least, most = COUNTS[name]
        return type(value) is int and least <= value <= most
    if name in TEXTS:
        return isinstance(value, str) and 0 < len(value) < LONGEST
    if not isinstance(value, dict):
        return False
    if name == "settings":
        return all(_is_text(k) and _is_text(v) for k, v in value.items())
    return all(_is_option(k, v) for k, v in value.items())


def _is_option(name: str, value: Any) -> bool:
    if OPTIONS.get(name) is list:
        return isinstance(value, list) and all(map(_is_text, value))
    return name in OPTIONS and _is_text(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) < LONGEST
