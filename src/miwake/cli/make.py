"""The command `make`."""

import shlex
from collections.abc import Iterator

from miwake.cli import command_options
from miwake.cli.app import wrong_usage
from miwake.cli.console import progress, say
from miwake.cli.data import workers_at
from miwake.cli.json_output import print_json
from miwake.errors import Phrase
from miwake.messages import resolve_language, translate
from miwake.render.findings import finding_lines
from miwake.store.manifest import Manifest, read_manifest
from miwake.store.write import Written
from miwake.tasks.load import from_record, load_task


def make(args: command_options.Make) -> None:
    """Write a dataset, and print what was written."""
    lang = resolve_language(args.lang)
    if not args.task and not args.repair:
        raise wrong_usage(Phrase("give a TASK; only --repair finds it in DIR"), lang)
    plan = args.plan.data
    if args.task:
        task, counts = load_task(plan), (plan.train, plan.test, plan.seed)
    else:
        manifest = read_manifest(args.to)
        task = from_record(manifest.task)
        counts = manifest.layout.train, manifest.layout.test, manifest.seed
    making = translate("printed.making", lang)
    with workers_at(args.cluster, args.workers, lang) as who, progress(making) as show:
        result = task.make_to(args.to, *counts, who.executor, who.workers, show, args.repair)
    about = {name: getattr(result, name) for name in ("path", "train", "test", "chunks")}
    about |= {"made": result.made, "damaged": list(result.damaged), "bytes": result.bytes}
    if args.as_json:
        return print_json(about | {"seconds": result.seconds})
    for line in finding_lines(result.notes, lang):
        say(line)
    for line in _lines(result, read_manifest(args.to), args.repair, lang):
        say(line)
    return None


def _lines(result: Written, manifest: Manifest, repair: bool, lang: str) -> Iterator[str]:
    classes, path = manifest.classes, shlex.quote(result.path)
    yield translate(
        "make.what",
        lang,
        title=manifest.task["title"],
        what=translate("make.classes", lang, n=len(classes))
        if classes
        else translate("make.regression", lang, target=manifest.target),
        train=result.train,
        test=result.test,
        shape=manifest.layout.schema.shape,
        seed=manifest.seed,
    )
    there = result.chunks - result.made
    if repair and result.damaged:
        names = ", ".join(result.damaged[:3]) + (" ..." if len(result.damaged) > 3 else "")
        yield translate("make.damaged", lang, n=len(result.damaged), names=names)
    elif repair:
        yield translate("make.sound", lang)
    elif there:
        yield translate("make.gone_on", lang, there=there, chunks=result.chunks)
    yield translate(
        "make.wrote",
        lang,
        path=result.path,
        chunks=result.chunks,
        size=_size(result.bytes),
        seconds=result.seconds,
    )
    yield translate("make.next", lang, step=f"miwake train {path}")


def _size(count: int) -> str:
    """Bytes as a person says them."""
    size, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while size >= 999.5 and len(units) > 1:
        size, units = size / 1000, units[1:]
    return f"{size:.3g} {units[0]}"
