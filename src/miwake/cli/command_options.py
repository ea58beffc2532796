"""The arguments of each command: the options that it has of its own, beside those of the plan.

A command is a dataclass; its docstring is the help. A plan in it stands for all the options that
`cli/plan_options` makes of the plan's fields.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from miwake.messages import languages
from miwake.plan import ComparisonPlan, TrainingPlan

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
        tuple[Path, ...],
        typer.Argument(metavar="[FILE ...]", help="Image, .npy or .csv files, folders or zips."),
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
