"""The command `make`."""

import shlex
from collections.abc import Iterator

from miwake.cli import options
from miwake.cli.app import print_json, wrong_usage
from miwake.cli.console import progress, say
from miwake.cli.data import workers_at
from miwake.errors import Phrase
from miwake.messages import resolve_language, translate
from miwake.render.findings import finding_lines
from miwake.store.manifest import Manifest, read_manifest
from miwake.store.write import Written
from miwake.tasks.load import from_record, load_task


def make(asked: options.Make) -> None:
    """Write a dataset, and print what was written."""
    lang = resolve_language(asked.lang)
    if not asked.task and not asked.repair:
        raise wrong_usage(Phrase("give a TASK; only --repair finds it in DIR"), lang)
    plan = asked.plan.data
    if asked.task:
        task, counts = load_task(plan), (plan.train, plan.test, plan.seed)
    else:
        manifest = read_manifest(asked.to)
        task = from_record(manifest.task)
        counts = manifest.layout.train, manifest.layout.test, manifest.seed
    making = translate("printed.making", lang)
    with workers_at(asked.cluster, asked.workers, lang) as who, progress(making) as show:
        written = task.make_to(asked.to, *counts, who.executor, who.workers, show, asked.repair)
    about = {name: getattr(written, name) for name in ("path", "train", "test", "chunks")}
    about |= {"made": written.made, "damaged": list(written.damaged), "bytes": written.bytes}
    if asked.as_json:
        return print_json(about | {"seconds": written.seconds})
    for line in finding_lines(written.notes, lang):
        say(line)
    for line in _lines(written, read_manifest(asked.to), asked.repair, lang):
        say(line)
    return None


def _lines(written: Written, manifest: Manifest, repair: bool, lang: str) -> Iterator[str]:
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
