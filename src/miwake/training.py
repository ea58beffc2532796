"""Training: a Dataset and a network become a Run."""

import platform
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

from numpy.typing import NDArray

from miwake.checks import Check
from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.evaluation import evaluate_outputs, share
from miwake.evidence import Evidence
from miwake.fitting import fit
from miwake.form import form_of
from miwake.gathering import gather
from miwake.networks import build
from miwake.outputs import answers_of
from miwake.record import Record
from miwake.run import Run
from miwake.significance import determination
from miwake.stages import Stages
from miwake.trials import Training
from miwake.verdict import verdict
from miwake.watch import Epoch, Watch

PARTS = ("miwake", "keras", "jax", "numpy")


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C after at least one epoch; `run` holds what was finished."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


def train(
    data: Dataset,
    network: Any = None,
    epochs: int | None = None,
    batch_size: int = 32,
    seed: int | None = None,
    *,
    checks: bool = True,
    on_epoch: Callable[[Epoch], None] | None = None,
) -> Run:
    """Train a network on a dataset and test it.

    Args:
        data: the examples.
        network: a name, or a compiled Keras model; by default the task's own, else "dense".
        epochs: how often all examples are gone through; by default the task's own number, else 5.
        batch_size: examples a step.
        seed: decides the first weights and the orders; by default the data's.
        checks: whether to look at the data and to judge the result.
        on_epoch: called after each epoch.

    Raises:
        ArgumentError: a number can't be used.
        NetworkError: there is no such network, or it does not fit the data.
        TrainingInterrupted: Ctrl-C came after the first epoch; its `run` is what was finished.
    """
    task = data.task
    network = network or (task.default("network") if task else None) or "dense"
    epochs = (task.default("epochs", 5) if task else 5) if epochs is None else epochs
    seed = data.seed if seed is None else seed
    if epochs < 1 or batch_size < 1:
        raise ArgumentError(
            f"epochs = {epochs}, batch_size = {batch_size}; give at least 1 of each"
        )
    watch = Watch(data, epochs, batch_size, checks, on_epoch)
    stages = Stages()
    with stages("build"):
        model = build(network, data, seed)
    interrupted, history = False, None
    try:
        with stages("fit"):
            history = fit(
                model,
                data.x_train,
                data.y_train,
                batch_size,
                epochs,
                verbose=0,
                callbacks=[watch.callback()],
                seed=seed,
            )
        stages.seconds |= getattr(history, "seconds", {})
    except KeyboardInterrupt:
        if not watch.history:
            raise
        interrupted = True
    with stages("evaluate"):
        answers = answers_of(model, data.x_test, data.classes)
        result = evaluate_outputs(answers, data.y_test, data.classes)
    evidence: Evidence | None = None
    found: tuple[Check, ...] = ()
    if checks and not interrupted:
        program, seconds = getattr(history, "program", None), stages.seconds
        spent = seconds["fit"] + seconds.get("compile", 0.0)
        done = Training(data, network, model, epochs, batch_size, seed, program, watch, spent)
        try:
            evidence, found = _judge(done, answers, stages)
        except KeyboardInterrupt:
            interrupted = True
    record = Record(
        task=_task_record(data),
        network=network if isinstance(network, str) else model.name,
        classes=data.classes,
        target=data.target,
        train=len(data.x_train),
        test=len(data.x_test),
        seed=seed,
        epochs=len(watch.history),
        epochs_asked=epochs,
        batch_size=batch_size,
        results=result.as_json(),
        history=watch.history,
        verdict=[check.as_json() for check in found],
        views=_views_record(evidence),
        best=_best_record(evidence),
        versions={part: version(part) for part in PARTS} | {"python": platform.python_version()},
        seconds=stages.seconds,
    )
    run = Run(model, form_of(data), record, data, answers=answers, result=result, verdict=found)
    if interrupted:
        raise TrainingInterrupted(run)
    return run


def _judge(
    training: Training, answers: NDArray[Any], stages: Stages
) -> tuple[Evidence, tuple[Check, ...]]:
    with stages("look"):
        found = _look(training.data)
    with stages("verdict"):
        evidence = gather(training, answers, found)
        return evidence, verdict(evidence)


def _look(data: Dataset) -> Any:
    """What `look` finds in the data; None where there is no look yet."""
    try:
        looking = import_module("miwake.looking")
    except ModuleNotFoundError:
        return None
    return looking.look(data)


def _views_record(evidence: Evidence | None) -> list[dict[str, Any]]:
    views = (evidence.views if evidence else None) or ()
    return [
        {"view": v.view, "accuracy": v.accuracy, "low": v.low, "high": v.high, "p": v.p}
        for v in views
    ]


def _best_record(evidence: Evidence | None) -> dict[str, float] | None:
    scores = None if evidence is None else evidence.best_scores
    if evidence is None or scores is None:
        return None
    if evidence.classes:
        right = share(int(scores.sum()), len(scores))
        return {"accuracy": right.accuracy, "low": right.low, "high": right.high}
    assert evidence.best is not None
    assert evidence.best.answers is not None
    r2 = determination(evidence.best.answers, evidence.y)
    return {"accuracy": r2.value, "low": r2.low, "high": r2.high}


def _task_record(data: Dataset) -> dict[str, Any]:
    task = data.task
    if task is None:
        return {"name": "data", "title": "arrays", "origin": None, "text": None}
    file = task.file
    return {
        "name": task.name,
        "title": task.title,
        "origin": task.origin,
        "file": file.name,
        "folder": file.folder,
        "text": file.text or None,
        "sha256": file.sha256,
        "settings": dict(file.settings),
        "changed": dict(file.changed),
        "data": task.data,
    }
