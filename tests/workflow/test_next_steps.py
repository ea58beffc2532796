"""The advice is followed: it ends, leads to no plan twice, and to no worse result."""

import pytest

from chained_tasks import TASKS
from miwake.render.findings import next_step, view_findings
from miwake.stats.per_example import scores_of
from miwake.stats.significance_tests import mean_difference, paired_difference
from miwake.tasks.load import load_task
from miwake.workflow.resolve_plan import resolve_plan
from miwake.workflow.train_plan import train_plan

STEPS = 6
WORSE = 0.01  # accuracy, or R2


def trained(plan):
    data = load_task(plan.data).make(plan.data.train, plan.data.test, plan.data.seed)
    return train_plan(resolve_plan(plan, data), data).run


def next_action(run):
    """What the line that begins with Next says, as a plan."""
    step = next_step(view_findings(run.verdict))
    return next((f.next for f in run.verdict if f.next and str(f.next) == step), None)


def chain(plan):
    """The trainings that follow from one another; to look at data is none."""
    runs, plans = [trained(plan)], [plan]
    while (action := next_action(runs[-1])) and action.verb == "train":
        assert action.plan not in plans, f"again: {action}"
        assert len(plans) <= STEPS, [str(p) for p in plans]
        plans.append(action.plan)
        runs.append(trained(action.plan))
    return runs


def scores(run):
    return scores_of(run.answers, run.data.y_test, run.data.classes)


def loss_of(best, last):
    """By how much the last run is surely worse than the best one."""
    same = len(best.data.y_test) == len(last.data.y_test)
    compare = paired_difference if same else mean_difference
    return compare(scores(best), scores(last)).low


@pytest.mark.slow
@pytest.mark.parametrize("name", TASKS)
def test_following_the_advice_ends_well(name, tmp_path):
    runs = chain(TASKS[name](tmp_path))
    asked = runs[-1].record.plan.data.reader  # without a leak, or by groups, less is possible
    alike = [run for run in runs if run.record.plan.data.reader == asked]
    best = max(alike, key=lambda run: scores(run).mean())
    assert loss_of(best, runs[-1]) <= WORSE
    wrong = any(finding.status in {"bad", "warning"} for finding in runs[-1].verdict)
    said = any(f.next or f.check == "next" for f in runs[-1].verdict)
    assert said or not wrong
