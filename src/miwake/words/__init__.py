"""Every sentence that a result can say, in English and Japanese.

A sentence is found by its key and filled with values, so that results stay plain data and any
front door can show them in either language.
"""

from collections.abc import Mapping
from typing import Any

from miwake.words import data, look, report, verdict

LANGUAGES = ("en", "ja")
SENTENCES: Mapping[str, tuple[str, str]] = (
    data.SENTENCES | look.SENTENCES | verdict.SENTENCES | report.SENTENCES
)


def sentence(key: str, lang: str = "en", **values: Any) -> str:
    """A sentence in one language.

    Args:
        key: which sentence.
        lang: "en" or "ja".
        **values: what stands in its braces; a value that is the key of a sentence is said in
            the same language.
    """
    place = LANGUAGES.index(lang)
    said = {name: SENTENCES[v][place] if _is_key(v) else v for name, v in values.items()}
    return SENTENCES[key][place].format(**said)


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and "." in value and value in SENTENCES
