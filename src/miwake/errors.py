"""The exceptions of miwake; each message says what happened, what was received and what to do.

MiwakeError
├── ArgumentError     a value given to a function of miwake
├── TaskError         a task: its name, its file, its settings, what its functions return
├── DataError         arrays and files that examples are read from
│   └── DownloadError     a dataset that could not be brought here
├── NetworkError      a network that is unknown or does not fit the data
├── RunError          a run folder or a .keras file
└── WorkerError       the processes or the cluster that work was given to

A message is an English template and its facts, so that `messages` can say it in any language.
Names that begin with two hyphens are options: `{--epochs}`, with a value `{--epochs:5}`, with a
word for the value on the command line alone `{--label COLUMN}`.
"""

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from numbers import Number
from pathlib import Path
from typing import Any, Self

from miwake.control_characters import visible


class Option:
    """An option as a fact of a message: the command line's, or its field in a form."""

    def __init__(self, text: str) -> None:
        """Keep how it is typed, such as "--label COLUMN"."""
        self.text = text

    def __format__(self, value: str) -> str:
        """Write it as it is typed, with its value."""
        return f"{self.text} {value}" if value else self.text


class Message:
    """An English template and its facts.

    Attributes:
        template: the English text with names in braces; the catalogues translate it.
        facts: what stands in its braces; a fact may be a message, said in the same language.
    """

    template: str
    facts: dict[str, Any]

    @property
    def line(self) -> int | None:
        """The line of the file that the message is about: its own fact, or that of a piece."""
        pieces = (fact for fact in self.facts.values() if isinstance(fact, Message))
        return self.facts.get("line") or next((p.line for p in pieces if p.line), None)

    def naming(self, path: Path, name: str) -> Self:
        """Copy the message with another name for a file that is a fact of it."""
        facts = {key: name if fact == path else fact for key, fact in self.facts.items()}
        copy: Self = _unpickle(type(self), self.template, facts)
        return copy

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle facts that are not plain as texts: a message goes to any process."""
        return _unpickle, (type(self), self.template, plain(self.facts))


class Phrase(Message):
    """A piece of a message, such as a reason or a hint."""

    def __init__(self, template: str, /, **facts: Any) -> None:
        """Keep both."""
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        """The piece in English."""
        return fill(self.template, self.facts)


class MiwakeError(Message, Exception):
    """Anything that miwake can explain; the command line prints it in one line."""

    def __init__(self, template: str, /, **facts: Any) -> None:
        """Say in English what happened."""
        super().__init__(fill(template, facts))
        self.template = template
        self.facts = facts


class ArgumentError(MiwakeError, ValueError):
    """A value given to a function of miwake can't be used."""


class TaskError(MiwakeError):
    """A task can't be found, read or run."""


class DataError(MiwakeError):
    """Arrays or files can't be used as examples."""


class DownloadError(DataError):
    """A dataset could not be brought here; the message names each way tried."""


class NetworkError(MiwakeError):
    """A network is unknown or does not fit the data."""


class WorkerError(MiwakeError):
    """The processes or the cluster that work was given to are lost, or were never there."""


class RunError(MiwakeError):
    """A run folder or a .keras file is missing, damaged or not to be trusted."""


class _Plain:
    """What is left of a fact in another process: how it reads."""

    def __init__(self, fact: Any) -> None:
        self.text, self.source = str(fact), repr(fact)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.source


class _Facts(dict[str, Any]):
    """Facts by name; a name that begins with two hyphens is an option."""

    def __init__(self, facts: Mapping[str, Any], option: Callable[[str], Option]) -> None:
        super().__init__(facts)
        self.option = option

    def __missing__(self, name: str) -> Option:
        if not name.lstrip().startswith("--"):
            raise KeyError(name)
        return self.option(name)


def fill(template: str, facts: Mapping[str, Any], option: Callable[[str], Option] = Option) -> str:
    """Put facts into a template; characters of theirs that steer are shown, not obeyed.

    Args:
        template: a text with names in braces.
        facts: by name.
        option: makes what stands for an option.
    """
    return visible(template.format_map(_Facts(facts, option)), keep="\n\t")


def listed(pieces: Iterable[Any], between: str = ", ") -> Phrase:
    """Write pieces after each other, each in the language of the whole."""
    named = {f"piece{i}": piece for i, piece in enumerate(pieces)}
    return Phrase(between.join(f"{{{name}}}" for name in named), **named)


def first_of(names: Sequence[Any], most: int) -> Phrase:
    """Name the first of many, and say how many more there are."""
    some, more = listed(names[:most]), len(names) - most
    return Phrase("{names} and {more:,} more", names=some, more=more) if more > 0 else some


def nearest(name: str, names: Iterable[str], otherwise: Phrase) -> Phrase:
    """Ask whether a name like this one was meant, or else say what is to be said."""
    near = difflib.get_close_matches(name, list(names), n=1)
    return Phrase("did you mean {name}?", name=near[0]) if near else otherwise


def word(text: str) -> Phrase:
    """Make a piece of a message of a text that the catalogue may have, whatever its braces."""
    return Phrase(text.replace("{", "{{").replace("}", "}}"))


def reason(error: OSError) -> Phrase:
    """Say why the system refused, without the file."""
    return word(error.strerror or str(error))


def of_system(error: OSError) -> Phrase:
    """Say what the system says of a file."""
    named = error.filename or Phrase("the disk")
    return Phrase("{why}: {file}", why=reason(error), file=named)


def plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Make facts of which each can be pickled: what is not plain becomes how it reads."""
    plain_types = (str, Number, Message, Option, _Plain)
    return {n: f if isinstance(f, plain_types) else _Plain(f) for n, f in facts.items()}


def _unpickle(kind: Any, template: str, facts: dict[str, Any]) -> Any:
    return kind(template, **facts)
