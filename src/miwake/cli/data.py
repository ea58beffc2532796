"""The task and the data that a command works on."""

import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from miwake.cli.app import wrong_usage
from miwake.cli.console import progress, say
from miwake.errors import Phrase

if TYPE_CHECKING:
    from miwake.dataset import Dataset
    from miwake.runtime.timer import Stages
    from miwake.tasks.task import Task


def own_options(
    label: str | None, drop: list[str], facts: list[str], group: str | None
) -> dict[str, Any]:
    """The options for a user's own data, under the names that Python has for them."""
    lists = {
        name: [part.strip() for text in given for part in text.split(",") if part.strip()]
        for name, given in (("drop", drop), ("facts", facts))
    }
    given = {"label": label, "group": group, **lists}
    return {name: value for name, value in given.items() if value}


def named_task(
    name: str,
    settings: list[str],
    data: Path | None,
    options: dict[str, Any] | None = None,
    jit: bool = False,
    lang: str | None = None,
) -> "Task":
    """Read the task that a command names, its settings changed."""
    from miwake.tasks.load import load_task

    changed = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            what = Phrase("{setting!r} is not NAME=VALUE", setting=setting)
            raise wrong_usage(what, lang, "--set")
        changed[key.strip()] = value.strip()
    return load_task(name, changed, data, jit=jit, **(options or {}))


def made_data(  # noqa: PLR0913, PLR0917  what a command was given
    task: "Task",
    train: int | None,
    test: int | None,
    seed: int,
    stages: "Stages",
    quiet: bool,
    fresh: bool = False,
    lang: str | None = None,
) -> "Dataset":
    """Make a task's data, and say what it is."""
    from miwake.messages import resolve_language, translate
    from miwake.render.findings import finding_lines
    from miwake.render.look_text import data_line

    lang = resolve_language(lang)
    with stages("data"), progress(translate("printed.making", lang)) as show:
        made = task.make(train, test, seed, progress=show, fresh=fresh)
    for line in (data_line(made, lang), *finding_lines(made.notes, lang)):
        say(line, sys.stderr if quiet else sys.stdout)
    return made


@contextmanager
def executor_at(address: str | None, workers: int | None, lang: str) -> Iterator[Executor | None]:
    """The executor that --cluster names; None where it names none."""
    if address is None:
        yield None
        return
    if workers:
        raise wrong_usage(Phrase("give --workers or --cluster, not both"), lang)
    from miwake.runtime.dask_cluster import cluster

    with cluster(address) as executor:
        yield executor
