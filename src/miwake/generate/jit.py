"""Choosing what makes a task's examples: its functions, or compiled loops that give the same."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from miwake.findings import Finding
from miwake.generate.chunk import Request
from miwake.generate.class_functions import ClassFunctions
from miwake.generate.jit_check import NotCompilable, is_compiled
from miwake.generate.jit_loop import check_loop, check_numba
from miwake.runtime.sandbox import seed_generators, task_sandbox

FIRST, SPREAD = 64, 64  # examples in which compiled and plain code are compared
CAREFUL = 2  # in percent, where bits may differ rarely

Notes = tuple[Finding, ...]
Source = TypeVar("Source", bound=ClassFunctions)


def choose_loops(source: Source, jit: bool, requests: Sequence[Request]) -> tuple[Source, Notes]:
    """Give classes compiled loops where these make the same examples.

    Functions that the user compiled run in compiled loops without being asked.

    Args:
        source: the functions.
        jit: whether plain functions are to be compiled, too.
        requests: what is to be made; examples from all over are held against plain Python.

    Returns:
        The source, and what is to be said of it if jit was asked for.

    Raises:
        ArgumentError: numba is not installed.
    """
    if jit:
        check_numba()
    only = {request.only for request in requests}
    names = [
        f.name
        for label, f in enumerate(source.functions)
        if not f.batch and (None in only or label in only) and (jit or is_compiled(f.function))
    ]
    refused = _refusals(source, names, requests) if names else {}
    compiled = [name for name in names if name not in refused]
    notes = tuple(_notes(source, compiled, refused)) if jit else ()
    return (source.compiling(compiled) if names else source), notes


def _refusals(
    source: ClassFunctions, names: Sequence[str], requests: Sequence[Request]
) -> dict[str, NotCompilable]:
    """Say which classes can't be made by compiled loops for these requests, and why not.

    Compiled and plain examples are held against each other in the first of all and in `SPREAD`
    over the requests; in CAREFUL percent of all where a function computes what may differ rarely.
    """
    refused = {}
    total = sum(request.count for request in requests)
    factor = max(1, min(256, total * CAREFUL // (100 * SPREAD)))
    chunks = [(request, number) for request in requests for number in request.chunks(source)]
    spread = chunks[:: -(-len(chunks) // SPREAD)]
    with task_sandbox(source.modules):
        for label, class_function in enumerate(source.functions):
            if class_function.name not in names:
                continue
            samples = [(request.seeds(number, label + 1), 1) for request, number in spread]
            first = requests[0].seeds(0, label + 1), FIRST
            seed_generators(first[0])
            try:
                check_loop(class_function.function, [first, *samples], factor)
            except NotCompilable as reason:
                refused[class_function.name] = reason
    return refused


def _notes(
    source: ClassFunctions, compiled: Sequence[str], refused: dict[str, NotCompilable]
) -> Iterator[Finding]:
    if compiled:
        yield Finding("data", "note", "data.jit", {"names": ", ".join(compiled)})
    for name, why in refused.items():
        yield Finding("data", "warning", f"data.jit.{why.kind}", {"name": name, **why.values})
    if batch := [f.name for f in source.functions if f.batch]:
        yield Finding("data", "note", "data.jit.batch", {"names": ", ".join(batch)})
