"""The options that the fields of a plan make, and the plan that is made of what typer read."""

from dataclasses import MISSING, fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import typer

from miwake.cli.app import wrong_usage
from miwake.errors import Phrase
from miwake.plan import Field, TrainingPlan, fields_of


def signature_of(command: type[Any], verb: str) -> Signature:
    """Make the parameters that typer reads a command's options from."""
    hints, parameters = get_type_hints(command, include_extras=True), []
    for part in fields(command):
        hint = hints[part.name]
        if isinstance(hint, type) and issubclass(hint, TrainingPlan):
            for field in _in_order(verb):
                parameters += [_parameter(field, hint()), *_opposite(field)]
            continue
        default = Parameter.empty if part.default is MISSING else part.default
        if default == ():
            hint, default = Annotated[list[Path], get_args(hint)[1]], []  # what typer knows
        parameters.append(
            Parameter(part.name, Parameter.KEYWORD_ONLY, default=default, annotation=hint)
        )
    return Signature(parameters)


def read_options(command: type[Any], verb: str, values: dict[str, Any]) -> Any:
    """Make a command's dataclass from what typer read.

    Raises:
        typer.BadParameter: a value can't be read.
    """
    kind: Any = get_type_hints(command).get("plan")
    if kind is not None:
        lang, planned = values.get("lang"), {}
        for field in fields_of(verb):
            value = _read(field, values.pop(field.name), lang)
            if field.opposite:
                value = _read_either(field, value, values.pop(_name_of(field.opposite[0])), lang)
            if value not in (None, ()):
                planned[field.name] = value
        values["plan"] = kind.of(task=values["task"] or None, **planned)
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return command(**values | lists)


def _in_order(verb: str) -> list[Field]:
    """The fields of a command as its help has them: what data, then what training."""
    return sorted(fields_of(verb), key=lambda field: field.part == "training")


def _parameter(field: Field, plan: TrainingPlan) -> Parameter:
    """Make the parameter of one field of the plan."""
    usual = plan.value(field.name)
    kind: Any = list[str] if field.type is tuple else field.type
    default: Any = [] if field.type is tuple else False if field.type is bool else usual
    if default is None:
        kind |= None
    name = (field.option,) if field.flag or field.type is bool else ()
    option = typer.Option(*name, help=field.help, metavar=field.metavar, min=field.least)
    hint = Annotated[kind, option]
    return Parameter(field.name, Parameter.KEYWORD_ONLY, default=default, annotation=hint)


def _opposite(field: Field) -> list[Parameter]:
    """Make the parameter of the option that says no, where a field has one."""
    if field.opposite is None:
        return []
    flag, text = field.opposite
    hint = Annotated[bool, typer.Option(flag, help=text)]
    name = _name_of(flag)
    return [Parameter(name, Parameter.KEYWORD_ONLY, default=False, annotation=hint)]


def _name_of(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def _read_either(field: Field, yes: bool, no: bool, lang: str | None) -> bool | None:
    """Read two options that say yes and no; None where neither does."""
    if yes and no:
        no_option = field.opposite and field.opposite[0]
        phrase = Phrase(
            "{yes} and {no} exclude each other; give one", yes=field.option, no=no_option
        )
        raise wrong_usage(phrase, lang, field.option)
    return yes if yes or no else None


def _read(field: Field, value: Any, lang: str | None) -> Any:
    """Read one option as the plan has it; None and () are as usual."""
    if field.type is bool:
        return value if not field.option.startswith("--no-") else not value
    if field.type is Path:
        return value and str(value)
    if field.name == "settings":
        return tuple(_setting(text, lang) for text in value)
    if field.type is not tuple or not value:
        return value or None if field.type is tuple else value
    parts = tuple(part.strip() for text in value for part in text.split(",") if part.strip())
    if field.name == "sizes":
        return tuple(_count(part, lang) for part in parts)
    return parts or (("",) if field.name == "networks" else ())


def _setting(text: str, lang: str | None) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        phrase = Phrase("{setting!r} is not NAME=VALUE", setting=text)
        raise wrong_usage(phrase, lang, "--set")
    return name.strip(), value.strip()


def _count(text: str, lang: str | None) -> int:
    try:
        return int(text.replace("_", ""))
    except ValueError:
        phrase = Phrase("{text!r} is no count; give whole numbers with commas between", text=text)
        raise wrong_usage(phrase, lang, "--sizes") from None
