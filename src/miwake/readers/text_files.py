"""Text files in whatever encoding people save them."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from miwake.errors import DataError, reason

ENCODINGS = {  # the names that people know, the likelier first where two fit alike
    "cp932": "Shift-JIS", "cp1252": "Windows-1252", "cp1251": "Windows-1251", "gb18030": "GB 18030",
    "cp1250": "Windows-1250", "euc_jp": "EUC-JP", "big5": "Big5", "cp949": "EUC-KR",
    "koi8_r": "KOI8-R", "cp1253": "Windows-1253", "latin-1": "ISO 8859-1",
}  # fmt: skip
SCRIPTS = (
    "LATIN",
    "CYRILLIC",
    "GREEK",
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HANGUL",
    "HALFWIDTH",
    "FULLWIDTH",
)
JAPANESE = {"CJK", "HIRAGANA", "KATAKANA"}
WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")  # with a letter beyond ASCII
INSIDE = re.compile(r"[^\W\d_][£¥³¹¼¾¿¡ª¯]+(?=[^\W\d_])")  # which no word has
SIGNS = {"Cc", "Cn", "Co", "Sk"}  # control characters, private ones, accents without a letter
MOST_LINES = 500  # that tell the encoding


@dataclass(frozen=True)
class Text:
    """A file's text.

    Attributes:
        text: all of it.
        encoding: its name where it had to be guessed, else "".
        word: the first word that tells whether the guess is right.
    """

    text: str
    encoding: str = ""
    word: str = ""


def decode_text(path: Path) -> str:
    """Read a file's text, in the encoding that it is in.

    Raises:
        DataError: it can't be read.
    """
    return read_text(path).text


def read_text(path: Path) -> Text:
    """Read a file's text, and tell its encoding where that is a guess.

    Raises:
        DataError: it can't be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError("{path} can't be read ({why})", path=path, why=reason(error)) from error
    wide = _wide_encoding(data)
    if wide:
        try:
            return Text(data.decode(wide))
        except UnicodeDecodeError as error:
            raise DataError(
                "{path} is no text in {encoding}; save it as UTF-8", path=path, encoding=wide
            ) from error
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _decode_nearly_utf8(data) or _guess(data)


def _wide_encoding(data: bytes) -> str:
    """The encoding of a text whose letters have two or four bytes; "" if they have not."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    zeros = [data[start:2000:2].count(0) for start in (0, 1)]
    if max(zeros) <= len(data[:2000]) / 8:
        return ""
    return "utf-16-le" if zeros[1] >= zeros[0] else "utf-16-be"


def _decode_nearly_utf8(data: bytes) -> Text | None:
    """A text in UTF-8 but for a few bytes, which are read as Windows-1252; None if it is none."""
    parts = data.decode("utf-8-sig", "surrogateescape")
    wrong = sum("\udc80" <= c <= "\udcff" for c in parts)
    right = sum(c > "\x7f" for c in parts) - wrong
    if right <= 2 * wrong:
        return None
    mended = "".join(
        bytes([ord(c) - 0xDC00]).decode("cp1252", "replace") if "\udc80" <= c <= "\udcff" else c
        for c in parts
    )
    start = next(i for i, c in enumerate(parts) if "\udc80" <= c <= "\udcff")
    around = next(m for m in WORD.finditer(mended, max(start - 30, 0)) if m.end() > start)
    return Text(mended, f"UTF-8, {wrong:,} × Windows-1252", around[0])


def _guess(data: bytes) -> Text:
    """Decode a text by the words that each encoding makes of it."""
    lines = {line for line in re.split(rb"[\r\n]+", data) if any(byte > 127 for byte in line)}
    sample = sorted(lines)[:: max(1, len(lines) // MOST_LINES)]
    texts: dict[str, str] = {}
    for encoding in ENCODINGS:
        try:
            texts[encoding] = data.decode(encoding)
        except UnicodeDecodeError:
            continue
    joined = b"\n".join(sample)
    oddness = {e: _oddness(joined.decode(e, "replace"), e) for e in texts}
    least = min(oddness.values())
    best = [e for e in texts if oddness[e] <= least + 0.01]
    best = [e for e in best if e != "cp1250" or "cp1252" not in best]  # nothing tells, more common
    encoding = best[0] if len(best) == 1 else _detect(joined, best)
    word = next((m[0] for m in WORD.finditer(texts[encoding])), "")
    return Text(texts[encoding], ENCODINGS[encoding], word)


def _detect(sample: bytes, encodings: list[str]) -> str:
    """Choose among encodings by what is usual in languages; the first where that does not tell."""
    from charset_normalizer import from_bytes

    first = sample.decode(encodings[0], "replace")
    others = [e for e in encodings[1:] if sample.decode(e, "replace") != first]
    if not others:
        return encodings[0]
    matches = from_bytes(sample, cp_isolation=[encodings[0], *others])
    texts = {sample.decode(e, "replace"): e for e in reversed([encodings[0], *others])}
    ranked = {
        texts[str(m)]: (round(m.chaos, 1), -round(m.coherence, 1))
        for m in matches
        if str(m) in texts
    }
    return min(encodings, key=lambda e: (*ranked.get(e, (1.0, 0.0)), encodings.index(e)))


def _oddness(text: str, encoding: str) -> float:
    """How strange the words of a text are, from 0 to 1: mixed scripts, signs inside of words."""
    words = {m[0] for m in WORD.finditer(text)}
    signs = sum(c > "\x7f" and unicodedata.category(c) in SIGNS for c in text)
    signs += len(INSIDE.findall(text))
    odd = sum(len(word) * _word_oddness(word, encoding) for word in words)
    return (odd + signs) / max(sum(map(len, words)) + signs, 1)


def _word_oddness(word: str, encoding: str) -> float:
    scripts = {_script(c) for c in word}
    if "HALFWIDTH" in scripts:
        return 0.5
    if len(scripts) > 1 and not (scripts <= JAPANESE and encoding in {"cp932", "euc_jp"}):
        return 1.0
    if scripts == {"LATIN"}:
        return float(sum(c > "\x7f" for c in word) > len(word) / 2 + 0.5 or _mixed_case(word))
    if scripts in ({"CYRILLIC"}, {"GREEK"}):
        return 1.0 if _mixed_case(word) else 0.1 * word.isupper()
    common = encoding != "gb18030" or _encodes(word, "gb2312")
    return 0.0 if common else 0.5


def _script(character: str) -> str:
    name = unicodedata.name(character, "")
    return next((script for script in SCRIPTS if name.startswith(script)), name.split(" ")[0])


def _mixed_case(word: str) -> bool:
    return not (word.islower() or word.isupper() or word.istitle())


def _encodes(word: str, encoding: str) -> bool:
    try:
        word.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
