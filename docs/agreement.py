"""Whether what the text shows is what a step printed: words exactly, numbers within a range."""

import re
from collections.abc import Sequence

from chapters import Shown, Tolerance

LEFT_OUT = "..."
TIME = re.compile(
    r"(?<![\w.])(?:\d+:\d\d|\d[\d,]*(?:\.\d+)?\s?(?:ms|µs|s|min|minutes?|seconds?|秒|分))(?![A-Za-z\d])"
)
NUMBER = re.compile(r"(?<![A-Za-z0-9_.])-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?")
BAR = re.compile(r"━+|-{3,}")
Line = Sequence[str]  # a printed line, and the same in other languages


def disagreement(shown: Shown, printed: Sequence[Line]) -> str | None:
    """What of the shown text was not printed.

    Args:
        shown: the text; lines that it leaves out stand as `...`, or before and after all of it.
        printed: the lines printed, each in one or several languages.

    Returns:
        None, if it agrees; else the line at which it stops to agree, and what was printed.
    """
    lines = [line for line in printed if line[0].strip()]
    place = 0
    for run in _runs(shown.text):
        reached = [_agreeing(run, lines[start:], shown.tolerance) for start in range(len(lines))]
        start = next((i for i in range(place, len(lines)) if reached[i] == len(run)), None)
        if start is None:
            wanted = run[max(reached[place:], default=0)]
            told = "\n".join(f"    {' | '.join(line)}" for line in lines)
            return f"not printed there: {wanted!r}; what was printed:\n{told}"
        place = start + len(run)
    return None


def _runs(text: str) -> list[list[str]]:
    """Lines that follow each other directly, blank ones left out."""
    runs: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == LEFT_OUT:
            runs.append([])
        elif line.strip():
            runs[-1].append(line)
    return [run for run in runs if run]


def _agreeing(wanted: list[str], lines: Sequence[Line], tolerance: Tolerance) -> int:
    """How many of the first lines agree."""
    count = 0
    for text, line in zip(wanted, lines, strict=False):
        if not any(same_line(text, said, tolerance) for said in line):
            break
        count += 1
    return count


def same_line(wanted: str, found: str, tolerance: Tolerance) -> bool:
    """Whether two lines have the same words, and numbers that are near enough."""
    (words, numbers), (other_words, others) = _parts(wanted), _parts(found)
    return words == other_words and all(
        abs(a - b) <= max(tolerance.absolute, tolerance.share * abs(a)) + 1e-12
        for a, b in zip(numbers, others, strict=True)
    )


def _parts(line: str) -> tuple[list[str], list[float]]:
    line = TIME.sub("TIME", BAR.sub("━", line))
    numbers = [float(found.replace(",", "")) for found in NUMBER.findall(line)]
    return [" ".join(word.split()) for word in NUMBER.split(line)], numbers
