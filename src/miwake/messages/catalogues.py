"""The catalogues: one TOML file for each language, so that a new language is a file and no code.

A file has sections of messages by key, and five of another kind: `language` says how it is
written, `view` names the simple views; `help`, `errors` and `words` translate texts of the code
by their English. What a file lacks is said in English.

TOML was chosen over gettext and Fluent (measured in benchmarks/RESULTS.md): a message is one line,
templates keep Python's format specs, nothing has to be compiled or installed. Fluent takes ten
times as long to read in pure Python and has no such specs; a .po file has three lines a message.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from miwake.errors import ArgumentError, listed

ENGLISH = "en"
SPECIAL = ("language", "view", "help", "errors", "words")  # sections of another kind
FOLDER = Path(__file__).parent
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


@dataclass(frozen=True)
class Catalogue:
    """All texts in one language.

    Attributes:
        language: its own name, what stands between sentences and between items, and its quotes.
        messages: templates by key.
        view: names of the simple views, by their stable names or kinds.
        help: of the command line, by the English text.
        errors: templates of errors and their pieces, by the English template.
        words: pieces that are made of texts, such as the reasons that the system gives.
    """

    language: Mapping[str, str]
    messages: Mapping[str, str]
    view: Mapping[str, str]
    help: Mapping[str, str]
    errors: Mapping[str, str]
    words: Mapping[str, str]


@cache
def languages() -> tuple[str, ...]:
    """List the languages that there are files for, as tags such as "ja", English first."""
    tags = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return (ENGLISH, *(tag for tag in tags if tag != ENGLISH))


@cache
def catalogue(lang: str) -> Catalogue:
    """Read the file of a language."""
    sections = tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))
    special = {name: sections.pop(name, {}) for name in SPECIAL}
    messages = {key: text for section in sections.values() for key, text in section.items()}
    return Catalogue(messages=messages, **special)


def resolve_language(lang: str | None = None) -> str:
    """Choose the language: the one asked for, else that of the locale, else English.

    Raises:
        ArgumentError: there is no such language.
    """
    if lang is not None and lang not in languages():
        raise ArgumentError(
            "there is no translation into {lang!r}; choose one of {languages}",
            lang=lang,
            languages=listed(languages()),
        )
    locale = next((os.environ[v] for v in LOCALE if os.environ.get(v)), "")
    tag = locale.partition(".")[0].replace("_", "-")
    tags = (tag, tag.partition("-")[0])
    return lang or next((tag for tag in tags if tag in languages()), ENGLISH)


def message(key: str, lang: str) -> str:
    """Look up the template of a message.

    Raises:
        KeyError: there is none.
    """
    own = catalogue(lang).messages.get(key)
    return catalogue(ENGLISH).messages[key] if own is None else own


def messages(lang: str) -> dict[str, str]:
    """Collect all templates by key."""
    return {**catalogue(ENGLISH).messages, **catalogue(lang).messages}


def has_message(key: str) -> bool:
    """Tell whether there is a message with this key."""
    return key in catalogue(ENGLISH).messages


def language_entry(name: str, lang: str) -> str:
    """Look up how a language is written: an entry of its section `language`."""
    return {**catalogue(ENGLISH).language, **catalogue(lang).language}[name]


def help_text(english: str, lang: str) -> str:
    """Translate what the command line's help says."""
    return english if lang == ENGLISH else catalogue(lang).help.get(english, english)
