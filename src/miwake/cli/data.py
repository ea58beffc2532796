"""The task and the data that a command works on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from miwake.cli.app import wrong_usage
from miwake.cli.console import progress, say
from miwake.dataset import Dataset
from miwake.errors import Phrase
from miwake.messages import translate
from miwake.plan import DataPlan
from miwake.render.findings import finding_lines
from miwake.render.look_text import data_line
from miwake.runtime.dask_cluster import cluster
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.timer import Stages
from miwake.tasks.protocol import Task


def make_data(task: Task, plan: DataPlan, stages: Stages, quiet: bool, lang: str) -> Dataset:
    """Make a task's data as a plan says, and say what it is."""
    with stages("data"), progress(translate("printed.making", lang)) as show:
        data = task.make(plan.train, plan.test, plan.seed, progress=show, fresh=plan.fresh)
    for line in (data_line(data, lang), *finding_lines(data.notes, lang)):
        say(line, sys.stderr if quiet else sys.stdout)
    return data


@contextmanager
def workers_at(address: str | None, workers: int | None, lang: str) -> Iterator[WorkerConfig]:
    """Open the cluster that --cluster names; where it names none, processes of this machine."""
    if address is None:
        yield WorkerConfig(workers=workers)
        return
    if workers:
        raise wrong_usage(Phrase("give --workers or --cluster, not both"), lang)
    with cluster(address) as executor:
        yield WorkerConfig(executor)
