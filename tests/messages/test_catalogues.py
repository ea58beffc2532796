"""The catalogues: every language has every text, with the same values."""

import re
import string
import tomllib

import pytest

from miwake.errors import ArgumentError
from miwake.messages import catalogue, languages, message, messages, resolve_language
from miwake.messages.catalogues import ENGLISH, FOLDER, SPECIAL

OTHERS = [lang for lang in languages() if lang != ENGLISH]


def placeholders(template):
    """What stands in a template's braces and how it is written there; of an option, its name."""
    found = []
    for _, name, spec, how in string.Formatter().parse(template):
        if name is not None and "--" in name:
            found += [(name.split()[0], "", ""), *placeholders(spec)]
        elif name is not None:
            found.append((name, spec, how or ""))
    return sorted(found)


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("section", ["language", "messages", "view"])
def test_a_language_has_every_text_of_english(lang, section):
    english, other = getattr(catalogue(ENGLISH), section), getattr(catalogue(lang), section)
    assert english.keys() == other.keys()
    assert [key for key, text in other.items() if not text.strip() and english[key].strip()] == []


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("section", ["language", "messages", "view"])
def test_a_translation_has_the_placeholders_of_english(lang, section):
    english, other = getattr(catalogue(ENGLISH), section), getattr(catalogue(lang), section)
    differ = [k for k, t in english.items() if placeholders(t) != placeholders(other[k])]
    assert differ == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translated_error_has_the_placeholders_of_its_english(lang):
    errors = catalogue(lang).errors.items()
    assert [en for en, text in errors if set(placeholders(en)) != set(placeholders(text))] == []


@pytest.mark.parametrize("lang", languages())
def test_no_key_stands_in_two_sections(lang):
    sections = tomllib.loads((FOLDER / f"{lang}.toml").read_text("utf-8"))
    keys = [key for name, part in sections.items() if name not in SPECIAL for key in part]
    assert len(keys) == len(set(keys))


def test_what_a_language_lacks_is_said_in_english(monkeypatch):
    monkeypatch.delitem(catalogue("ja").messages, "balanced")
    assert message("balanced", "ja") == message("balanced", "en")


@pytest.mark.parametrize(
    ("locale", "lang"),
    [("ja_JP.UTF-8", "ja"), ("ja", "ja"), ("en_GB.UTF-8", "en"), ("C.UTF-8", "en"), ("", "en")],
)
def test_the_locale_decides_unless_a_language_is_asked_for(monkeypatch, locale, lang):
    monkeypatch.setenv("LC_ALL", locale)
    assert (resolve_language(), resolve_language("ja")) == (lang, "ja")


def test_a_language_without_a_file_is_refused():
    with pytest.raises(ArgumentError, match="no translation into 'fr'; choose one of en, ja"):
        resolve_language("fr")


@pytest.mark.parametrize("lang", languages())
def test_an_option_with_a_field_stands_in_braces(lang):
    names = [key.removeprefix("studio.field_") for key in messages(lang) if ".field_" in key]
    bare = re.compile(
        rf"(?<![{{ ])--(?:{'|'.join(names)})\b(?!-)|(?<!{{) --(?:{'|'.join(names)})\b(?!-)"
    )
    errors = catalogue(lang).errors
    texts = [*messages(lang).values(), *errors, *errors.values()]
    assert [text for text in texts if bare.search(text.split("miwake ")[0])] == []
