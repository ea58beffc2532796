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
"""

import difflib
from collections.abc import Iterable, Sequence
from numbers import Number
from typing import Any


class Phrase:
    """A piece of a message, such as a reason or a hint: a template and its facts."""

    def __init__(self, template: str, /, **facts: Any) -> None:
        """Keep both; a fact may be a phrase or an error, and is said in the same language."""
        self.template = template
        self.facts = facts

    def __str__(self) -> str:
        """The piece in English."""
        return filled(self.template, self.facts)

    def __reduce__(self) -> tuple[Any, ...]:
        """Facts that are not plain are pickled as texts."""
        return _again, (type(self), self.template, plain(self.facts))


class MiwakeError(Exception):
    """Anything that miwake can explain; the command line prints it in one line."""

    def __init__(self, template: str, /, **facts: Any) -> None:
        """Say what happened.

        Args:
            template: the English sentence with names in braces; the catalogues translate it.
            **facts: what stands in its braces; a fact may be a phrase or an error.
        """
        super().__init__(filled(template, facts))
        self.template = template
        self.facts = facts

    def __reduce__(self) -> tuple[Any, ...]:
        """Facts that are not plain are pickled as texts: an error goes to any process."""
        return _again, (type(self), self.template, plain(self.facts))


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


def listed(pieces: Iterable[Any], between: str = ", ") -> Phrase:
    """Pieces after each other, each said in the language of the whole."""
    named = {f"piece{i}": piece for i, piece in enumerate(pieces)}
    return Phrase(between.join(f"{{{name}}}" for name in named), **named)


def first_of(names: Sequence[Any], most: int) -> Phrase:
    """The first of many names, and how many more there are."""
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
    """What the system says of a file."""
    named = error.filename or Phrase("the disk")
    return Phrase("{why}: {file}", why=reason(error), file=named)


def filled(template: str, facts: dict[str, Any]) -> str:
    """Put the facts into a template."""
    return template.format(**facts)


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts of which each can be pickled: numbers, texts, phrases and errors stay what they are."""
    kept = (str, Number, Phrase, MiwakeError, _Plain)
    return {name: fact if isinstance(fact, kept) else _Plain(fact) for name, fact in facts.items()}


def _again(kind: Any, template: str, facts: dict[str, Any]) -> Any:
    return kind(template, **facts)
