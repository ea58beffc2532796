"""Everything that miwake says, in each language that there is a file for.

Results hold the keys and values of messages, and errors hold English templates and facts; so
both are plain data, and each front door says them in the language of its user. A value is never
looked up as a key, whatever it reads: what is to be translated with a message is a `Phrase`, an
error, or the value called `view`, which is a view's stable name.
"""

from collections.abc import Iterable
from typing import Any

from miwake.errors import MiwakeError, Phrase, filled
from miwake.messages.catalogue import (
    ENGLISH,
    catalogue,
    has_message,
    help_text,
    language_entry,
    languages,
    message,
    messages,
    resolve_language,
)

__all__ = [
    "ENGLISH",
    "catalogue",
    "has_message",
    "help_text",
    "join_items",
    "join_sentences",
    "language_entry",
    "languages",
    "message",
    "messages",
    "render_error",
    "render_error_in_all",
    "resolve_language",
    "translate",
    "view_name",
]


def translate(key: str, lang: str = ENGLISH, **values: Any) -> str:
    """Say a message.

    Args:
        key: which one.
        lang: the language.
        **values: what stands in its braces.

    Raises:
        KeyError: there is no such message, or a value is missing.
    """
    spoken = {name: _value(name, value, lang) for name, value in values.items()}
    return message(key, lang).format(**spoken)


def render_error(error: Phrase | MiwakeError, lang: str = ENGLISH) -> str:
    """Say an error or a piece of one; in English what nobody translated."""
    if lang == ENGLISH:
        return str(error)
    facts = {name: _fact(fact, lang) for name, fact in error.facts.items()}
    own = catalogue(lang)
    template = own.errors.get(error.template) or own.words.get(error.template, error.template)
    return filled(template, facts)


def render_error_in_all(error: Phrase | MiwakeError) -> dict[str, str]:
    """Say an error or a piece of one in every language, each in one line."""
    return {lang: " ".join(render_error(error, lang).split()) for lang in languages()}


def view_name(view: str, lang: str = ENGLISH) -> str:
    """Name a view; one that is not listed is described by its kind.

    Args:
        view: its stable name, such as "lag1_autocorrelation", "column_3" or "fact:temperature".
        lang: the language.
    """
    names = {**catalogue(ENGLISH).view, **catalogue(lang).view}
    if view in names:
        return names[view]
    kind, _, rest = view.partition(":") if ":" in view else view.partition("_")
    kind = "number" if kind == "column" and rest.isdecimal() and ":" not in view else kind
    return names[kind].format(rest=rest) if kind in names and rest else view


def join_sentences(sentences: Iterable[str], lang: str = ENGLISH) -> str:
    """Write sentences after each other, without the empty ones."""
    return language_entry("between_sentences", lang).join(filter(None, sentences))


def join_items(items: Iterable[str], lang: str = ENGLISH) -> str:
    """Write a list in one line."""
    return language_entry("between_items", lang).join(items)


def _value(name: str, value: Any, lang: str) -> Any:
    return view_name(value, lang) if name == "view" else _fact(value, lang)


def _fact(fact: Any, lang: str) -> Any:
    if isinstance(fact, Exception) and not isinstance(fact, MiwakeError) and fact.args:
        phrase = fact.args[0]  # such as a ValueError that says what a file lacks
        fact = phrase if isinstance(phrase, Phrase) else fact
    return render_error(fact, lang) if isinstance(fact, Phrase | MiwakeError) else fact
