"""The command `compare`."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from miwake.cli.app import command, print_json, wrong_usage
from miwake.cli.console import say
from miwake.cli.data import executor_at, named_task, own_options
from miwake.cli.options import (
    BatchSize,
    Cluster,
    Data,
    Drop,
    Epochs,
    Group,
    Jit,
    Json,
    Label,
    Lang,
    Out,
    Seed,
    Settings,
    ShownFacts,
    TaskName,
    Test,
    Workers,
)
from miwake.errors import Phrase


@command
def compare(  # noqa: PLR0913, PLR0917  one parameter an option
    task: TaskName,
    networks: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="Networks, separated by commas; by default dense, and conv where it fits.",
        ),
    ] = None,
    sizes: Annotated[
        str | None,
        typer.Option(metavar="COUNTS", help="Amounts of training data, separated by commas."),
    ] = None,
    repeats: Annotated[int, typer.Option(min=1, help="Train each from this many seeds.")] = 3,
    test: Test = None,
    seed: Seed = 0,
    settings: Settings = [],  # noqa: B006  typer reads the default
    data: Data = None,
    label: Label = None,
    drop: Drop = [],  # noqa: B006
    facts: ShownFacts = [],  # noqa: B006
    group: Group = None,
    epochs: Epochs = None,
    batch_size: BatchSize = 32,
    workers: Workers = None,
    cluster: Cluster = None,
    out: Out = Path("runs"),
    lang: Lang = None,
    jit: Jit = False,
    as_json: Json = False,
) -> None:
    """Compare networks and amounts of training data, with error bars."""
    from miwake.messages import resolve_language, translate
    from miwake.runtime.keras_backend import keras_for_commands

    lang = resolve_language(lang)
    counts = [_count(part, lang) for part in sizes.split(",")] if sizes else None
    loaded = named_task(task, settings, data, own_options(label, drop, facts, group), jit, lang)
    keras_for_commands()
    from miwake.comparison.compare import compare as compare_all
    from miwake.comparison.page import write_comparison
    from miwake.comparison.text import comparison_lines

    def show(network: str, train: int, seed: int, score: float) -> None:
        about = {"network": network, "train": train, "seed": seed, "score": score}
        say(translate("compare.result", lang, **about), sys.stderr)

    folder = out / f"compare-{loaded.name}"
    names = None if networks is None else [n.strip() for n in networks.split(",") if n.strip()]
    how: dict[str, Any] = {"test": test, "seed": seed, "epochs": epochs, "batch_size": batch_size}
    with executor_at(cluster, workers, lang) as executor:
        found = compare_all(
            loaded,
            names,
            counts,
            repeats,
            **how,
            folder=folder,
            executor=executor,
            workers=workers,
            on_result=show,
        )
    path = write_comparison(found, folder, lang)
    if as_json:
        return print_json(found.as_json())
    for line in comparison_lines(found, lang):
        say(line)
    return say(translate("compare.kept", lang, path=path))


def _count(text: str, lang: str) -> int:
    try:
        return int(text.strip().replace("_", ""))
    except ValueError:
        what = Phrase("{text!r} is no count; give whole numbers with commas between", text=text)
        raise wrong_usage(what, lang, "--sizes") from None
