"""Training: a plan and a dataset become a Run."""

import contextlib
import platform
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Unpack

from numpy.typing import NDArray

from miwake.audit.look import look
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.plan import TrainingOptions, TrainingPlan, fields_of
from miwake.run.checkpoint import PLAN, Progress, read_state, write_plan, write_state
from miwake.run.measure_spec import measure_spec
from miwake.run.record import Record, versions
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.file_lock import lock_folder
from miwake.runtime.signals import check_stop, defer_stop, handle_sigint
from miwake.runtime.timer import Stages
from miwake.stats.chance import chance_level
from miwake.stats.evaluation import Result, evaluate_outputs
from miwake.stats.per_example import scores_of
from miwake.stats.repeated import Repeated
from miwake.stats.transition_point import average_crossings, find_crossings
from miwake.tasks.load import from_record
from miwake.tasks.protocol import Task
from miwake.training.batches import batches_of
from miwake.training.compiled_step import build_variables, train_variables
from miwake.training.compiled_step import read_state as read_weights
from miwake.training.fit_dataset import Trained, fit_dataset
from miwake.training.networks import build
from miwake.training.predict import predict_proba
from miwake.verdict.collect import collect_evidence
from miwake.verdict.controls import FinishedTraining
from miwake.verdict.evidence import Evidence
from miwake.verdict.monitor import Epoch, Monitor
from miwake.verdict.verdict import Verdict, judge
from miwake.workflow.jobs import portable_record, repeat_training, usual_epochs
from miwake.workflow.run import Run


class TrainingInterrupted(KeyboardInterrupt):
    """Ctrl-C after at least one epoch; `run` holds what was finished."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self.run = run


@dataclass(frozen=True)
class Hooks:
    """Who hears of a training, and who works for it.

    Attributes:
        on_epoch: called after each epoch.
        on_repeat: called after each repeat with its seed and its accuracy (R2).
        on_save: called before the run is written into its folder.
        look: gives what `look` saw in the data, where somebody has it looked at already.
        workers: who does the repeats after the first; by default threads here.
    """

    on_epoch: Callable[[Epoch], None] | None = None
    on_repeat: Callable[[int, float], None] | None = None
    on_save: Callable[[], None] | None = None
    look: Callable[[], Look] | None = None
    workers: WorkerConfig = field(default_factory=WorkerConfig)


@dataclass(frozen=True)
class Outcome:
    """What came of a training: its run, and whether it was finished."""

    run: Run
    finished: bool


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
    **options: Unpack[TrainingOptions],
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
        **options: what else a `TrainingPlan` says of a training.

    Raises:
        ArgumentError: a number can't be used, or the data can't travel to others.
        NetworkError: there is no such network, or it does not fit the data.
        RunError: the checkpoint can't be read or written, or another process trains in the folder.
        TrainingInterrupted: Ctrl-C came after the first epoch; its `run` is what was finished.
        WorkerError: those who did the repeats are lost.
    """
    data = _dataset(data, fresh)
    name, model = (network, None) if isinstance(network, str | None) else (None, network)
    plan = TrainingPlan(data.plan, name, epochs, batch_size, seed, repeats, checks, **options)
    hooks = Hooks(on_epoch, on_repeat, None, looked, WorkerConfig(executor, workers))
    plan = resolve_plan(plan, data, model)
    with handle_sigint(), lock_folder(folder) if folder is not None else contextlib.nullcontext():
        outcome = train_plan(plan, data, model, folder, hooks)
    if not outcome.finished:
        raise TrainingInterrupted(outcome.run)
    return outcome.run


def resolve_plan(plan: TrainingPlan, data: Dataset, model: Any = None) -> TrainingPlan:
    """Name everything that a plan leaves to the data and its task.

    Args:
        plan: what was asked for.
        data: what is trained on.
        model: a Keras model, in place of a network's name.

    Raises:
        ArgumentError: a number can't be used.
    """
    usual = data.origin.defaults["network"] if data.origin else "dense"
    network = None if model is not None else plan.network or usual
    epochs = usual_epochs(data) if plan.epochs is None else plan.epochs
    if epochs < 1 or plan.batch_size < 1 or plan.repeats < 1:
        raise ArgumentError(
            "epochs = {epochs}, batch_size = {batch_size}, repeats = {repeats}; "
            "give at least 1 of each",
            epochs=epochs,
            batch_size=plan.batch_size,
            repeats=plan.repeats,
        )
    if plan.repeats > 1 and model is not None:
        raise ArgumentError(
            "repeats = {repeats} with a Keras model, which has first weights already; write a "
            "function def NAME(input_shape, outputs) that builds it, in the task file",
            repeats=plan.repeats,
        )
    for number in (one for one in fields_of("train") if one.type is float):
        if not number.fits(plan.value(number.name)):
            raise ArgumentError(
                "{name} = {value!r}; give a number from {least} to {most}",
                name=number.name,
                value=plan.value(number.name),
                least=number.least,
                most=number.most,
            )
    plan = replace(plan, data=data.plan)
    return replace(plan, network=network, epochs=epochs, seed=plan.first_seed)


def train_plan(
    plan: TrainingPlan,
    data: Dataset,
    model: Any = None,
    folder: Path | None = None,
    hooks: Hooks = Hooks(),
) -> Outcome:
    """Train as a plan says, test, judge, and repeat.

    Args:
        plan: the training, everything named.
        data: what to train on.
        model: a Keras model, in place of a network's name.
        folder: where a checkpoint is kept, and gone on from.
        hooks: who hears of it, and who works for it.
    """
    if plan.repeats > 1 and hooks.workers.leaves_process:
        portable_record(data)  # refused now, not after the first training
    monitor, stages = Monitor(data, plan, hooks.on_epoch), Stages()
    with stages("build"):
        network = plan.network if model is None else model
        model = build(network, data, plan.first_seed, plan)
        if folder is not None:
            _keep_checkpoints(folder, model, plan, data, monitor)
    with defer_stop():
        trained = _fit(model, data, plan, monitor, stages)
        with stages("evaluate"):
            answers = predict_proba(model, data.x_test, data.classes)
            chance = chance_level(data.y_test, len(data.classes), data.y_train)
            result = evaluate_outputs(answers, data.y_test, data.classes, chance)
    finished = trained is not None
    evidence: Evidence | None = None
    verdict = Verdict()
    if plan.checks and trained:
        try:
            check_stop()
            done = FinishedTraining(**vars(trained), monitor=monitor)
            evidence, verdict = _judge(done, answers, hooks.look, stages)
        except KeyboardInterrupt:
            finished = False
    repeats = Repeats(data, result, answers)
    if plan.repeats > 1 and trained and finished:
        with stages("repeats"):
            repeats.train(trained, hooks)
        finished = len(repeats.scores) == plan.repeats
    more = repeats.as_json() | (evidence.as_json() if evidence else {})
    record = _record(data, model, plan, monitor, result, verdict)
    record = replace(record, seconds=stages.seconds, **more)
    run = Run(model, measure_spec(data), record, data, answers=answers, result=result)
    run.verdict = verdict.findings
    return Outcome(run, finished)


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


def _keep_checkpoints(
    folder: Path, model: Any, plan: TrainingPlan, data: Dataset, monitor: Monitor
) -> None:
    """Go on from the folder's checkpoint, and keep one there after each epoch."""
    build_variables(model, batches_of(data.x_train[:1], data.y_train[:1]).data)
    if plan.checks:
        monitor.first = read_weights(train_variables(model))
    if (folder / PLAN).exists():
        done = read_state(folder, model)
        monitor.history, monitor.test_losses = done.history, done.test_losses
    else:
        write_plan(
            folder, dict(data.task_record), replace(plan, network=plan.network or model.name)
        )

    def save() -> None:
        with contextlib.suppress(OSError):  # a full disk is no reason to lose the training
            write_state(folder, model, Progress(monitor.history, monitor.test_losses))

    monitor.save = save


def _fit(
    model: Any, data: Dataset, plan: TrainingPlan, monitor: Monitor, stages: Stages
) -> Trained | None:
    """Train for all epochs; None where Ctrl-C came after the first."""
    try:
        with stages("fit"):
            epochs = len(monitor.history)
            trained = fit_dataset(model, data, plan, [monitor.callback()], epochs)
    except KeyboardInterrupt:
        if not monitor.history:
            raise
        return None
    stages.seconds |= trained.seconds
    return trained


def _judge(
    training: FinishedTraining,
    answers: NDArray[Any],
    looked: Callable[[], Look] | None,
    stages: Stages,
) -> tuple[Evidence, Verdict]:
    with stages("look"):
        seen = looked() if looked else look(training.data)
    with stages("verdict"):
        evidence = collect_evidence(training, answers, seen)
        return evidence, judge(evidence)


class Repeats:
    """What the same training gives from one seed after another.

    Attributes:
        scores: the accuracy (R2) of each seed that is done.
    """

    def __init__(self, data: Dataset, result: Result, answers: NDArray[Any]) -> None:
        self.data = data
        self.figure = "test_accuracy" if data.classes else "test_r2"
        self.first: float = result.as_json()[self.figure]
        self.scores: dict[int, float] = {}
        self.crossings = [find_crossings(data.facts_test, answers)]

    def train(self, trained: Trained, hooks: Hooks) -> None:
        """Train from the seeds that follow; Ctrl-C ends it early."""
        data, plan = self.data, trained.plan
        self.scores[plan.first_seed] = self.first
        with contextlib.suppress(KeyboardInterrupt):
            for seed, answers in repeat_training(trained, plan.seeds[1:], hooks.workers):
                with defer_stop():
                    self.crossings.append(find_crossings(data.facts_test, answers))
                    self.scores[seed] = float(scores_of(answers, data.y_test, data.classes).mean())
                if hooks.on_repeat:
                    hooks.on_repeat(seed, self.scores[seed])
                check_stop()

    def as_json(self) -> dict[str, Any]:
        """What a record keeps of it: the figures of all seeds, and the crossings."""
        crossings = average_crossings(self.crossings)
        done, repeats = sorted(self.scores), None
        if len(done) > 1:
            repeats = Repeated.of(self.figure, done, [self.scores[seed] for seed in done]).as_json()
        return {
            "repeats": repeats,
            "crossings": {name: asdict(crossing) for name, crossing in crossings.items()},
        }


def _record(
    data: Dataset,
    model: Any,
    plan: TrainingPlan,
    monitor: Monitor,
    result: Result,
    verdict: Verdict,
) -> Record:
    return Record(
        task=dict(data.task_record),
        plan=replace(plan, network=plan.network or model.name),
        classes=data.classes,
        target=data.target,
        epochs=len(monitor.history),
        results=result.as_json(),
        history=monitor.history,
        verdict=[finding.as_json() for finding in verdict.findings],
        unanswered=[check.as_json() for check in verdict.unanswered],
        versions=versions() | {"python": platform.python_version()},
    )
