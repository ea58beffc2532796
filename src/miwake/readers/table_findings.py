"""What a table's reader tells of what it decided."""

from collections.abc import Mapping, Sequence
from typing import Any

from miwake.errors import Phrase, first_of, listed
from miwake.findings import Finding, Status
from miwake.readers.columns import Decision
from miwake.readers.header import Header

NAMED = 5  # columns that a sentence names
TEXTS = 3  # cells that it names
LONGEST = 20  # letters of a cell


def note(key: str, status: Status = "note", **values: Any) -> Finding:
    """Say something about the data."""
    return Finding("data", status, f"data.{key}", values)


def header_findings(header: Header) -> list[Finding]:
    """Say where it was guessed whether the first line holds the names of the columns."""
    if header.sure:
        return []
    return [note("header" if header.there else "no_header", names=first_of(header.names, NAMED))]


def column_findings(decisions: Sequence[Decision]) -> list[Finding]:
    """Say which columns are left out, and of which it is not plain how they are read."""
    inputs = [d for d in decisions if d.input]
    odd = [
        listed([d.name, name_texts(d.reading.odd)], ": ")
        for d in inputs
        if d.reading and d.reading.odd
    ]
    notes = [note("odd", columns=first_of(odd, NAMED))] if odd else []
    said = {d.name: d.reading.said for d in inputs if d.reading and d.reading.said}
    notes += [reading_finding(said)] if said else []
    codes = [d.name for d in inputs if d.codes]
    notes += [note("codes", names=first_of(codes, NAMED))] if codes else []
    return [*notes, *_left_out_findings(decisions)]


def name_texts(counts: Mapping[str, int]) -> Phrase:
    """Name texts and how often they occur."""
    return first_of([f"{text[:LONGEST]} × {n:,}" for text, n in counts.items()], TEXTS)


def reading_finding(said: Mapping[str, tuple[str, float]]) -> Finding:
    """Say how a cell of each of these columns was read that could be read otherwise."""
    cell, value = next(iter(said.values()))
    names = first_of(list(said), NAMED)
    return note("read", names=names, cell=cell[:LONGEST], value=f"{value:.10g}")


def why_none(decisions: Sequence[Decision]) -> Phrase:
    """Say why no column can be learned from."""
    reasons = {
        "empty": lambda name: Phrase("{name} is empty", name=name),
        "differ": lambda name: Phrase("{name} differs in each row", name=name),
        "other": lambda name: Phrase("{name} holds no single values", name=name),
    }
    return listed([reasons[str(d.left_out)](d.name) for d in decisions[:NAMED]], "; ")


def _left_out_findings(decisions: Sequence[Decision]) -> list[Finding]:
    named: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.left_out:
            named.setdefault(decision.left_out, []).append(decision.name)
    return [
        note(f"left.{reason}", names=first_of(names, NAMED))
        for reason, names in sorted(named.items())
    ]
