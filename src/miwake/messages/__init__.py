"""Every sentence that a result can say, in English and Japanese.

A sentence is found by its key and filled with values, so that results stay plain data and any
front door can show them in either language.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from miwake.errors import ArgumentError, MiwakeError, Phrase
from miwake.messages import compare, data, look, make, printed, report, studio, verdict
from miwake.messages.errors import ERRORS, WORDS

LANGUAGES = ("en", "ja")
LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set says the user's language
SENTENCES: Mapping[str, tuple[str, str]] = (
    data.SENTENCES
    | look.SENTENCES
    | verdict.SENTENCES
    | report.SENTENCES
    | make.SENTENCES
    | compare.SENTENCES
    | studio.SENTENCES
    | printed.SENTENCES
)


def resolve_language(named: str | None = None) -> str:
    """The language to speak: the one named, else that of the locale, else English.

    Raises:
        ArgumentError: there are no sentences in the language named.
    """
    if named is not None and named not in LANGUAGES:
        raise ArgumentError(
            "there are no sentences in {named!r}; choose {languages}",
            named=named,
            languages=" or ".join(LANGUAGES),
        )
    locale = next((os.environ[v] for v in LOCALE if os.environ.get(v)), "")
    return named or ("ja" if locale.startswith("ja") else "en")


def translate(key: str, lang: str = "en", **values: Any) -> str:
    """A sentence in one language.

    Args:
        key: which sentence.
        lang: "en" or "ja".
        **values: what stands in its braces; a value that is the key of a sentence is said in
            the same language; `view` is a view's stable name, and said by what it is called.
    """
    place = LANGUAGES.index(lang)
    said = {name: SENTENCES[v][place] if _is_key(v) else v for name, v in values.items()}
    if "view" in said:
        said["view"] = look.view_name(said["view"], place)
    return SENTENCES[key][place].format(**said)


def render_error(said: Phrase | MiwakeError, lang: str = "en") -> str:
    """An error or a piece of one in one language; in English where nobody translated it."""
    if lang == "en":
        return str(said)
    facts = {name: _fact(name, fact, lang) for name, fact in said.facts.items()}
    template = ERRORS.get(said.template, said.template)
    return template.format(**facts) if facts else template


def render_error_in_all(said: Phrase | MiwakeError) -> dict[str, str]:
    """An error or a piece of one in all languages, each in one line."""
    return {lang: " ".join(render_error(said, lang).split()) for lang in LANGUAGES}


def _fact(name: str, fact: Any, lang: str) -> Any:
    if isinstance(fact, Exception) and not isinstance(fact, MiwakeError) and fact.args:
        phrase = fact.args[0]  # such as a ValueError that says what a file lacks
        fact = phrase if isinstance(phrase, Phrase) else fact
    if isinstance(fact, Phrase | MiwakeError):
        return render_error(fact, lang)
    return WORDS.get(fact, fact) if name in {"part", "why"} and isinstance(fact, str) else fact


def join_sentences(sentences: Iterable[str], lang: str = "en") -> str:
    """Sentences after each other; the empty ones are left out."""
    return ("" if lang == "ja" else " ").join(said for said in sentences if said)


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and "." in value and value in SENTENCES
