"""A plan and a dataset become a Run: build, fit, test, judge and repeat."""

import contextlib
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from miwake.audit.look import look
from miwake.audit.result import Look
from miwake.dataset import Dataset
from miwake.plan import TrainingPlan
from miwake.run.checkpoint import PLAN, Progress, read_state, write_plan, write_state
from miwake.run.measure_spec import measure_spec
from miwake.run.record import Record, versions
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.signals import check_stop, defer_stop
from miwake.runtime.timer import Stages
from miwake.stats.evaluation import Result
from miwake.training.batches import batches_of
from miwake.training.build import build
from miwake.training.fit_dataset import Trained, fit_dataset
from miwake.training.frozen import Progress as FeatureProgress
from miwake.training.frozen import part_data, part_inputs, trained_part
from miwake.training.inference import predict_proba
from miwake.training.model_state import build_variables, train_variables
from miwake.training.model_state import read_state as read_weights
from miwake.verdict.collect import collect_evidence
from miwake.verdict.controls import FinishedTraining
from miwake.verdict.evidence import Evidence
from miwake.verdict.monitor import Epoch, Monitor
from miwake.verdict.verdict import Verdict, judge
from miwake.workflow.cross_validation import Tested, check_folds, cross_validate
from miwake.workflow.jobs import portable_record
from miwake.workflow.repeats import Repeats
from miwake.workflow.resolve_plan import choose_open_epochs
from miwake.workflow.run_api import Run


@dataclass(frozen=True)
class Hooks:
    """Who hears of a training, and who works for it.

    Attributes:
        on_epoch: called after each epoch.
        on_repeat: called after each repeat with its seed, its score and what that is called:
            test_accuracy, or test_r2.
        features: opens what hears how many features of examples are computed, and of how many.
        on_save: called before the run is written into its folder.
        look: gives what `look` saw in the data, where somebody has it looked at already.
        workers: who does the repeats after the first; by default threads here.
    """

    on_epoch: Callable[[Epoch], None] | None = None
    on_repeat: Callable[[int, float, str], None] | None = None
    on_save: Callable[[], None] | None = None
    features: Callable[[], AbstractContextManager[FeatureProgress | None]] = nullcontext
    look: Callable[[], Look] | None = None
    workers: WorkerConfig = field(default_factory=WorkerConfig)


@dataclass(frozen=True)
class Outcome:
    """What came of a training: its run, and whether it was finished."""

    run: Run
    finished: bool


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
    check_folds(plan, data, model)
    stages = Stages()
    with stages("build"):
        model = build(plan.network if model is None else model, data, plan.first_seed, plan)
    if trained_part(model) is not model:
        with stages("features"), hooks.features() as progress:
            part_data(model, data, progress)  # the cache keeps them for what follows
    with stages("epochs"):
        plan = choose_open_epochs(plan, data, model)
    monitor = Monitor(data, plan, hooks.on_epoch)
    if folder is not None:
        _keep_checkpoints(folder, trained_part(model), plan, data, monitor)
    with defer_stop():
        trained = _fit(model, data, plan, monitor, stages)
        with stages("evaluate"):
            test = Tested.of(model, data, predict_proba(model, data.x_test, data.classes))
    finished = trained is not None
    evidence, verdict = None, Verdict()
    if trained:
        try:
            test = _test_folds(trained, test, stages)
            if plan.checks:
                done = FinishedTraining(**vars(trained), monitor=monitor)
                evidence, verdict = _judge(done, test, hooks.look, stages)
        except KeyboardInterrupt:
            finished = False
    repeats = Repeats(test.result, test.crossings)
    if plan.repeats > 1 and trained and finished:
        with stages("repeats"):
            repeats.train(trained, hooks.workers, hooks.on_repeat)
        finished = len(repeats.scores) == plan.repeats
    more = repeats.as_json() | (evidence.as_json() if evidence else {})
    plan = replace(plan, folds=test.folds)  # 1 where they were interrupted, too
    record = _record(data, test.model, plan, monitor, test.result, verdict)
    record = replace(record, seconds=stages.seconds, **more)
    run = Run(test.model, measure_spec(data), record, test.data, answers=test.answers)
    run.result, run.verdict = test.result, verdict.findings
    return Outcome(run, finished)


def _keep_checkpoints(
    folder: Path, model: Any, plan: TrainingPlan, data: Dataset, monitor: Monitor
) -> None:
    """Go on from the folder's checkpoint, and keep one there after each epoch."""
    x = part_inputs(model, data.x_train[:2])[:1]  # a single one is computed, not looked up
    first = batches_of(x, data.y_train[:1]).data
    build_variables(model, first, min(plan.batch_size, data.train))
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
    return replace(trained, seconds=dict(stages.seconds))


def _test_folds(trained: Trained, first: Tested, stages: Stages) -> Tested:
    """Test the examples in all folds, if there are more than the first."""
    check_stop()
    if trained.plan.folds == 1:
        return first
    with stages("folds"):
        return cross_validate(trained, first.answers)


def _judge(
    training: FinishedTraining,
    test: Tested,
    look_at: Callable[[], Look] | None,
    stages: Stages,
) -> tuple[Evidence, Verdict]:
    with stages("look"):
        audit = look_at() if look_at else look(training.data)
    with stages("verdict"):
        evidence = collect_evidence(training, test.data, test.answers, audit)
        return evidence, judge(evidence)


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
