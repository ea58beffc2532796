"""Messages and errors in the user's language."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from miwake.control_characters import visible
from miwake.errors import Message, Option, fill
from miwake.messages.catalogues import (
    ENGLISH,
    catalogue,
    has_message,
    language_entry,
    languages,
    message,
)

_AsOption = Callable[[str], Option]


def translate(key: str, lang: str = ENGLISH, **values: Any) -> str:
    """Say a message.

    Args:
        key: which one.
        lang: the language.
        **values: what stands in its braces. `view` is a view's stable name, and said as what it
            is called; errors and their pieces are said in the language; all else stands as it is.

    Raises:
        KeyError: there is no such message, or a value is missing.
    """
    return _translate(key, lang, Option, values)


def translate_in_form(key: str, lang: str = ENGLISH, **values: Any) -> str:
    """Say a message in a form, where options are called by their fields' labels."""
    return _translate(key, lang, partial(_Field, lang), values)


def render_error(error: Message, lang: str = ENGLISH, form: bool = False) -> str:
    """Say an error or a piece of one; in English what nobody translated."""
    return _render(error, lang, partial(_Field, lang) if form else Option)


def render_error_in_all(error: Message) -> dict[str, str]:
    """Say an error or a piece of one in every language, as a form does, each in one line."""
    return {lang: " ".join(render_error(error, lang, form=True).split()) for lang in languages()}


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
    return visible(names[kind].format(rest=rest) if kind in names and rest else view)


def join_sentences(sentences: Iterable[str], lang: str = ENGLISH) -> str:
    """Write sentences after each other, without the empty ones."""
    return language_entry("between_sentences", lang).join(filter(None, sentences))


def join_items(items: Iterable[str], lang: str = ENGLISH) -> str:
    """Write a list in one line."""
    return language_entry("between_items", lang).join(items)


class _Field(Option):
    """An option as a form calls it: by the label of its field, in quotes."""

    def __init__(self, lang: str, text: str) -> None:
        super().__init__(text)
        self.lang = lang

    def __format__(self, value: str) -> str:
        key = f"studio.field_{self.text.split()[0].removeprefix('--').replace('-', '_')}"
        if not has_message(key):
            return super().__format__(value)
        quotes = language_entry("quoted_value" if value else "quoted", self.lang)
        return quotes.format(name=message(key, self.lang), value=value.strip())


def _translate(key: str, lang: str, option: _AsOption, values: Mapping[str, Any]) -> str:
    facts = {
        name: view_name(value, lang) if name == "view" else _fact(_in_one_line(value), lang, option)
        for name, value in values.items()
    }
    return fill(message(key, lang), facts, option)


def _render(error: Message, lang: str, option: _AsOption) -> str:
    own = catalogue(lang)
    template = own.errors.get(error.template) or own.words.get(error.template, error.template)
    return fill(template, {n: _fact(f, lang, option) for n, f in error.facts.items()}, option)


def _fact(fact: Any, lang: str, option: _AsOption) -> Any:
    if isinstance(fact, Option):
        return option(fact.text)
    if isinstance(fact, Exception) and not isinstance(fact, Message) and fact.args:
        piece = fact.args[0]  # such as a ValueError that says what a file lacks
        fact = piece if isinstance(piece, Message) else fact
    return _render(fact, lang, option) if isinstance(fact, Message) else fact


def _in_one_line(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value
