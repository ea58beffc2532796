"""Runs: predicting, evaluating, keeping and loading."""

import errno
import json
import shutil

import numpy as np
import pytest

import miwake
from miwake.errors import ArgumentError, DataError, RunError
from miwake.run import folder as runfolder
from miwake.runtime.keras_backend import keras


@pytest.fixture(scope="module")
def loaded(baker_run):
    return miwake.load_run(baker_run.path)


@pytest.fixture(scope="module")
def alone(baker_run, tmp_path_factory):
    """The model file without its folder."""
    path = tmp_path_factory.mktemp("alone") / "model.keras"
    shutil.copy(baker_run.path / "model.keras", path)
    return miwake.load_run(path)


def labels(predictions):
    return [found.prediction for found in predictions]


def test_a_loaded_run_answers_as_before(baker_run, loaded):
    assert loaded.predict(baker_run.data.x_test) == baker_run.predict(baker_run.data.x_test)


def test_one_example_is_answered(loaded):
    (found,) = loaded.predict(np.zeros(8))
    assert found.prediction in {"random", "baker"}
    assert 0.5 <= found.probability <= 1


def test_plain_lists_are_examples(loaded):
    assert len(loaded.predict([[0.5] * 8, [0.25] * 8])) == 2


def test_no_examples_have_no_answers(loaded):
    assert loaded.predict(np.zeros((0, 8))) == []


@pytest.mark.parametrize(
    "x", [np.zeros((2, 9)), np.zeros(3), "a b".split, [[1], [1, 2]], [["a"] * 8]]
)
def test_what_is_no_example_is_refused(loaded, x):
    with pytest.raises(ArgumentError, match="x "):
        loaded.predict(x)


def test_files_are_answered(loaded, tmp_path):
    np.save(tmp_path / "a.npy", np.zeros((2, 8)))
    (tmp_path / "b.csv").write_text("0,0,0,0,0,0,0,0\n")
    found = loaded.predict([tmp_path / "a.npy", str(tmp_path / "b.csv")])
    assert [one.input.rpartition("/")[2] for one in found] == ["a.npy[0]", "a.npy[1]", "b.csv"]
    assert len(set(labels(found))) == 1


def test_a_file_that_is_none_is_refused(loaded, tmp_path):
    with pytest.raises(DataError, match="there is no file"):
        loaded.predict(tmp_path / "none.csv")


def test_the_first_tests_are_those_of_the_training(baker_run, loaded):
    found = loaded.predict_tests(30)
    assert found == baker_run.predict_tests(30)
    truth = [baker_run.spec.classes[n] for n in baker_run.data.y_test[:30]]
    assert [one.answer for one in found] == truth


def test_weights_that_are_no_numbers_give_no_answers(baker_run):
    run = miwake.load_run(baker_run.path)
    run.model.set_weights([np.full_like(weights, np.nan) for weights in run.model.get_weights()])
    for use in (lambda: run.predict(np.zeros(8)), lambda: run.predict_tests(3), run.evaluate):
        with pytest.raises(RunError, match="its weights are NaN or infinite"):
            use()


def test_an_example_that_is_no_number_has_no_answer(loaded):
    x = np.zeros((3, 8))
    x[1, 4] = np.nan
    with pytest.raises(RunError, match=r"1 of 3 examples: they hold NaN"):
        loaded.predict(x)


def test_a_model_file_alone_knows_its_tests(baker_run, alone):
    assert alone.predict_tests(30) == baker_run.predict_tests(30)


def test_a_model_file_alone_can_be_evaluated(baker_run, alone):
    assert alone.evaluate(test=300).whole == baker_run.evaluate(test=300).whole


def test_evaluation_is_on_fresh_examples(baker_run):
    found = baker_run.evaluate(test=300)
    assert (found.n, found.fresh) == (300, True)
    assert found.whole.loss != baker_run.result.loss


def test_the_same_seed_gives_the_same_evaluation(baker_run, loaded):
    assert loaded.evaluate(test=200, seed=3) == baker_run.evaluate(test=200, seed=3)


def test_each_class_is_evaluated_alone(loaded):
    found = loaded.evaluate(each_class=True, test=200)
    assert {name: result.accuracy.n for name, result in found.each.items()} == {
        "random": 100,
        "baker": 100,
    }


def test_data_that_is_there_is_evaluated_on_its_test_part(digit_run):
    found = digit_run.evaluate(each_class=True)
    assert (found.n, found.fresh, found.whole) == (2000, False, digit_run.result)
    assert list(found.each) == list("0123456789")


def test_arrays_without_a_task_say_so(digit_run):
    with pytest.raises(RunError, match="does not say how to make its examples"):
        miwake.load_run(digit_run.path).evaluate()


def test_a_run_is_kept_in_a_new_folder_only(baker_run):
    with pytest.raises(RunError, match="exists already"):
        baker_run.save(baker_run.path)


def test_a_run_that_can_not_be_kept_leaves_nothing(loaded, tmp_path, monkeypatch):
    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(runfolder, "write_model", full)
    with pytest.raises(RunError, match="No space left"):
        loaded.save(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_a_model_file_alone_is_no_run(alone, tmp_path):
    with pytest.raises(RunError, match="is no run"):
        alone.save(tmp_path / "new")


@pytest.mark.parametrize("name", ["nowhere", "nowhere.keras", "notes.txt"])
def test_what_is_no_run_is_named(tmp_path, name):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(RunError, match=r"give a run folder or a \.keras file"):
        miwake.load_run(tmp_path / name)


def test_a_model_file_that_names_a_file_as_its_task_does_not_run_it(alone, tmp_path, monkeypatch):
    ran = tmp_path / "ran"
    (tmp_path / "evil.py").write_text(f"open({str(ran)!r}, 'w')\n")
    spec = type(alone.spec).from_json(alone.spec.as_json() | {"classes": ["a", "b"]})
    object.__setattr__(spec, "task", str(tmp_path / "evil.py"))
    with pytest.raises(RunError, match="does not say how to make"):
        miwake.Run(alone.model, spec).evaluate()
    assert not ran.exists()


def test_a_regression_gives_values(tmp_path):
    (tmp_path / "heat.py").write_text(
        'target = "t"\ntrain = 64\ntest = 32\nepochs = 1\n'
        'def heat(rng):\n    t = rng.random()\n    return [t] * 4, {"t": t}\n'
    )
    run = miwake.train(miwake.load_task(tmp_path / "heat.py").make())
    run.save(tmp_path / "run")
    found = miwake.load_run(tmp_path / "run").predict_tests(3)
    assert [one.probability for one in found] == [None] * 3
    assert [one.answer for one in found] == pytest.approx(run.data.y_test[:3].tolist())


@pytest.fixture(scope="module")
def article(mnist, tmp_path_factory):
    """The article's own model file: plain Keras, trained on brightness from 0 to 1."""
    (x, y), _ = mnist
    found = keras()
    found.utils.set_random_seed(0)
    model = found.Sequential(
        [
            found.Input((28, 28)),
            found.layers.Flatten(),
            found.layers.Dense(128, activation="relu"),
            found.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    miwake.fit(model, x[:10_000].astype(np.float32) / 255, y[:10_000], epochs=2, verbose=0)
    path = tmp_path_factory.mktemp("article") / "mnist.keras"
    model.save(path)
    return path


@pytest.mark.parametrize("way", ["light on dark", "dark on light", "large"])
def test_the_articles_own_model_reads_pictures(article, mnist, draw, way):
    x, y = mnist[1][0][:100], mnist[1][1][:100]
    drawn = {
        "light on dark": x,
        "dark on light": 255 - x,
        "large": 255 - x.repeat(5, 1).repeat(5, 2),
    }
    paths = [draw(digit, f"{i}.png") for i, digit in enumerate(drawn[way])]
    found = [int(label) for label in labels(miwake.load_run(article).predict(paths))]
    assert np.mean(found == y) > 0.8


def test_a_plain_model_says_that_it_has_no_task(article):
    with pytest.raises(RunError, match="does not say how to make its examples"):
        miwake.load_run(article).predict_tests()


def test_a_run_folder_is_json_that_others_read(folder, baker_run):
    found = json.loads((folder / "run.json").read_text("utf-8"))
    assert found["task"]["settings"]["LENGTH"] == 8
    assert found["results"]["test_accuracy"] == baker_run.result.accuracy.accuracy
    assert found["versions"].keys() == {"miwake", "keras", "jax", "numpy", "python"}


# Its report


def test_a_kept_run_has_a_report(baker_run):
    assert (baker_run.path / "report.html").read_text("utf-8") == baker_run.report("en")


def test_a_run_that_was_read_again_gives_the_same_report(baker_run):
    assert miwake.load_run(baker_run.path).report("ja") == baker_run.report("ja")


def test_examples_that_can_t_be_had_again_are_left_out(folder, edit_json):
    edit_json(folder / "run.json", task={"name": "gone", "text": None})
    assert "could not be had again" in miwake.load_run(folder).report("en")


def test_examples_that_are_others_than_they_were_are_left_out(folder, edit_json):
    found = miwake.load_run(folder)
    results = found.record.results | {"test_loss": 9.0}
    edit_json(folder / "run.json", results=results)
    assert "could not be had again" in miwake.load_run(folder).report("en")


def test_a_report_is_in_the_language_of_the_locale(baker_run, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert '<html lang="ja">' in baker_run.report()


def test_a_language_that_is_not_spoken_is_refused(baker_run, tmp_path):
    with pytest.raises(ArgumentError, match="'fr'"):
        baker_run.save(tmp_path / "run", lang="fr")
    assert not (tmp_path / "run").exists()


def test_a_keras_file_alone_has_no_report(baker_run):
    with pytest.raises(RunError, match="a report needs the run's folder"):
        miwake.load_run(baker_run.path / "model.keras").report()


# Of an older version

SPINS = (
    "from miwake.tasks.ising_model import CRITICAL_TEMPERATURE, energies, log_likelihoods, sample"
)
OLD_SPINS = """from miwake.sources.ising import energies, sample
from miwake.sources.ising_exact import CRITICAL_TEMPERATURE, log_likelihoods"""


def test_a_run_whose_text_names_modules_of_an_older_version_is_evaluated(tmp_path, edit_json):
    task = miwake.load_task("ising", {"SIZE": 4})
    miwake.train(task.make(300, 100), epochs=1, checks=False).save(tmp_path / "run")
    now = miwake.load_run(tmp_path / "run")
    text = now.record.task["text"]
    assert SPINS in text
    old = now.record.task | {"text": text.replace(SPINS, OLD_SPINS)}
    edit_json(tmp_path / "run" / "run.json", task=old)
    then = miwake.load_run(tmp_path / "run")
    assert then.evaluate(test=200) == now.evaluate(test=200)
