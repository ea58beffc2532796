"""The arguments of each command: the options that it has of its own, beside those of the plan.

A command is a dataclass; its docstring is the help. A plan in it stands for all the options that
the plan's fields make, in `FIELDS`.
"""

from dataclasses import MISSING, dataclass, fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_type_hints

import typer

from miwake.cli.app import wrong_usage
from miwake.errors import Phrase
from miwake.messages import languages
from miwake.plan import ComparisonPlan, Field, TrainingPlan, fields_of

TaskName = Annotated[
    str,
    typer.Argument(metavar="TASK", help="A built-in task, a task file, or your own data."),
]
RunPath = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="A run folder, such as runs/baker-1, or a .keras file."),
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder to save runs in.")]
Lang = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(languages()), help="The language; by default that of the locale."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="How many processes; by default one per core where that is faster."),
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="tcp://HOST:PORT", help="A Dask scheduler; its workers do the work."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@dataclass(frozen=True, kw_only=True)
class Look:
    """Look at the data: statistics, figures, and what already separates the classes."""

    task: TaskName
    plan: TrainingPlan
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder for the figures.")] = (
        None
    )
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Train:
    """Make the data, train a network on it, test it and save the run."""

    task: TaskName = ""
    plan: TrainingPlan
    workers: Workers = None
    cluster: Cluster = None
    out: Out = Path("runs")
    distributed: Annotated[
        bool,
        typer.Option("--distributed", help="Split each batch across all devices and processes."),
    ] = False
    resume: Annotated[
        Path | None,
        typer.Option(metavar="RUN", help="Resume a training that was stopped; takes no TASK."),
    ] = None
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Compare:
    """Compare networks and amounts of training data, with error bars."""

    task: TaskName
    plan: ComparisonPlan
    workers: Workers = None
    cluster: Cluster = None
    out: Out = Path("runs")
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Make:
    """Write a dataset of any size; run it again to continue where it stopped."""

    to: Annotated[
        str, typer.Option(metavar="DIR", help="A folder, or an address such as s3://bucket/name.")
    ]
    task: Annotated[str, typer.Argument(metavar="TASK", help="A built-in task or a task file.")] = (
        ""
    )
    plan: TrainingPlan
    workers: Workers = None
    cluster: Cluster = None
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Read everything there is and remake what is damaged."),
    ] = False
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Evaluate:
    """Evaluate a trained network on fresh examples."""

    run: RunPath
    each_class: Annotated[
        bool, typer.Option("--each-class", help="Evaluate each class separately, too.")
    ] = False
    test: Annotated[int | None, typer.Option(min=1, help="How many examples to test on.")] = None
    seed: Annotated[
        int, typer.Option(min=0, help="Seed of the examples, the initial weights and the order.")
    ] = 0
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Predict:
    """Predict the labels of files, or of the first 20 test examples next to the true ones."""

    run: RunPath
    files: Annotated[
        tuple[Path, ...], typer.Argument(metavar="[FILE ...]", help="Image, .npy or .csv files.")
    ] = ()
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Report:
    """Rewrite a run's report, in another language if you like."""

    run: RunPath
    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class Tasks:
    """List the built-in tasks."""

    lang: Lang = None
    as_json: Json = False


@dataclass(frozen=True, kw_only=True)
class New:
    """Write a task file to edit; by default a starter with two classes."""

    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")]
    like: Annotated[str, typer.Option(metavar="TASK", help="A built-in task to start from.")] = ""
    lang: Lang = None


@dataclass(frozen=True, kw_only=True)
class Studio:
    """Open the studio in the browser: choose data, look at it, train a network and try it."""

    task: Annotated[
        str,
        typer.Argument(metavar="TASK", help="A task file or your own data to open first."),
    ] = ""
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port; 0 picks a free one.")] = 0
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True
    out: Out = Path("runs")
    lang: Lang = None


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
