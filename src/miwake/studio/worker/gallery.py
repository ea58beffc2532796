"""A few examples of each built-in task, for the cards that stand for them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from miwake.errors import MiwakeError
from miwake.input_spec import kind_of
from miwake.runtime.keras_backend import cache_folder
from miwake.studio.worker.serialize import serialize_examples
from miwake.tasks.load import load_task
from miwake.tasks.protocol import Task, built_in_tasks

EACH = 12  # of which a card shows what fits
HERE = "mnist.npz"  # data that is brought from elsewhere is drawn once it is here


def draw_gallery(command: Mapping[str, Any], tell: Any) -> dict[str, Any]:  # noqa: ARG001  all take both
    """Give the classes of each task with a few examples; nothing is fetched for it."""
    gallery = {}
    for name in built_in_tasks():
        try:
            gallery[name] = _of(load_task(name))
        except MiwakeError:
            gallery[name] = []
    return gallery


def _of(task: Task) -> list[dict[str, Any]]:
    if task.can_simulate:
        examples = {name: task.fresh(EACH, 7, name).x for name in task.classes}
    elif (cache_folder() / HERE).exists():
        with np.load(cache_folder() / HERE, allow_pickle=False) as arrays:
            x, y = arrays["x_test"][:200], arrays["y_test"][:200]
        examples = {name: x[y == number][:EACH] for number, name in enumerate(task.classes)}
    else:
        return []
    return [
        {"name": name, "kind": kind_of(x.shape[1:]), "examples": serialize_examples(x)}
        for name, x in examples.items()
    ]
