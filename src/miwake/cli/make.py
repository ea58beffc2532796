"""The command `make`."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from miwake.cli.app import command, print_json, wrong_usage
from miwake.cli.console import progress, say
from miwake.cli.data import executor_at, named_task
from miwake.cli.options import Cluster, Jit, Json, Lang, Seed, Settings, Test, Train, Workers
from miwake.errors import Phrase

if TYPE_CHECKING:
    from miwake.store.manifest import Manifest
    from miwake.store.write import Written


@command
def make(  # noqa: PLR0913, PLR0917  one parameter an option
    to: Annotated[
        str, typer.Option(metavar="DIR", help="A folder, or an address such as s3://bucket/name.")
    ],
    task: Annotated[
        str, typer.Argument(metavar="TASK", help="A built-in task or a task file.")
    ] = "",
    train: Train = None,
    test: Test = None,
    seed: Seed = 0,
    settings: Settings = [],  # noqa: B006  typer reads the default
    workers: Workers = None,
    cluster: Cluster = None,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Read everything there is and remake what is damaged."),
    ] = False,
    lang: Lang = None,
    jit: Jit = False,
    as_json: Json = False,
) -> None:
    """Write a dataset of any size; run it again to continue where it stopped."""
    from miwake.messages import resolve_language, translate

    lang = resolve_language(lang)
    if not task and not repair:
        raise wrong_usage(Phrase("give a TASK; only --repair finds it in DIR"), lang)
    if task:
        made_by, counts = named_task(task, settings, None, jit=jit, lang=lang), (train, test, seed)
    else:
        made_by, counts = _kept(to)
    making = translate("printed.making", lang)
    with executor_at(cluster, workers, lang) as executor, progress(making) as show:
        written = made_by.make_to(to, *counts, executor, workers, show, repair)
    found = {name: getattr(written, name) for name in ("path", "train", "test", "chunks")}
    found |= {"made": written.made, "damaged": list(written.damaged), "bytes": written.bytes}
    if as_json:
        return print_json(found | {"seconds": written.seconds})
    from miwake.render.findings import finding_lines
    from miwake.store.manifest import read_manifest

    for line in finding_lines(written.notes, lang):
        say(line)
    for line in _lines(written, read_manifest(to), repair, lang):
        say(line)
    return None


def _kept(path: str) -> tuple[Any, tuple[int, int, int]]:
    """The task in a dataset, and what was asked of it."""
    from miwake.store.manifest import read_manifest
    from miwake.tasks.load import from_record

    kept = read_manifest(path)
    return from_record(kept.task), (kept.layout.train, kept.layout.test, kept.seed)


def _lines(written: "Written", manifest: "Manifest", repair: bool, lang: str) -> Iterator[str]:
    from miwake.messages import translate

    classes, path = manifest.classes, shlex.quote(written.path)
    yield translate(
        "make.what",
        lang,
        title=manifest.task["title"],
        what=translate("make.classes", lang, n=len(classes))
        if classes
        else translate("make.regression", lang, target=manifest.target),
        train=written.train,
        test=written.test,
        shape=manifest.layout.schema.shape,
        seed=manifest.seed,
    )
    there = written.chunks - written.made
    if repair and written.damaged:
        names = ", ".join(written.damaged[:3]) + (" ..." if len(written.damaged) > 3 else "")
        yield translate("make.damaged", lang, n=len(written.damaged), names=names)
    elif repair:
        yield translate("make.sound", lang)
    elif there:
        yield translate("make.gone_on", lang, there=there, chunks=written.chunks)
    yield translate(
        "make.wrote",
        lang,
        path=written.path,
        chunks=written.chunks,
        size=_size(written.bytes),
        seconds=written.seconds,
    )
    yield translate("make.next", lang, step=f"miwake train {path}")


def _size(count: int) -> str:
    """Bytes as a person says them."""
    size, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while size >= 999.5 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return f"{size:.3g} {units[0]}"
