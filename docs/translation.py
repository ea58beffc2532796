"""A printed English line as a Japanese machine prints it, by the catalogue of sentences.

The course is run once; so its two texts can be held against one result.
"""

import re
import string
from functools import cache

from miwake.messages import catalogue

ENGLISH, JAPANESE = catalogue("en"), catalogue("ja")
SIGN = re.compile(r"(\s*(?:[✗!·✓→]\s+)?)(.*)")


def japanese(line: str) -> tuple[str, ...]:
    """What the line may be in Japanese; the same line, if the catalogue has nothing of it."""
    sign, said = SIGN.fullmatch(line).groups()  # type: ignore[union-attr]
    found = [sign + _filled(ja, match) for en, ja in _patterns() if (match := en.fullmatch(said))]
    pieces = line
    for en, ja in _pieces():
        pieces = en.sub(lambda match, ja=ja: _filled(ja, match), pieces)
    phrases, meanings = _phrases()
    by_words = phrases.sub(lambda phrase: meanings[phrase[0]], pieces)
    return (*found, pieces, by_words, by_words.replace(", ", "、"))


def typed_options(template: str) -> str:
    """A template in which options stand as they are typed, not in braces."""
    written = ""
    for text, name, spec, how in string.Formatter().parse(template):
        written += text.replace("{", "{{").replace("}", "}}")
        if name is not None and "--" in name:
            written += f"{name} {spec}" if spec else name
        elif name is not None:
            written += f"{{{name}{f'!{how}' if how else ''}{f':{spec}' if spec else ''}}}"
    return written


def _filled(template: str, match: re.Match[str]) -> str:
    """The Japanese sentence with what stood in the English one."""
    _, meanings = _phrases()
    filled = ""
    for text, name, _, _ in string.Formatter().parse(template):
        value = match[name] if name and name in match.re.groupindex else ""
        filled += text + meanings.get(value, value)
    return filled


@cache
def _pairs() -> dict[str, tuple[str, str]]:
    """Every message and every name of a view, in both languages."""
    both = ((ENGLISH.messages, JAPANESE.messages), (ENGLISH.view, JAPANESE.view))
    return {key: (en[key], ja[key]) for en, ja in both for key in en}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Every sentence with gaps: what it looks like in English, and its Japanese form."""
    both = [*_pairs().values(), *JAPANESE.errors.items()]
    typed = [(typed_options(en), typed_options(ja)) for en, ja in both]
    return [(_pattern(en, ".+?"), ja) for en, ja in typed if "{" in en and " " in en]


@cache
def _pieces() -> list[tuple[re.Pattern[str], str]]:
    """The same for what the command line puts together to a line, the longest first."""
    both = [(en, ja) for key, (en, ja) in _pairs().items() if key.startswith("printed.")]
    longest = sorted((pair for pair in both if "{" in pair[0]), key=lambda pair: -_words(pair[0]))
    return [(_pattern(en, r"[^\s()]+"), ja) for en, ja in longest]


def _words(template: str) -> int:
    """How many letters of a template are its own."""
    return sum(len(text) for text, *_ in string.Formatter().parse(template))


def _pattern(template: str, gap: str) -> re.Pattern[str]:
    seen: set[str] = set()
    pattern = ""
    for text, name, _, _ in string.Formatter().parse(template):
        pattern += re.escape(text)
        if name:
            pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{gap})"
            seen.add(name)
    return re.compile(pattern)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Every sentence without gaps, longest first."""
    both = [(typed_options(en), typed_options(ja)) for en, ja in _pairs().values()]
    meanings = {en: ja for en, ja in both if "{" not in en and len(en) > 2}
    longest = sorted(meanings, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), meanings
