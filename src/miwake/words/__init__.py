"""Every sentence that a result can say, in English and Japanese.

A sentence is found by its key and filled with values, so that results stay plain data and any
front door can show them in either language.
"""

from collections.abc import Mapping
from typing import Any

from miwake.words import look, report, verdict

LANGUAGES = ("en", "ja")
SENTENCES: Mapping[str, tuple[str, str]] = look.SENTENCES | verdict.SENTENCES | report.SENTENCES


def sentence(key: str, lang: str = "en", **values: Any) -> str:
    """A sentence in one language.

    Args:
        key: which sentence.
        lang: "en" or "ja".
        **values: what stands in its braces; `view` is a view's stable name, which is said by
            what the view is called.
    """
    place = LANGUAGES.index(lang)
    if "view" in values:
        values["view"] = look.view_name(values["view"], place)
    return SENTENCES[key][place].format(**values)
