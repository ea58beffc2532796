"""How people write numbers and dates: which convention a file follows, and what its cells say."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from miwake.input_spec import DATES, NUMERALS
from miwake.readers.frames import Column, polars

DAY = 86_400_000_000  # microseconds
POINT = r"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$"
COMMA = r"^[+-]?(\d+|[1-9]\d{0,2}(\.\d{3})+)(,\d+)?([eE][+-]?\d+)?$"
OPEN = r"[+-]?[1-9]\d{0,2}[.,]\d{3}"  # thousands, or three decimals
PLAIN = r"^[-+0-9.,eE]*$"
CODES = r"^\d+([eE]\d+)?$"  # a computer writes 1e+20 or 1.0E20, nobody's program 1E20
CURRENCIES = (
    r"[$€£¥₹₽₩₺₴₫฿]|(?:US|A|C|NZ|HK|NT)\$|R\$|Rs\.?|"
    "USD|EUR|GBP|JPY|CHF|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|BRL|MXN|KRW|TRY|ZAR|HKD"
)
CELL = re.compile(
    rf"(?P<sign>[+-]?)\s?(?P<before>{CURRENCIES})?\s?(?P<minus>[+-]?)"
    r"(?P<number>(?:\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d+)?)"
    r"\s?(?P<after>[^\W\d_][^\s\d.,:;/()<>=-]{0,9}(?:[²³23]|/[^\W\d]{1,4}[²³23]?)?|[%‰°][CF]?|[$€£¥₹₽₩₺₴₫฿元円])?"
)
GROUPED = re.compile(r"(?<=\d)[ '](?=\d{3}(?!\d))")
MARKS = str.maketrans({"−": "-", "–": "-", "‐": "-", "‑": "-", "’": "'", "´": "'", "٬": ","})
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?:\s|$)")


@dataclass(frozen=True)
class Conventions:
    """How the numbers and dates of one file are written.

    Attributes:
        decimal: what stands before the fraction, "." or ","; the other one groups thousands.
        day_first: whether 03/04/2020 is in April.
    """

    decimal: str = "."
    day_first: bool = False

    @property
    def styles(self) -> tuple[str, ...]:
        """All styles, the likeliest first."""
        plain, point, comma = NUMERALS
        numbers = (comma, plain, point) if self.decimal == "," else (plain, point, comma)
        month, day = (("%m/%d/%", "%d/%m/%"), ("%d/%m/%", "%m/%d/%"))[self.day_first]
        return (*numbers, *sorted(DATES, key=lambda d: (d.startswith(day), d.startswith(month))))


def judge_conventions(
    columns: Iterable[Iterable[str]], delimiter: str | None, usual: str | None = None
) -> Conventions:
    """Judge by all columns of a file what its decimal mark and the order of its dates are.

    A cell such as 0,25 tells; one such as 1.234 does not, and follows the columns beside it, then
    the delimiter (a file with commas between its cells has points in its numbers).

    Args:
        columns: the different texts of each.
        delimiter: between the cells; None where the file has none.
        usual: the decimal mark where nothing tells, such as that of the rows for training.
    """
    votes, open_marks, whole, days = {".": 0, ",": 0}, set[str](), False, [0, 0]
    for texts in columns:
        numbers = [n for n in (strip_unit(text)[0] for text in texts) if n]
        marks = [mark for mark in (decimal_mark(number) for number in numbers) if mark]
        for mark in votes:
            votes[mark] += marks.count(mark) > len(marks) / 2
        unclear = {n[-4] for n in numbers if re.fullmatch(OPEN, n)} if not marks else set()
        open_marks |= unclear
        whole |= bool(unclear) and any(re.fullmatch(r"[1-9]\d{0,2}", n) for n in numbers)
        for match in filter(None, map(SLASHED.match, texts)):
            days[0] += int(match[1]) > 12
            days[1] += int(match[2]) > 12
    decimal = max(votes, key=lambda mark: votes[mark])
    if votes["."] == votes[","]:
        decimal = _by_delimiter(open_marks, delimiter, usual, whole=whole)
    return Conventions(decimal, days[0] > days[1] or (days == [0, 0] and decimal == ","))


def _by_delimiter(marks: set[str], delimiter: str | None, usual: str | None, *, whole: bool) -> str:
    """The decimal mark of a file in which 1.234 or 1,234 is all there is to see."""
    if delimiter == "," and "," not in marks:
        return "."
    if usual:
        return usual
    if len(marks) != 1 or delimiter in {None, ","}:
        return "."
    (mark,) = marks
    thousands = whole or (mark == "," and delimiter != ";")
    return {".": ",", ",": "."}[mark] if thousands else mark


def decimal_mark(number: str) -> str | None:
    """The decimal mark of a number, where it tells: that of 0,25 is a comma, 1.234 is open."""
    marks = [c for c in number if c in ".,"]
    if not marks:
        return None
    if len(set(marks)) == 2:
        return marks[-1] if marks.count(marks[-1]) == 1 else None
    if len(marks) > 1:
        grouped = re.fullmatch(POINT, number.replace(".", ","))
        return {".": ",", ",": "."}[marks[0]] if grouped else None
    return None if re.fullmatch(OPEN, number) else marks[0]


def strip_unit(text: str) -> tuple[str, str]:
    """Take a cell apart into its number, in plain characters, and its unit; "" where it is none.

    Full-width digits, blanks and apostrophes between thousands, other minus signs and an
    apostrophe in front, by which spreadsheets keep texts, are made plain.
    """
    if re.match(PLAIN, text):
        return text, ""
    plain = unicodedata.normalize("NFKC", text).translate(MARKS).strip().removeprefix("'")
    match = CELL.fullmatch(GROUPED.sub("", plain))
    if match is None or (match["sign"] and match["minus"]) or (match["before"] and match["after"]):
        return "", ""
    unit = match["before"] or match["after"] or ""
    if unit and re.match(r"0\d", match["number"]):  # a code
        return "", ""
    return match["sign"] + match["minus"] + match["number"], unit


def read_as(texts: Column, style: str, unit: str = "") -> NDArray[np.float64]:
    """The values of texts written in a style, NaN where one is not.

    Args:
        texts: a column of texts, null where one is missing.
        style: one of STYLES.
        unit: what stands beside each number; numbers without it count, too, except for percent.
    """
    pl = polars()
    if style in DATES:
        return _read_dates(texts, style)
    if not texts.str.contains(PLAIN).all():
        plain = {text: _without(text, unit) for text in texts.unique().drop_nulls()}
        texts = pl.Series(texts.name, [t and plain[t] for t in texts], pl.String)
    elif unit in {"%", "‰"}:
        texts = pl.Series(texts.name, [None] * len(texts), pl.String)
    if style == "1,234.5":
        grouped = texts.str.contains(POINT)
        texts = texts.zip_with(~grouped, texts.str.replace_all(",", "", literal=True))
    elif style == "1.234,5":
        written = texts.str.contains(COMMA)
        bare = texts.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        texts = bare.set(~written, None)
    return only_finite(texts.cast(pl.Float64, strict=False))


def only_finite(floats: Column) -> NDArray[np.float64]:
    """A column of numbers, NaN where one is missing or infinite."""
    values = floats.to_numpy().astype(np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def common_unit(counts: Mapping[str, int]) -> str:
    """The unit of most cells that are numbers.

    Args:
        counts: how often each text occurs.
    """
    units: dict[str, int] = {}
    for text, n in counts.items():
        number, unit = strip_unit(text)
        if number:
            units[unit] = units.get(unit, 0) + n
    return max(units, key=lambda unit: (units[unit], unit), default="")


def _without(text: str, unit: str) -> str:
    number, own = strip_unit(text)
    fits = own == unit or (not own and unit not in {"%", "‰"})
    return number if fits and number else text


def _read_dates(texts: Column, style: str) -> NDArray[np.float64]:
    """Dates as days since 1970; a year of four digits has four."""
    pl = polars()
    if "%Y" in style:
        texts = texts.set(~texts.str.contains(r"\d{4}"), None)
    times = texts.str.to_datetime(style, strict=False, time_unit="us").cast(pl.Int64)
    return np.asarray(times.cast(pl.Float64).to_numpy(), np.float64) / DAY
