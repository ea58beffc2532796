"""Findings as they are shown, the same in the terminal, on pages and in notebooks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from miwake.findings import SIGNS, Finding, Status
from miwake.messages import join_items, languages, translate, translate_in_form

GRAVEST_FIRST = tuple(SIGNS)


@dataclass(frozen=True)
class FindingView:
    """A finding in one language.

    Attributes:
        status: how grave it is.
        sign: the status as one character.
        word: the status in a word.
        text: what it says.
        next: the command, or the line of Python, to try next; None where there is none.
    """

    status: Status
    sign: str
    word: str
    text: str
    next: str | None = None


def view_findings(
    findings: Iterable[Finding | Mapping[str, Any]], lang: str = "en", form: bool = False
) -> list[FindingView]:
    """Return findings, or what a record keeps of them, as they are shown.

    Args:
        findings: what to show; recorded ones of an unknown status are left out.
        lang: the language.
        form: whether options are called as in a form.
    """
    views = []
    for finding in findings:
        if isinstance(finding, Finding):
            text, status, step = finding.text(lang, form), finding.status, finding.next
        elif finding.get("status") in SIGNS:
            text, status, step = _text(finding, lang, form), finding["status"], finding.get("next")
        else:
            continue
        word = translate(f"report.status.{status}", lang)
        views.append(
            FindingView(status, SIGNS[status], word, text, None if step is None else str(step))
        )
    return views


def view_in_all(finding: Finding | Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding with its words in all languages, as the studio's page shows it."""
    views = {lang: view_findings([finding], lang, form=True)[0] for lang in languages()}
    first = views[languages()[0]]
    text = {lang: view.text for lang, view in views.items()}
    return {"status": first.status, "sign": first.sign, "text": text, "next": first.next}


def next_step(views: Iterable[FindingView]) -> str | None:
    """Return the one thing to try first: that of the gravest finding that has one."""
    ordered = sorted(views, key=lambda view: GRAVEST_FIRST.index(view.status))
    return next((view.next for view in ordered if view.next), None)


def finding_lines(findings: Iterable[Finding], lang: str = "en") -> Iterator[str]:
    """Write each finding with its sign and, below it, what to try next."""
    for view in view_findings(findings, lang):
        yield f"{view.sign} {view.text}"
        if view.next:
            yield f"  → {view.next}"


def verdict_lines(findings: Iterable[Finding], lang: str = "en") -> Iterator[str]:
    """Write findings in full, the good ones by name in one line, then what to try."""
    findings = list(findings)
    views = view_findings(findings, lang)
    yield from (f"{view.sign} {view.text}" for view in views if view.status != "good")
    good = [translate(f"name.{f.check}", lang) for f in findings if f.status == "good"]
    if good:
        yield f"{SIGNS['good']} {join_items(good, lang)}"
    step = next_step(views)
    if step is not None:
        yield translate("verdict.next", lang, step=step)


def _text(finding: Mapping[str, Any], lang: str, form: bool) -> str:
    """Say what a recorded finding says; without its sentence, as it was said in English."""
    say = translate_in_form if form else translate
    try:
        return say(finding["sentence"], lang, **finding["values"])
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, OverflowError):
        return str(finding.get("text", ""))
