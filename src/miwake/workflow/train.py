"""Training: a Dataset and a network become a Run."""

import contextlib
import platform
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from miwake.audit.look import look
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.run.checkpoint import PLAN, Plan, Progress, read_state, write_plan, write_state
from miwake.run.measure_spec import measure_spec
from miwake.run.record import Record, versions
from miwake.run.run import Run
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.file_lock import lock_folder
from miwake.runtime.signals import check_stop, defer_stop, handle_sigint
from miwake.runtime.timer import Stages
from miwake.stats.chance import chance_level
from miwake.stats.evaluation import Result, evaluate_outputs
from miwake.stats.per_example import scores_of
from miwake.stats.repeated import Repeated
from miwake.stats.transition_point import Estimate, average_crossings, find_crossings
from miwake.tasks.load import from_record
from miwake.tasks.task import Task
from miwake.training.batches import batches_of
from miwake.training.compiled_step import build_variables, train_variables
from miwake.training.compiled_step import read_state as read_weights
from miwake.training.fit import fit
from miwake.training.networks import build
from miwake.training.predict import answers_of
from miwake.verdict.collect import collect_evidence
from miwake.verdict.controls import FinishedTraining
from miwake.verdict.evidence import Evidence
from miwake.verdict.monitor import Epoch, Monitor
from miwake.verdict.verdict import Verdict, judge
from miwake.workflow.jobs import answers_again, travelling, usual_epochs
from miwake.workflow.replication import Again


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C after at least one epoch; `run` holds what was finished."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


@dataclass(frozen=True)
class Asked:
    """What a training was asked for, defaults filled in."""

    network: Any
    epochs: int
    batch_size: int
    seed: int
    checks: bool
    repeats: int
    config: WorkerConfig = WorkerConfig()  # noqa: RUF009  it is frozen


def train(  # noqa: PLR0913  each may be left out
    data: Dataset | Task,
    network: Any = None,
    epochs: int | None = None,
    batch_size: int = 32,
    seed: int | None = None,
    *,
    fresh: bool = False,
    repeats: int = 1,
    checks: bool = True,
    folder: Path | None = None,
    on_epoch: Callable[[Epoch], None] | None = None,
    on_repeat: Callable[[int, float], None] | None = None,
    looked: Callable[[], Look] | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
) -> Run:
    """Train a network on a dataset and test it.

    Args:
        data: the examples; or a task, which then makes its usual numbers of them.
        network: a name, or a compiled Keras model; by default the task's own, else "dense".
        epochs: how often all examples are gone through; by default the task's own number, else 5,
            or up to 100 for less than 60,000 examples that a user brought.
        batch_size: examples a step.
        seed: decides the first weights and the orders; by default the data's.
        fresh: whether each epoch gets new examples, as many, made by the data's task while the
            training runs.
        repeats: how many trainings, from `seed`, `seed` + 1 and so on, on the same data; the run
            is that of the first, and has the figures of all.
        checks: whether to look at the data and to judge the result.
        folder: where to keep a checkpoint after each epoch; the training goes on from one that
            is there, and ends with the same weights as if it had never stopped.
        on_epoch: called after each epoch.
        on_repeat: called after each repeat with its seed and its accuracy (R2).
        looked: gives what `look` saw in the data, where somebody has it looked at already.
        executor: any concurrent.futures.Executor, whose workers do the repeats after the first; by
            default threads here.
        workers: how many processes of this machine do them, where there is no executor.

    Raises:
        ArgumentError: a number can't be used, or the data can't travel to others.
        NetworkError: there is no such network, or it does not fit the data.
        RunError: the checkpoint can't be read or written, or another process trains in the folder.
        TrainingInterrupted: Ctrl-C came after the first epoch; its `run` is what was finished.
        WorkerError: those who did the repeats are lost.
    """
    data = _dataset(data, fresh)
    asked = _asked(data, network, epochs, batch_size, seed, checks, repeats)
    asked = replace(asked, config=WorkerConfig(executor, workers))
    if asked.repeats > 1 and asked.config.leaves_process:
        travelling(data)  # refused now, not after the first training
    with handle_sigint(), lock_folder(folder) if folder is not None else contextlib.nullcontext():
        return _train(data, asked, folder, on_epoch, on_repeat, looked)


def _train(
    data: Dataset,
    asked: Asked,
    folder: Path | None,
    on_epoch: Callable[[Epoch], None] | None,
    on_repeat: Callable[[int, float], None] | None,
    looked: Callable[[], Look] | None,
) -> Run:
    monitor = Monitor(data, asked.epochs, asked.batch_size, asked.checks, on_epoch)
    stages = Stages()
    with stages("build"):
        model = build(asked.network, data, asked.seed)
        if folder is not None:
            _keep_in(folder, model, data, asked, monitor)
    with defer_stop():
        program, finished = _fit(model, data, asked, monitor, stages)
        with stages("evaluate"):
            answers = answers_of(model, data.x_test, data.classes)
            chance = chance_level(data.y_test, len(data.classes), data.y_train)
            result = evaluate_outputs(answers, data.y_test, data.classes, chance)
    evidence: Evidence | None = None
    verdict = Verdict()
    if asked.checks and finished:
        spent = stages.seconds["fit"] + stages.seconds.get("compile", 0.0)
        done = FinishedTraining(
            data, asked.network, model, asked.epochs, asked.batch_size, asked.seed, program,
            monitor, spent,
        )  # fmt: skip
        try:
            check_stop()
            evidence, verdict = _judge(done, answers, looked, stages)
        except KeyboardInterrupt:
            finished = False
    repeated, crossings = None, [find_crossings(data.facts_test, answers)]
    if asked.repeats > 1 and finished:
        with stages("repeats"):
            repeated = _repeat(model, data, asked, program, result, crossings, on_repeat)
        finished = repeated is not None and repeated.n == asked.repeats
    record = _record(data, model, asked, monitor, result, verdict, stages)
    crossed = {name: asdict(found) for name, found in average_crossings(crossings).items()}
    record = replace(record, repeats=repeated.as_json() if repeated else None, crossings=crossed)
    record = replace(record, **(evidence.as_json() if evidence else {}))
    run = Run(model, measure_spec(data), record, data, answers=answers, result=result)
    run.verdict = verdict.findings
    if not finished:
        raise TrainingInterrupted(run)
    return run


def _dataset(data: Dataset | Task, fresh: bool) -> Dataset:
    """The dataset to train on."""
    if isinstance(data, Task):
        return data.make(fresh=fresh)
    if not fresh or data.fresh:
        return data
    if data.origin is None:
        raise ArgumentError("fresh = True, but this data has no task to make examples; give a task")
    maker = data.origin.simulator or from_record(data.origin.record, stored=True)
    return maker.make(data.train, len(data.y_test), data.seed, fresh=True)


def _asked(
    data: Dataset,
    network: Any,
    epochs: int | None,
    batch_size: int,
    seed: int | None,
    checks: bool,
    repeats: int,
) -> Asked:
    network = network or (data.origin.defaults["network"] if data.origin else "dense")
    epochs = usual_epochs(data) if epochs is None else epochs
    if epochs < 1 or batch_size < 1 or repeats < 1:
        raise ArgumentError(
            "epochs = {epochs}, batch_size = {batch_size}, repeats = {repeats}; "
            "give at least 1 of each",
            epochs=epochs,
            batch_size=batch_size,
            repeats=repeats,
        )
    if repeats > 1 and not isinstance(network, str):
        raise ArgumentError(
            "repeats = {repeats} with a Keras model, which has first weights already; write a "
            "function def NAME(input_shape, outputs) that builds it, in the task file",
            repeats=repeats,
        )
    seed = data.seed if seed is None else seed
    return Asked(network, epochs, batch_size, seed, checks, repeats)


def _keep_in(folder: Path, model: Any, data: Dataset, asked: Asked, monitor: Monitor) -> None:
    """Go on from the folder's checkpoint, and keep one there after each epoch."""
    build_variables(model, batches_of(data.x_train[:1], data.y_train[:1]).data)
    if asked.checks:
        monitor.first = read_weights(train_variables(model))
    if (folder / PLAN).exists():
        done = read_state(folder, model)
        monitor.history, monitor.test_losses = done.history, done.test_losses
    else:
        sizes = data.train, len(data.y_test)
        name = asked.network if isinstance(asked.network, str) else model.name
        plan = Plan(dict(data.task_record), name, *sizes, data.seed, asked.seed, asked.epochs,
                    asked.batch_size, asked.checks, asked.repeats, data.fresh)  # fmt: skip
        write_plan(folder, plan)

    def keep() -> None:
        with contextlib.suppress(OSError):  # a full disk is no reason to lose the training
            write_state(folder, model, Progress(monitor.history, monitor.test_losses))

    monitor.save = keep


def _fit(
    model: Any, data: Dataset, asked: Asked, monitor: Monitor, stages: Stages
) -> tuple[Any, bool]:
    """The compiled program, and whether all epochs were finished."""
    try:
        with stages("fit"):
            history = fit(
                model,
                data.stream or data.x_train,
                None if data.stream else data.y_train,
                asked.batch_size,
                asked.epochs,
                verbose=0,
                callbacks=[monitor.callback()],
                initial_epoch=len(monitor.history),
                seed=asked.seed,
            )
    except KeyboardInterrupt:
        if not monitor.history:
            raise
        return None, False
    stages.seconds |= getattr(history, "seconds", {})
    return getattr(history, "program", None), True


def _repeat(
    model: Any,
    data: Dataset,
    asked: Asked,
    program: Any,
    result: Result,
    crossings: list[dict[str, Estimate]],
    on_repeat: Callable[[int, float], None] | None,
) -> Repeated | None:
    """What the same training gives from its own seed and from those that follow.

    Each network's crossings are added to those of the first. Ctrl-C ends it early: those that were
    finished are returned, or None if that is the first alone.
    """
    figure = "test_accuracy" if data.classes else "test_r2"
    seeds = range(asked.seed, asked.seed + asked.repeats)
    values = {asked.seed: result.as_json()[figure]}
    again = Again(data, asked.network, model, program, asked.epochs, asked.batch_size)
    with contextlib.suppress(KeyboardInterrupt):
        for seed, answers in answers_again(again, seeds[1:], asked.config):
            with defer_stop():
                crossings.append(find_crossings(data.facts_test, answers))
                values[seed] = float(scores_of(answers, data.y_test, data.classes).mean())
            if on_repeat:
                on_repeat(seed, values[seed])
    done = sorted(values)
    return Repeated.of(figure, done, [values[seed] for seed in done]) if len(done) > 1 else None


def _record(
    data: Dataset,
    model: Any,
    asked: Asked,
    monitor: Monitor,
    result: Result,
    verdict: Verdict,
    stages: Stages,
) -> Record:
    return Record(
        task=dict(data.task_record),
        network=asked.network if isinstance(asked.network, str) else model.name,
        classes=data.classes,
        target=data.target,
        train=data.train,
        test=len(data.x_test),
        seed=asked.seed,
        epochs=len(monitor.history),
        epochs_asked=asked.epochs,
        batch_size=asked.batch_size,
        repeats_asked=asked.repeats,
        fresh=data.fresh,
        results=result.as_json(),
        history=monitor.history,
        verdict=[finding.as_json() for finding in verdict.findings],
        unanswered=[check.as_json() for check in verdict.unanswered],
        versions=versions() | {"python": platform.python_version()},
        seconds=stages.seconds,
    )


def _judge(
    training: FinishedTraining,
    answers: NDArray[Any],
    looked: Callable[[], Look] | None,
    stages: Stages,
) -> tuple[Evidence, Verdict]:
    with stages("look"):
        audit = looked() if looked else look(training.data)
    with stages("verdict"):
        evidence = collect_evidence(training, answers, audit)
        return evidence, judge(evidence)
