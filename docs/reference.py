"""The reference, made from the code when the site is built, as Markdown.

`{reference} commands` on a page stands for what `commands` returns here, and so on.
"""

import inspect
import re
import string
from collections.abc import Callable
from typing import Any

import from_source
import typer
from chapters import LANGUAGES
from translation import typed_options

import miwake
from miwake.audit.checks import CHECKS as AUDIT_CHECKS
from miwake.cli.main import app
from miwake.messages import catalogue, help_text, join_sentences, message
from miwake.run.record import Record
from miwake.verdict.checks import CHECKS as VERDICT_CHECKS

WORDS = {
    "option": ("option", "オプション"),
    "means": ("means", "意味"),
    "default": ("default", "既定値"),
    "says": ("It may say:", "出ることのある文："),
    "key": ("key", "キー"),
    "Phrase": ("Pieces of these messages", "文に組み込まれる言葉"),
}
CHECKS = (*AUDIT_CHECKS, *VERDICT_CHECKS)
ATTRIBUTE = re.compile(r"^    (\w[\w, ]*): (.*?)(?=^    \w[\w, ]*: |\Z)", re.MULTILINE | re.DOTALL)


def commands(lang: str) -> str:
    """Every command with its help, its arguments and its options."""
    found: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    return "\n\n".join(_command(name, command, lang) for name, command in found.items())


def _command(name: str, command: Any, lang: str) -> str:
    arguments = [p.metavar for p in command.params if p.param_type_name == "argument"]
    rows = [_row(parameter, lang) for parameter in command.params if not parameter.hidden]
    said = _help(command.help, lang)
    usage = " ".join(["miwake", name, *arguments])
    return (
        f"## {name}\n\n`{usage}`\n\n{said}\n\n{_table(['option', 'means', 'default'], rows, lang)}"
    )


def _help(said: str | None, lang: str) -> str:
    """What help says, without the spaces at which a terminal breaks Japanese."""
    said = inspect.cleandoc(said or "")
    if lang == "en":
        return said
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", help_text(said, lang))


def _row(parameter: Any, lang: str) -> list[str]:
    if parameter.param_type_name == "argument":
        return [f"`{parameter.metavar}`", _help(parameter.help, lang), ""]
    value = "" if parameter.is_flag else f" {parameter.metavar or _placeholder(parameter)}"
    names = ", ".join(f"`{name}{value}`" for name in [*parameter.opts, *parameter.secondary_opts])
    default = "" if parameter.default in (None, False, [], "") else f"`{parameter.default}`"
    return [names, _help(parameter.help, lang), default]


def _placeholder(parameter: Any) -> str:
    kind = parameter.type_descriptor.annotation
    return "N" if kind is int else "PATH" if "Path" in getattr(kind, "__name__", "") else "NAME"


def python(lang: str) -> str:  # noqa: ARG001  docstrings are English
    """Every public name with its docstring."""
    parts = []
    for name in miwake.__all__:
        found = getattr(miwake, name)
        if inspect.isclass(found):
            exception = issubclass(found, BaseException)
            directive = "autoexception" if exception else "autoclass"
            options = "" if exception else "\n   :members:"
        else:
            directive = "autofunction" if callable(found) else "autodata"
            options = ""
        parts.append(f"## {name}\n\n```{{eval-rst}}\n.. {directive}:: miwake.{name}{options}\n```")
    return "\n\n".join(parts)


def checks(lang: str) -> str:
    """Every check with what it asks, how to read it, and the sentences that it may say."""
    place = LANGUAGES.index(lang)
    parts = []
    for name in dict.fromkeys(check.name for check in CHECKS):
        same = [check for check in CHECKS if check.name == name]
        codes = ", ".join(f"`{check.code}`" for check in same)
        asks = join_sentences(
            (message(f"question.{name}", lang), message(f"meaning.{name}", lang)), lang
        )
        keys = sorted({key for check in same for key in check.may_say()})
        said = [f"- {spoken(message(key, lang))}" for key in keys]
        title = f"{codes} {message(f'name.{name}', lang)}"
        says = WORDS["says"][place]
        parts.append("\n".join([f"## {name}", "", title, "", asks, "", says, "", *said]))
    return "\n\n".join(parts)


def errors(lang: str) -> str:
    """Every error by its kind: each says what happened, what came, and what to do."""
    place = LANGUAGES.index(lang)
    parts = []
    for name, templates in from_source.templates().items():
        about = inspect.cleandoc(from_source.KINDS[name].__doc__ or "") if name != "Phrase" else ""
        title = WORDS["Phrase"][place] if name == "Phrase" else name
        said = [f"- {_error(template, lang)}" for template in templates]
        parts.append("\n".join([f"## {title}", "", about, "", *said]))
    return "\n\n".join(parts)


def _error(template: str, lang: str) -> str:
    """The error in the language; in Japanese the English one below it."""
    own = catalogue(lang).errors.get(template)
    return f"{spoken(own)}\n\n  {spoken(template)}" if own else spoken(template)


def record(lang: str) -> str:
    """What run.json holds."""
    found = ATTRIBUTE.findall(inspect.cleandoc(Record.__doc__ or "").partition("Attributes:\n")[2])
    rows = [[f"`{name}`", " ".join(text.split())] for name, text in found]
    return _table(["key", "means"], rows, lang)


def spoken(template: str) -> str:
    """A sentence with its gaps in italics, safe in Markdown."""
    template = typed_options(template)
    return "".join(
        _safe(text) + (f"*{name.replace('_', ' ')}*" if name else "")
        for text, name, _, _ in string.Formatter().parse(template)
    )


def _safe(text: str) -> str:
    """Text whose signs mean nothing in Markdown, but for code between backticks."""
    return "".join(
        part if i % 2 else re.sub(r"([*_<>\[\]|$\\])", r"\\\1", part)
        for i, part in enumerate(re.split(r"(`[^`]*`)", text))
    )


def _table(heads: list[str], rows: list[list[str]], lang: str) -> str:
    place = LANGUAGES.index(lang)
    lines = [[WORDS[head][place] for head in heads], ["---"] * len(heads), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


PARTS: dict[str, Callable[[str], str]] = {
    "commands": commands,
    "python": python,
    "checks": checks,
    "errors": errors,
    "record": record,
}
