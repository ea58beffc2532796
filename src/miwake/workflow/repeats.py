"""Repeats: the same training from further seeds, and what they give together."""

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from miwake.runtime.executors import WorkerConfig
from miwake.runtime.signals import check_stop, defer_stop
from miwake.stats.evaluation import Classification, Result
from miwake.stats.per_example import scores_of
from miwake.stats.repeated import Repeated
from miwake.stats.transition_point import Estimate, average_crossings
from miwake.training.fit_dataset import Trained, answers_of_seeds
from miwake.workflow.cross_validation import Tested, answer_folds, tested_data
from miwake.workflow.jobs import Job, answer_job, portable_record


class Repeats:
    """What the same training gives from one seed after another.

    Args:
        result: of the first.
        crossings: of the first.

    Attributes:
        scores: the accuracy (R2) of each seed that is done.
    """

    def __init__(self, result: Result, crossings: Mapping[str, Estimate]) -> None:
        self.figure = "test_accuracy" if isinstance(result, Classification) else "test_r2"
        self.first: float = result.as_json()[self.figure]
        self.scores: dict[int, float] = {}
        self.crossings = [crossings]

    def train(
        self,
        trained: Trained,
        workers: WorkerConfig,
        on_repeat: Callable[[int, float, str], None] | None = None,
    ) -> None:
        """Train from the seeds that follow; Ctrl-C ends it early."""
        plan = trained.plan
        self.scores[plan.first_seed] = self.first
        with contextlib.suppress(KeyboardInterrupt):
            for seed, test in _test_again(trained, plan.seeds[1:], workers):
                data = test.data
                with defer_stop():
                    self.crossings.append(test.crossings)
                    scores = scores_of(test.answers, data.y_test, data.classes)
                    self.scores[seed] = float(scores.mean())
                if on_repeat:
                    on_repeat(seed, self.scores[seed], self.figure)
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


def _test_again(
    trained: Trained, seeds: Sequence[int], workers: WorkerConfig
) -> Iterator[tuple[int, Tested]]:
    """Train again from other seeds, and yield each with its test; folds are drawn anew.

    Raises:
        WorkerError: those who did the work are lost.
    """
    data, plan = trained.data, trained.plan
    if workers.leaves_process:
        record = portable_record(data)
        plan = replace(plan, data=plan.data.numbers(), repeats=1)
        jobs = [Job(record, replace(plan, seed=seed)) for seed in seeds]
        for job, answers in workers.map(answer_job, jobs):
            yield (
                job.plan.first_seed,
                Tested.of(None, tested_data(data, plan.folds, job.plan.first_seed), answers),
            )
    elif plan.folds > 1:
        for seed in seeds:
            yield seed, answer_folds(replace(plan, seed=seed), data)
    else:
        for seed, answers in answers_of_seeds(trained, seeds):  # they share the compiled program
            yield seed, Tested.of(None, data, answers)
