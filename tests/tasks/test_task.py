"""Task: read from whatever the user names, and made into data."""

import textwrap

import numpy as np
import pytest

from miwake import Task
from miwake.errors import ArgumentError, TaskError
from miwake.tasks.load import load_task
from miwake.tasks.protocol import built_in_tasks

TWO = "def a(rng): return rng.random(3)\ndef b(rng): return rng.random(3)\n"


@pytest.fixture
def write(tmp_path):
    """Writes a file into an empty folder."""

    def file(text, name="mine.py"):
        path = tmp_path / name
        path.write_bytes(
            text if isinstance(text, bytes) else textwrap.dedent(text).strip().encode()
        )
        return path

    return file


def test_a_built_in_task_is_loaded_by_its_name():
    task = load_task("baker")
    assert (task.name, task.origin, task.built_in) == ("baker", "baker", True)


def test_a_file_is_loaded_by_its_path(write):
    path = write(TWO)
    task = load_task(path)
    assert (task.name, task.origin, task.built_in) == ("mine", str(path), False)


def test_a_task_is_returned_as_it_is():
    task = Task(a=lambda rng: [1.0], b=lambda rng: [2.0])
    assert load_task(task) is task


@pytest.mark.parametrize(
    ("docstring", "title", "description"),
    [
        ('"""Hot or cold?"""', "Hot or cold?", ""),
        ('"""Hot or cold?\n\nWater.\nOr ice.\n"""', "Hot or cold?", "Water.\nOr ice."),
        ('"""\nHot or cold?\n"""', "Hot or cold?", ""),
        ('"""見分け\n\n説明。"""', "見分け", "説明。"),
        ("", "mine", ""),
        ('""', "mine", ""),
    ],
)
def test_title_and_description_come_from_the_docstring(write, docstring, title, description):
    task = load_task(write(f"{docstring}\n{TWO}"))
    assert (task.title, task.description) == (title, description)


def test_japanese_names_are_labels(write):
    task = load_task(
        write("def 乱数(rng): return rng.random(3)\ndef パイ(rng): return [0] * 3", "猫.py")
    )
    assert (task.name, task.make(20, 10).classes) == ("猫", ("乱数", "パイ"))


@pytest.mark.parametrize(
    "encoded",
    [
        b"\xef\xbb\xbf" + TWO.encode(),
        ("# -*- coding: cp932 -*-\n'''見分け'''\n" + TWO).encode("cp932"),
        TWO.replace("\n", "\r\n").encode(),
    ],
)
def test_files_of_other_editors_are_read(write, encoded):
    assert load_task(write(encoded)).classes == ("a", "b")


def test_settings_can_be_changed(write):
    path = write("LENGTH = 3\n" + TWO.replace("(3)", "(LENGTH)"))
    assert load_task(path, {"LENGTH": "5"}).make(10, 10).shape == (5,)


def test_the_defaults_of_the_file_are_used(write):
    data = load_task(write("train, test = 30, 20\n" + TWO)).make()
    assert (len(data.x_train), len(data.x_test)) == (30, 20)


@pytest.mark.parametrize(("name", "value"), [("train", 60_000), ("test", 10_000), ("epochs", 5)])
def test_without_a_default_the_usual_is_taken(write, name, value):
    assert load_task(write(TWO)).default(name, 5) == value


def test_each_file_has_its_own_neighbour(write, tmp_path):
    found = []
    for folder, value in (("one", 1.0), ("two", 2.0)):
        (tmp_path / folder).mkdir()
        write(f"VALUE = {value}", f"{folder}/miwake_model.py")
        text = (
            "from miwake_model import VALUE\ndef a(rng): return [VALUE]\ndef b(rng): return [VALUE]"
        )
        found.append(load_task(write(text, f"{folder}/mine.py")).make(4, 4).x_train[0, 0])
    assert found == [1.0, 2.0]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bakr", "there is no task bakr; did you mean baker?"),
        ("baker.py", "there is no task baker.py; did you mean baker?"),
        ("qqq", "there is no task qqq; the built-in ones are baker, "),
        ("qqq", ", and `miwake new FILE.py` writes one"),
        ("minr.py", "there is no task minr.py; did you mean mine.py?"),
        ("no/such/file.py", "there is no task no/such/file.py; "),
        ("notes.txt", "notes.txt is no task; give a task file (.py), a folder with"),
        (".", ". is no task; give a task file (.py), a folder with"),
        ("", ". is no task; give a task file (.py), a folder with"),
    ],
)
def test_an_unknown_task_is_told_with_what_is_near(write, tmp_path, monkeypatch, name, told):
    monkeypatch.chdir(tmp_path)
    write(TWO)
    write("notes", "notes.txt")
    with pytest.raises(TaskError) as caught:
        load_task(name)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told_before_its_options(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("nope.csv", "data/nope.csv"):
        with pytest.raises(TaskError, match=f"there is no task {name}; "):
            load_task(name, label="kind", drop="a,b")


def test_a_file_that_is_not_text_is_told(write):
    path = write("# é\n".encode("latin-1") + TWO.encode())
    with pytest.raises(TaskError, match=r"mine.py can't be read: .*; save it as UTF-8 text$"):
        load_task(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "no class"),
        ("x = 1", "no class"),
        ("def _a(rng): ...\ndef _b(rng): ...", "no class"),
        ("def a(rng): ...", "one class, a"),
        ("a = lambda rng: 1\ndef b(rng): ...", "one class, b"),
    ],
)
def test_two_classes_are_asked_for(write, text, found):
    with pytest.raises(TaskError) as caught:
        load_task(write(text))
    assert str(caught.value) == (
        f"mine.py has {found}; it takes at least two to tell apart, so write two functions, "
        "def NAME(rng), that each return an example"
    )


@pytest.mark.parametrize("functions", [{}, {"a": lambda rng: [1.0]}])
def test_two_python_functions_are_asked_for(functions):
    with pytest.raises(TaskError, match=r"^task has .* class.*; it takes at least two to tell"):
        Task(**functions)


def test_data_is_refused_by_a_task_that_makes_its_own(write):
    told = "^mine.py makes its own examples, so --data here is not used; drop it$"
    with pytest.raises(TaskError, match=told):
        load_task(write(TWO), data="here")


@pytest.mark.parametrize(
    "counts",
    [
        {"train": 0},
        {"test": 0},
        {"train": -5},
        {"train": 1.5},
        {"train": "10"},
        {"train": True},
        {"seed": -1},
        {"seed": 0.5},
        {"seed": None},
    ],
)
def test_counts_and_seeds_are_whole_numbers(counts):
    (name, value), least = next(iter(counts.items())), 0 if "seed" in counts else 1
    with pytest.raises(ArgumentError) as caught:
        load_task("baker").make(**{"train": 10, "test": 10} | counts)
    assert str(caught.value) == f"{name} = {value!r}; give a whole number of at least {least}"


@pytest.mark.parametrize("counts", [{"train": np.int64(5)}, {"train": 5, "seed": 2**70}])
def test_any_whole_number_will_do(counts):
    assert len(load_task("baker").make(**{"test": 10} | counts).y_train) == 5


ARTICLE = """
import numpy as np

length = 100


def get_random(rng):
    return np.random.random(length)


def get_baker(rng):
    a = np.zeros(length)
    x = np.random.random()
    for i in range(length):
        x = x * 3.0
        x = x - int(x)
        a[i] = x
    return a
"""


def test_the_article_s_functions_work_with_another_signature_alone(write):
    data = load_task(write(ARTICLE)).make(600, 200, seed=3)
    again = load_task(write(ARTICLE)).make(600, 200, seed=3)
    assert data.x_train.tobytes() == again.x_train.tobytes()
    assert data.classes == ("get_random", "get_baker")


def test_the_article_s_examples_follow_their_law(write):
    data = load_task(write(ARTICLE)).make(600, 200)
    gap = (3.0 * data.x_train[:, :-1] - data.x_train[:, 1:]) % 1
    follows = (np.minimum(gap, 1 - gap) < 1e-4).all(axis=1)
    np.testing.assert_array_equal(follows, data.y_train == 1)


def test_the_article_s_examples_are_all_different(write):
    data = load_task(write(ARTICLE)).make(1000, 1000)
    assert len(np.unique(np.concatenate([data.x_train, data.x_test]), axis=0)) == 2000


FACTS = """
LENGTH = 3
def cold(rng):
    return rng.random(LENGTH), {"temperature": 1.0, "place": "north"}
def hot(rng):
    return rng.random(LENGTH), {"temperature": 3.0, "place": "south"}
"""


def test_facts_stand_beside_their_examples(write):
    data = load_task(write(FACTS)).make(100, 50)
    np.testing.assert_array_equal(data.facts_train["temperature"], 1.0 + 2 * data.y_train)
    assert set(data.facts_test["place"][data.y_test == 1]) == {"south"}


def test_a_target_makes_a_regression_of_it(write):
    data = load_task(write("target = 'temperature'\n" + FACTS.strip())).make(100, 50)
    assert (data.target, data.classes, data.outputs, data.y_train.dtype) == (
        "temperature",
        (),
        1,
        np.float32,
    )
    np.testing.assert_array_equal(data.y_train, data.facts_train["temperature"])


def test_one_class_is_enough_for_a_regression(write):
    text = "target = 't'\ndef a(rng): return [t := rng.random()], {'t': t}"
    data = load_task(write(text)).make(10, 10)
    np.testing.assert_array_equal(data.y_train, data.x_train[:, 0])


@pytest.mark.parametrize("target", ["missing", "place"])
def test_a_target_must_be_a_number_of_every_class(write, target):
    told = f"target = '{target}', but not every class returns a number of that name; end each with"
    with pytest.raises(TaskError, match=told):
        load_task(write(f"target = '{target}'\n" + FACTS.strip())).make(100, 50)


def test_fresh_examples_are_others_than_those_of_the_data():
    task = load_task("baker", {"LENGTH": 4})
    data, fresh = task.make(1000, 1000), task.fresh(1000)
    met = np.concatenate([data.x_train, data.x_test, fresh.x])
    assert len(np.unique(met, axis=0)) == 3000


def test_fresh_examples_can_be_of_one_class():
    assert set(load_task("baker").fresh(100, only="baker").y) == {1}


def test_fresh_examples_of_one_class_are_others_than_of_all():
    task = load_task("baker", {"LENGTH": 4})
    both = np.concatenate([task.fresh(1000).x, *(task.fresh(1000, only=n).x for n in task.classes)])
    assert len(np.unique(both, axis=0)) == 3000


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"count": 0}, "count = 0; give a whole number of at least 1"),
        ({"count": 5, "seed": -1}, "seed = -1; give a whole number of at least 0"),
        ({"count": 5, "only": "bakr"}, "baker has no class bakr; did you mean baker?"),
        ({"count": 5, "only": "qqq"}, "baker has no class qqq; it has random, baker"),
    ],
)
def test_fresh_examples_that_can_not_be_had_are_told(asked, told):
    with pytest.raises(ArgumentError) as caught:
        load_task("baker").fresh(**asked)
    assert str(caught.value) == told


def test_loaded_data_has_no_fresh_examples():
    with pytest.raises(TaskError, match="mnist loads its data, so it has no fresh examples"):
        load_task("mnist").fresh(10)


ONE_BY_ONE = """
def a(rng): return rng.random(3), {"t": rng.random()}
def b(rng): return rng.random(3), {"t": rng.random()}
"""
AT_ONCE = ONE_BY_ONE.replace("(rng)", "(rng, n)").replace("(3)", "((n, 3))").replace("()", "(n)")


@pytest.mark.parametrize(("count", "test"), [(20, 1000), (300, 1000), (1000, 1000), (5, 3000)])
@pytest.mark.parametrize("text", [ONE_BY_ONE, AT_ONCE])
def test_the_first_tests_are_those_of_the_data(write, text, count, test):
    task = load_task(write(text))
    data, first = task.make(10, test, seed=4), task.first_tests(count, test, seed=4)
    np.testing.assert_array_equal(first.x, data.x_test[:count])
    np.testing.assert_array_equal(first.y, data.y_test[:count])
    np.testing.assert_array_equal(first.facts["t"], data.facts_test["t"][:count])


def test_every_built_in_task_has_a_file():
    assert all(path.is_file() for path in built_in_tasks().values())
