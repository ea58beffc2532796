"""Folds in a training: each example has the answer of a network that was trained without it."""

import json

import numpy as np
import pytest

import miwake
from miwake.errors import ArgumentError, RunError
from miwake.plan import TrainingPlan
from miwake.readers.folds import fold
from miwake.stats.intervals import wilson_interval
from miwake.training.build import build
from miwake.training.fit_dataset import fit_dataset
from miwake.training.inference import predict_proba
from miwake.workflow import cross_validation
from miwake.workflow.resolve_plan import resolve_plan

EPOCHS = 3


def write_table(path, values=False, n=70):
    rng = np.random.default_rng(5)
    x = rng.normal(size=(n, 2)) * [1, 50] + [3, 10]
    score = x[:, 0] - 3 + 0.02 * x[:, 1] + 0.5 * rng.normal(size=n)
    labels = [f"{100 + 30 * s:.3f}" for s in score] if values else ["no", "yes"]
    labels = labels if values else [labels[int(s > 0.2)] for s in score]
    colours = np.where(x[:, 0] > 3, "red", "blue")
    columns = zip(*x.T, colours, labels, strict=True)
    rows = [f"{a:.4f},{b:.4f},{colour},{y}" for a, b, colour, y in columns]
    path.write_text("first,second,colour,label\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return write_table(tmp_path_factory.mktemp("table") / "own.csv")


@pytest.fixture(scope="module")
def run(table):
    return miwake.train(miwake.load_task(table), epochs=EPOCHS, folds=7, checks=False)


def by_hand(data, folds=7):
    """The answers of networks that are trained one after another, each as a whole."""
    plan = resolve_plan(TrainingPlan(data.plan, epochs=EPOCHS, folds=folds), data)
    parts, answers = fold(data, folds, data.seed), []
    for number in range(len(parts)):
        part = parts.dataset(number) if number else data
        model = build("dense", part, 0, plan)
        fit_dataset(model, part, plan)
        answers.append(predict_proba(model, part.x_test, part.classes))
    return parts.tested, np.concatenate(answers)


def test_every_example_is_answered_without_it(run, table):
    tested, answers = by_hand(miwake.load_task(table).make())
    assert np.array_equal(run.data.x_test, tested.x_test)
    assert np.allclose(run.answers, answers, rtol=0, atol=1e-5)
    right = int((run.answers.argmax(axis=1) == tested.y_test).sum())
    assert run.result.accuracy == wilson_interval(right, 70)


def test_the_first_fold_is_the_usual_training_to_the_bit(run, table):
    usual = miwake.train(miwake.load_task(table), epochs=EPOCHS, checks=False)
    assert run.answers[: len(usual.answers)].tobytes() == usual.answers.tobytes()


def test_the_network_that_is_kept_has_learned_all_examples(run, table):
    tested = fold(miwake.load_task(table).make(), 7, 0).tested
    plan = resolve_plan(TrainingPlan(tested.plan, epochs=EPOCHS, folds=7), tested)
    model = build("dense", tested, 0, plan)
    fit_dataset(model, tested, plan)
    pairs = zip(run.model.get_weights(), model.get_weights(), strict=True)
    assert all(mine.tobytes() == theirs.tobytes() for mine, theirs in pairs)


def test_a_value_is_answered_without_it(tmp_path):
    task = miwake.load_task(write_table(tmp_path / "values.csv", values=True), regression=True)
    run = miwake.train(task, epochs=EPOCHS, folds=4, checks=False)
    tested, answers = by_hand(task.make(), 4)
    assert np.array_equal(run.data.y_test, tested.y_test)
    assert np.allclose(run.answers, answers, rtol=2e-3)


def test_a_kept_run_gives_the_same_test_again(run, tmp_path):
    kept = miwake.load_run(run.save(tmp_path / "run"))
    assert kept.evaluate(each_class=True).whole == run.result
    shown = kept.predict_tests(20)
    assert [p.probability for p in shown] == [float(row.max()) for row in run.answers[:20]]
    assert "70" in kept.report("en")
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert record["folds"] == 7


@pytest.mark.parametrize("bytes_", [b"", b"\x93NUMPY\x01\x00", None])
def test_damaged_answers_are_a_clear_error(run, tmp_path, bytes_):
    path = run.save(tmp_path / "run") / "out_of_fold.npy"
    path.unlink() if bytes_ is None else path.write_bytes(bytes_)
    with pytest.raises(RunError, match=r"out_of_fold.npy is damaged .*; train the run again"):
        miwake.load_run(tmp_path / "run").evaluate()


def test_repeats_draw_the_folds_anew(table):
    run = miwake.train(miwake.load_task(table), epochs=1, folds=3, repeats=2, checks=False)
    data = miwake.load_task(table).make()
    plan = resolve_plan(TrainingPlan(data.plan, epochs=1, folds=3, seed=1), data)
    second = cross_validation.answer_folds(plan, data)
    scores = [run.result.accuracy.accuracy, second.result.accuracy.accuracy]
    assert run.record.repeats["min"] == min(scores)
    assert run.record.repeats["max"] == max(scores)
    assert not np.array_equal(second.data.x_test, run.data.x_test)


def test_a_stop_between_folds_keeps_the_first(table, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cross_validation, "train_replicates", stop)
    with pytest.raises(miwake.TrainingInterrupted) as caught:
        miwake.train(miwake.load_task(table), epochs=EPOCHS, folds=7, checks=False)
    usual = miwake.train(miwake.load_task(table), epochs=EPOCHS, checks=False)
    assert caught.value.run.result == usual.result


def test_the_next_step_has_the_folds_too(tmp_path):
    path = write_table(tmp_path / "leak.csv", n=200)
    head, *rows = path.read_text().splitlines()
    rows = [f"{row},{3.5 * row.endswith('yes') + i / 1000:.4f}" for i, row in enumerate(rows)]
    path.write_text("\n".join([f"{head},score", *rows]) + "\n")
    task = miwake.load_task(path, label="label")
    run = miwake.train(task, epochs=2, folds=4)
    drop = [f.next for f in run.verdict if f.next and "--drop" in str(f.next)]
    assert drop
    assert all("--folds 4" in str(action) for action in drop)
    assert "class_tiny" not in {finding.sentence for finding in run.verdict}


def test_what_has_a_test_of_its_own_is_not_split():
    with pytest.raises(ArgumentError, match="folds = 3, but this data has a test part of its own"):
        miwake.train(miwake.load_task("baker").make(100, 50), epochs=1, folds=3)


def test_a_model_can_not_be_trained_again(table):
    data = miwake.load_task(table).make()
    with pytest.raises(ArgumentError, match="folds = 3 with a Keras model"):
        miwake.train(data, build("dense", data), epochs=1, folds=3)


def test_too_few_tests_ask_for_folds(tmp_path):
    path = write_table(tmp_path / "few.csv")
    path.write_text("\n".join(path.read_text().splitlines()[:22]) + "\n")
    run = miwake.train(miwake.load_task(path), epochs=2)
    actions = [finding.next for finding in run.verdict if finding.next]
    assert any(action.plan.folds == 7 for action in actions)
    assert any("--folds 7" in str(action) for action in actions)


def test_folds_on_the_command_line(miwake_command, table):
    result = miwake_command("train", str(table), "--epochs", "2", "--folds", "5", "--no-checks")
    assert result.returncode == 0
    assert "tested by one of 5 networks that were trained without it" in result.stdout
    assert "trained on all 70" in result.stdout


def test_as_many_folds_are_recorded_as_there_were(table, tmp_path):
    run = miwake.train(miwake.load_task(table), epochs=1, folds=1000, checks=False)
    data = miwake.load_task(table).make()
    assert run.record.plan.folds == len(fold(data, 1000, data.seed)) == 1 + len(data.y_train)
    run.save(tmp_path / "run")
    assert miwake.load_run(tmp_path / "run").evaluate().whole == run.result
