"""The options of the commands."""

from pathlib import Path
from typing import Annotated

import typer

from miwake.messages import languages

TaskName = Annotated[
    str,
    typer.Argument(metavar="TASK", help="A built-in task, a task file, or your own data."),
]
RunPath = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="A run folder, such as runs/baker-1, or a .keras file."),
]
Train = Annotated[int | None, typer.Option(min=1, help="How many examples to train on.")]
Test = Annotated[int | None, typer.Option(min=1, help="How many examples to test on.")]
Seed = Annotated[
    int, typer.Option(min=0, help="Seed of the examples, the initial weights and the order.")
]
Settings = Annotated[
    list[str], typer.Option("--set", metavar="NAME=VALUE", help="Change a setting of the task.")
]
Data = Annotated[
    Path | None, typer.Option(help="Where the data is (mnist: mnist.npz or a folder).")
]
Label = Annotated[str | None, typer.Option(metavar="COLUMN", help="The column to learn.")]
Drop = Annotated[
    list[str], typer.Option(metavar="COLUMNS", help="Columns to leave out, separated by commas.")
]
ShownFacts = Annotated[
    list[str], typer.Option(metavar="COLUMNS", help="Columns to break results down by.")
]
Group = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN|PATTERN",
        help="Keep together in training or in testing: a column, or for images a regular "
        "expression on the path.",
    ),
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="The folder to save runs in.")]
Lang = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(languages()), help="The language; by default that of the locale."
    ),
]
Epochs = Annotated[
    int | None, typer.Option(min=1, help="How many times to go through all examples.")
]
BatchSize = Annotated[int, typer.Option(min=1, help="Examples per step.")]
Repeats = Annotated[
    int, typer.Option(min=1, help="Train from this many seeds, for a mean and its spread.")
]
Jit = Annotated[
    bool,
    typer.Option(
        "--jit", help="Compile functions that make one example with numba; the bits stay the same."
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
