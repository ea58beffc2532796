"""A comparison as the lines that a person reads."""

from collections.abc import Iterator

from miwake.comparison.comparison import Comparison, Contrast
from miwake.findings import Status
from miwake.messages import translate
from miwake.messages.text_table import in_columns
from miwake.stats.significance_tests import Difference, format_p

LITTLE = 0.01  # an accuracy that nobody asks more data for


def comparison_lines(found: Comparison, lang: str = "en") -> Iterator[str]:
    """A table of the rows, what it shows, and what to do next."""
    yield head_line(found, lang)
    yield ""
    yield from table_lines(found, lang)
    yield ""
    yield from finding_lines(found, lang)
    step = found.next_action()
    if step:
        yield translate("compare.next", lang, step=step)


def head_line(found: Comparison, lang: str = "en") -> str:
    """What was compared, in one line."""
    return f"{found.title}   {about(found, lang)}"


def about(found: Comparison, lang: str = "en") -> str:
    """How many of what were compared."""
    counts = {"networks": len(found.networks), "sizes": len(found.sizes)}
    seeds = found.rows[0].found.n
    return translate("compare.about", lang, test=found.test, seeds=seeds, **counts)


def table_lines(found: Comparison, lang: str = "en") -> Iterator[str]:
    """Each network on each amount of data: mean, spread over the seeds, interval."""
    figure = found.rows[0].found.figure
    heads = ("network", "train", figure, "sd", "range")
    rows = [[translate(f"compare.{head}", lang) for head in heads]]
    for row in sorted(found.rows, key=lambda row: (found.networks.index(row.network), row.train)):
        spread = f"{row.found.sd:.4f}" if row.found.n > 1 else "–"
        ends = f"{row.low:.4f}–{row.high:.4f}"
        rows.append([row.network, f"{row.train:,}", f"{row.found.mean:.4f}", spread, ends])
    yield from in_columns(rows)


def finding_lines(found: Comparison, lang: str = "en") -> Iterator[str]:
    """What the contrasts on the most data say, a line each."""
    for _, text in findings(found, lang):
        yield text


def findings(found: Comparison, lang: str = "en") -> Iterator[tuple[Status, str]]:
    """What the contrasts on the most data say: a status and words for each."""
    most = found.sizes[-1]
    for contrast in found.between:
        if contrast.first[1] == most:
            yield "good" if contrast.sure else "note", between_line(contrast, lang)
    for contrast in found.more:
        if contrast.first[1] == most:
            worse = contrast.sure and contrast.difference.value < 0
            status: Status = "warning" if worse else "good" if contrast.sure else "note"
            yield status, more_line(contrast, lang)
    if found.rows[0].found.n == 1:
        yield "warning", translate("compare.one_seed", lang)


def between_line(contrast: Contrast, lang: str) -> str:
    """Which of two networks does better on the same data, if either does."""
    (second, train), (first, _), found = contrast.first, contrast.second, contrast.difference
    if contrast.sure and found.value > 0:
        first, second = second, first
    shown = found if contrast.sure and found.value > 0 else _turned(found)
    key = "compare.differs" if contrast.sure else "compare.same"
    names = {"first": first, "second": second, "train": train}
    return translate(key, lang, **names, **_figures(shown))


def more_line(contrast: Contrast, lang: str) -> str:
    """What more data brought a network."""
    (network, large), (_, small), found = contrast.first, contrast.second, contrast.difference
    known = found.low < found.high < LITTLE  # no width is no knowledge
    key = "compare.enough" if known else "compare.unsure"
    if contrast.sure:
        key = "compare.gains" if found.value > 0 else "compare.loses"
    return translate(key, lang, network=network, small=small, large=large, **_figures(found))


def _figures(found: Difference) -> dict[str, float | str]:
    return {"value": found.value, "low": found.low, "high": found.high, "p": format_p(found.p)}


def _turned(found: Difference) -> Difference:
    """The same difference the other way round."""
    return Difference(-found.value, -found.high, -found.low, found.p)
