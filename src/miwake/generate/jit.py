"""What makes a task's examples: its functions, or compiled loops that give the very same."""

from collections.abc import Sequence

from miwake.findings import Finding
from miwake.generate.chunk import Order, refusals
from miwake.generate.jit_check import Refused, is_compiled
from miwake.generate.jit_loop import check_numba
from miwake.tasks.task_file import TaskFile

Notes = tuple[Finding, ...]


def source_for(file: TaskFile, jit: bool, orders: Sequence[Order]) -> tuple[TaskFile, Notes]:
    """The file with compiled loops for its classes, where these give the same examples.

    Functions that the user compiled run in compiled loops without being asked.

    Args:
        file: what the task file defines.
        jit: whether plain functions are to be compiled, too.
        orders: what is to be made; examples from all over are held against plain Python.

    Returns:
        The file, and what is to be said of it if jit was asked for.

    Raises:
        ArgumentError: numba is not installed.
    """
    only = {order.only for order in orders}
    single = [
        f for i, f in enumerate(file.functions) if not f.batch and (None in only or i in only)
    ]
    names = [f.name for f in single if jit or is_compiled(f.function)]
    if jit:
        check_numba()
    if not names:
        return file, _notes(file, [], {}) if jit else ()
    refused = refusals(file, names, orders)
    done = [name for name in names if name not in refused]
    return file.compiling(done), _notes(file, done, refused) if jit else ()


def _notes(file: TaskFile, done: Sequence[str], refused: dict[str, Refused]) -> Notes:
    notes = []
    if done:
        notes.append(Finding("data", "note", "data.jit", {"names": ", ".join(done)}))
    for name, why in refused.items():
        values = {"name": name, **why.values}
        notes.append(Finding("data", "warning", f"data.jit.{why.kind}", values))
    many = [f.name for f in file.functions if f.batch]
    if many:
        notes.append(Finding("data", "note", "data.jit.batch", {"names": ", ".join(many)}))
    return tuple(notes)
