"""The number of epochs that the data choose, without the test."""

from dataclasses import replace

import numpy as np
import pytest

import miwake
from miwake.plan import TrainingPlan
from miwake.training.build import build
from miwake.training.choose_epochs import choose_epochs, fold_numbers
from miwake.workflow.run_api import load_run


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """Few rows, many columns, much noise: a long training learns them by heart."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(120, 12))
    y = 3 * x[:, 0] + rng.normal(0, 4, 120)
    rows = "\n".join(
        ",".join(f"{v:.4f}" for v in (*row, value)) for row, value in zip(x, y, strict=True)
    )
    path = tmp_path_factory.mktemp("small") / "table.csv"
    path.write_text(",".join([*"abcdefghijkl", "value"]) + "\n" + rows, "utf-8")
    return path


@pytest.fixture(scope="module")
def run(table):
    return miwake.train(miwake.load_task(table))


def test_it_stops_before_it_has_learned_the_noise(run):
    plan = run.record.plan
    assert plan.epochs < plan.most_epochs == 100
    long = miwake.train(miwake.load_task(run.data.origin.plan.task), epochs=100, checks=False)
    assert run.record.results["test_r2"] > long.record.results["test_r2"]


def test_it_is_the_training_of_as_many_epochs_to_the_bit(run, table):
    by_hand = miwake.train(miwake.load_task(table), epochs=run.record.plan.epochs)
    assert by_hand.record.plan.most_epochs is None
    assert by_hand.record.history == run.record.history
    np.testing.assert_array_equal(by_hand.answers, run.answers)


def test_a_run_says_and_keeps_how_many_and_why(run, tmp_path):
    (told,) = (f for f in run.verdict if f.sentence == "epochs.chosen")
    assert told.values == {"epochs": run.record.plan.epochs, "most": 100}
    kept = load_run(run.save(tmp_path / "run")).record
    assert (kept.plan.epochs, kept.plan.most_epochs) == (run.record.plan.epochs, 100)


def choose(data, seed=0, **changes):
    plan = TrainingPlan(data.plan, "dense", seed=seed, **changes)
    return choose_epochs(build("dense", data, seed, plan), data, plan, most=100)


def test_the_test_has_no_part_in_it(run):
    data = run.data
    other = replace(data, x_test=data.x_test[:3] * 7, y_test=-data.y_test[:3])
    assert choose(other) == choose(data) == run.record.plan.epochs


def test_all_seeds_of_a_training_agree(run):
    assert choose(run.data, seed=5) == run.record.plan.epochs


def test_too_few_whole_batches_choose_nothing(run):
    assert choose(run.data, batch_size=64) is None


def test_folds_share_the_classes_and_keep_groups_whole(run):
    y = np.repeat(np.arange(2, dtype=np.int32), [50, 53])
    tests = {"x_test": run.data.x_test[:2], "y_test": y[:2], "classes": ("a", "b")}
    data = replace(run.data, x_train=run.data.x_train[:1].repeat(103, axis=0), y_train=y, **tests)
    folds = fold_numbers(data)
    for label in (0, 1):
        assert np.ptp(np.bincount(folds[y == label], minlength=5)) <= 1
    groups = np.arange(103) // 4
    folds = fold_numbers(replace(data, groups_train=groups))
    assert all(len(set(folds[groups == group])) == 1 for group in groups)
