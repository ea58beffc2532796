"""A comparison as the lines that a person reads."""

from collections.abc import Iterator

from miwake.comparison.comparison import Comparison, Contrast
from miwake.findings import Status
from miwake.messages import translate
from miwake.messages.text_table import in_columns
from miwake.stats.significance_tests import Difference, format_p

LITTLE = 0.01  # an accuracy that nobody asks more data for


def comparison_lines(comparison: Comparison, lang: str = "en") -> Iterator[str]:
    """A table of the rows, what it shows, and what to do next."""
    yield head_line(comparison, lang)
    yield ""
    yield from table_lines(comparison, lang)
    yield ""
    yield from finding_lines(comparison, lang)
    step = comparison.next_action()
    if step:
        yield translate("compare.next", lang, step=step)


def head_line(comparison: Comparison, lang: str = "en") -> str:
    """What was compared, in one line."""
    return f"{comparison.title}   {about(comparison, lang)}"


def about(comparison: Comparison, lang: str = "en") -> str:
    """How many of what were compared."""
    counts = {"networks": len(comparison.networks), "sizes": len(comparison.sizes)}
    seeds = comparison.rows[0].found.n
    return translate("compare.about", lang, test=comparison.test, seeds=seeds, **counts)


def table_lines(comparison: Comparison, lang: str = "en") -> Iterator[str]:
    """Each network on each amount of data: mean, spread over the seeds, interval."""
    figure = comparison.rows[0].found.figure
    heads = ("network", "train", figure, "sd", "range")
    rows = [[translate(f"compare.{head}", lang) for head in heads]]
    for row in sorted(
        comparison.rows, key=lambda row: (comparison.networks.index(row.network), row.train)
    ):
        spread = f"{row.found.sd:.4f}" if row.found.n > 1 else "–"
        ends = f"{row.low:.4f}–{row.high:.4f}"
        rows.append([row.network, f"{row.train:,}", f"{row.found.mean:.4f}", spread, ends])
    yield from in_columns(rows)


def finding_lines(comparison: Comparison, lang: str = "en") -> Iterator[str]:
    """What the contrasts on the most data say, a line each."""
    for _, text in findings(comparison, lang):
        yield text


def findings(comparison: Comparison, lang: str = "en") -> Iterator[tuple[Status, str]]:
    """What the contrasts on the most data say: a status and words for each."""
    most = comparison.sizes[-1]
    for contrast in comparison.between:
        if contrast.first[1] == most:
            yield "good" if contrast.sure else "note", between_line(contrast, lang)
    for contrast in comparison.more:
        if contrast.first[1] == most:
            worse = contrast.sure and contrast.difference.value < 0
            status: Status = "warning" if worse else "good" if contrast.sure else "note"
            yield status, more_line(contrast, lang)
    if comparison.rows[0].found.n == 1:
        yield "warning", translate("compare.one_seed", lang)


def between_line(contrast: Contrast, lang: str) -> str:
    """Which of two networks does better on the same data, if either does."""
    (second, train), (first, _), difference = contrast.first, contrast.second, contrast.difference
    if contrast.sure and difference.value > 0:
        first, second = second, first
    said = difference if contrast.sure and difference.value > 0 else _turned(difference)
    key = "compare.differs" if contrast.sure else "compare.same"
    names = {"first": first, "second": second, "train": train}
    return translate(key, lang, **names, **_figures(said))


def more_line(contrast: Contrast, lang: str) -> str:
    """What more data brought a network."""
    (network, large), (_, small), difference = contrast.first, contrast.second, contrast.difference
    is_known = difference.low < difference.high < LITTLE  # no width is no knowledge
    key = "compare.enough" if is_known else "compare.unsure"
    if contrast.sure:
        key = "compare.gains" if difference.value > 0 else "compare.loses"
    return translate(key, lang, network=network, small=small, large=large, **_figures(difference))


def _figures(difference: Difference) -> dict[str, float | str]:
    return {
        "value": difference.value,
        "low": difference.low,
        "high": difference.high,
        "p": format_p(difference.p),
    }


def _turned(difference: Difference) -> Difference:
    """The same difference the other way round."""
    return Difference(-difference.value, -difference.high, -difference.low, difference.p)
