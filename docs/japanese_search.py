"""Search in Japanese, where no spaces part the words.

A text is indexed as its runs between punctuation, each found by any part of three characters or
more, and as every single kanji and pair of characters, because Sphinx looks for shorter queries as
they are.
"""

import re
import unicodedata
from collections.abc import Iterator

from sphinx.search import SearchLanguage

RUN = re.compile(r"\w+")
KANJI = re.compile(r"[\u3400-\u9fff々]")
PAIR = re.compile(r"(?=([^\W\d_a-zA-Z]{2}))")
END = "。"  # no query has it: a run is always found by its parts, in every page alike

QUERY = r"""
var splitQuery = (query) => {
  const { terms, titleterms } = Search._index;
  const runs = [...Object.keys(terms), ...Object.keys(titleterms)];
  const pieces = (term) => {
    if (term.length < 3 || runs.some((run) => run.includes(term.toLowerCase()))) return [term];
    const parts = term.split(/\p{Script=Hiragana}+/u).filter((part) => part);
    return parts.length ? parts : [term];
  };
  return query.normalize("NFKC").split(/[^\p{Letter}\p{Number}\p{Mark}_ー]+/u)
    .filter((term) => term).flatMap(pieces);
};
"""


class JapaneseSearch(SearchLanguage):
    """Index and query of the Japanese site."""

    lang = "ja"
    language_name = "Japanese"
    js_splitter_code = QUERY

    def split(self, input: str) -> list[str]:  # noqa: A002  Sphinx' name
        """The terms under which a text is found."""
        return [
            term
            for run in RUN.findall(unicodedata.normalize("NFKC", input))
            for term in _terms(run)
        ]


def _terms(run: str) -> Iterator[str]:
    yield run + END if len(run) > 2 else run
    yield from KANJI.findall(run)
    yield from PAIR.findall(run)
