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
from miwake.stats.transition_point import Estimate, average_crossings, find_crossings
from miwake.training.fit_dataset import Trained, answers_of_seeds
from miwake.workflow.jobs import Answers, Job, answer_job, portable_record


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
        data, plan = trained.data, trained.plan
        self.scores[plan.first_seed] = self.first
        with contextlib.suppress(KeyboardInterrupt):
            for seed, answers in _answers(trained, plan.seeds[1:], workers):
                with defer_stop():
                    self.crossings.append(find_crossings(data.facts_test, answers))
                    self.scores[seed] = float(scores_of(answers, data.y_test, data.classes).mean())
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


def _answers(
    trained: Trained, seeds: Sequence[int], workers: WorkerConfig
) -> Iterator[tuple[int, Answers]]:
    """Train again from other seeds, and yield each with the answers to the test examples.

    Raises:
        WorkerError: those who did the work are lost.
    """
    if not workers.leaves_process:  # threads here share the compiled program
        yield from answers_of_seeds(trained, seeds)
        return
    record = portable_record(trained.data)
    plan = replace(trained.plan, data=trained.plan.data.numbers(), repeats=1)
    jobs = [Job(record, replace(plan, seed=seed)) for seed in seeds]
    for job, answers in workers.map(answer_job, jobs):
        yield job.plan.first_seed, answers
