"""The built-in tasks: what they promise, and the exact facts of their examples."""

import ast

import numpy as np
import pytest

from miwake.tasks import mnist_data as mnist_source
from miwake.tasks.load import load_task
from miwake.tasks.protocol import built_in_tasks

MAKERS = [name for name in built_in_tasks() if load_task(name).can_simulate]


@pytest.mark.parametrize("name", built_in_tasks())
def test_a_task_has_a_title_of_one_short_line(name):
    assert 5 < len(load_task(name).title) <= 60


@pytest.mark.parametrize("name", built_in_tasks())
def test_a_task_says_more_than_its_title(name):
    assert load_task(name).description


@pytest.mark.parametrize("name", built_in_tasks())
def test_each_function_of_a_task_says_what_it_makes(name):
    tree = ast.parse(built_in_tasks()[name].read_text("utf-8"))
    public = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    assert all(ast.get_docstring(function) for function in public)


@pytest.mark.parametrize("name", [name for name in MAKERS if load_task(name).file.best])
def test_the_best_rule_answers_for_each_example(name):
    task = load_task(name)
    data = task.make(10, 200)
    answers = task.file.best(data.x_test)
    assert answers.shape == data.y_test.shape
    if task.target:
        assert data.y_test.min() <= answers.min() <= answers.max() <= data.y_test.max()
    else:
        assert set(answers) <= set(range(len(task.classes)))


@pytest.mark.parametrize("name", MAKERS)
def test_a_task_makes_other_examples_from_another_seed(name):
    first, second = (load_task(name).make(50, 10, seed=seed) for seed in (0, 1))
    assert first.x_train.tobytes() != second.x_train.tobytes()


N = 20_000


@pytest.fixture(scope="module")
def sequences():
    """N sequences of each class, as the network gets them."""
    task = load_task("baker")
    return {name: task.fresh(N, seed=1, only=name).x.astype(float) for name in task.classes}


def lag(x, k):
    centred = x - 0.5
    return 12 * (centred[:, :-k] * centred[:, k:]).mean(axis=1)


def turning_points(x):
    rises = np.diff(x) > 0
    return (rises[:, :-1] != rises[:, 1:]).mean(axis=1)


@pytest.mark.parametrize(
    ("number", "random", "baker"),
    [
        pytest.param(lambda x: x.mean(axis=1), 1 / 2, 1 / 2, id="mean"),
        pytest.param(lambda x: ((x - 0.5) ** 2).mean(axis=1), 1 / 12, 1 / 12, id="variance"),
        pytest.param(lambda x: lag(x, 1), 0, 1 / 3, id="lag 1"),
        pytest.param(lambda x: lag(x, 2), 0, 1 / 9, id="lag 2"),
        pytest.param(lambda x: lag(x, 3), 0, 1 / 27, id="lag 3"),
        pytest.param(lambda x: np.abs(np.diff(x)).mean(axis=1), 1 / 3, 5 / 18, id="difference"),
        pytest.param(turning_points, 2 / 3, 5 / 9, id="turning points"),
        pytest.param(lambda x: x[:, 0], 1 / 2, 1 / 2, id="first"),
        pytest.param(lambda x: x[:, -1], 1 / 2, 1 / 2, id="last"),
    ],
)
@pytest.mark.parametrize("name", ["random", "baker"])
def test_numbers_have_their_exact_means(sequences, name, number, random, baker):
    found = number(sequences[name])
    exact = {"random": random, "baker": baker}[name]
    assert abs(found.mean() - exact) < 4 * found.std() / np.sqrt(N)


@pytest.mark.parametrize("name", ["random", "baker"])
def test_every_number_lies_in_the_unit_interval(sequences, name):
    assert sequences[name].min() >= 0
    assert sequences[name].max() <= 1


def test_each_number_of_the_map_follows_from_the_one_before(sequences):
    x = sequences["baker"]
    gap = (3 * x[:, :-1] - x[:, 1:]) % 1
    assert np.minimum(gap, 1 - gap).max() < 1e-6


def test_the_best_rule_is_always_right(sequences):
    best = load_task("baker").file.best
    assert not best(sequences["random"].astype(np.float32)).any()
    assert best(sequences["baker"].astype(np.float32)).all()


def test_another_multiplier_has_its_own_correlation_and_best_rule():
    task = load_task("baker", {"MULTIPLIER": "5"})
    x = task.fresh(5000, only="baker").x
    found = lag(x.astype(float), 1)
    assert abs(found.mean() - 1 / 5) < 4 * found.std() / np.sqrt(5000)
    assert task.file.best(x).all()


def test_another_length_has_that_many_numbers():
    assert load_task("baker", {"LENGTH": "17"}).make(10, 10).shape == (17,)


PIXELS = np.arange(12 * 28 * 28).astype(np.uint8).reshape(12, 28, 28)
DIGITS = np.arange(12, dtype=np.uint8) % 10


def test_the_digits_are_the_labels_of_mnist(monkeypatch):
    monkeypatch.setattr(mnist_source, "mnist", lambda path: ((PIXELS, DIGITS), (PIXELS, DIGITS)))
    data = load_task("mnist").make()
    assert (data.kind, data.classes) == ("image", tuple("0123456789"))
    assert data.y_train.tolist() == DIGITS.tolist()


def test_mnist_is_read_from_where_the_user_says(monkeypatch, tmp_path):
    asked = []

    def mnist(path):
        asked.append(path)
        return (PIXELS, DIGITS), (PIXELS, DIGITS)

    monkeypatch.setattr(mnist_source, "mnist", mnist)
    load_task("mnist", data=tmp_path).make(5, 5)
    assert asked == [tmp_path]
