"""Data that a task loads in Keras' form."""

import textwrap

import numpy as np
import pytest

from miwake.errors import DataError, MiwakeError, TaskError
from miwake.plan import DataPlan
from miwake.tasks.load import task_of
from miwake.tasks.load_data import dataset_of, read_loaded
from miwake.tasks.task_file import read_task_file

X = np.arange(60, dtype=np.uint8).reshape(20, 3)
Y = np.arange(20) % 4
AT = "mine.py: load_data"


def load(train=(X, Y), test=(X[:8], Y[:8]), classes=(), keep=None, seed=0):
    return dataset_of(read_loaded((train, test), AT), classes, keep, keep, seed, AT)


def test_all_of_it_is_kept_as_it_is():
    data = load()
    assert (data.x_train.tobytes(), data.y_train.tolist()) == (X.tobytes(), Y.tolist())
    assert (data.x_test.tobytes(), data.y_test.tolist()) == (X[:8].tobytes(), Y[:8].tolist())


def test_the_classes_are_the_labels_found():
    assert load().classes == ("0", "1", "2", "3")


@pytest.mark.parametrize(
    "y",
    [
        Y[:, None],
        Y.astype(np.uint8),
        list(Y),
        np.array(list("abcd"))[Y],
        np.array(list("abcd"), object)[Y],
        Y.astype(float),
    ],
)
def test_labels_may_come_in_other_forms(y):
    assert load((X, y), (X, y)).y_train.tolist() == Y.tolist()


def test_named_classes_give_the_order():
    y = np.array(["cat", "dog"] * 10)
    assert load((X, y), (X, y), classes=("dog", "cat")).y_train.tolist() == [1, 0] * 10


def test_a_class_without_an_example_keeps_its_number():
    assert load(classes=tuple("43210")).y_train.tolist() == (4 - Y).tolist()


def test_a_part_keeps_each_example_with_its_label():
    part = load(keep=7)
    assert part.y_train.tolist() == (part.x_train[:, 0] // 3 % 4).tolist()


def parts(seed):
    data = load(test=(X, Y), keep=7, seed=seed)
    return data.x_train[:, 0].tolist(), data.x_test[:, 0].tolist()


def test_the_seed_decides_which_part_is_kept():
    assert parts(0) == parts(0) != parts(1)


def test_training_and_testing_are_drawn_apart():
    train, test = parts(0)
    assert train != test


def test_a_part_has_no_example_twice():
    assert len(set(parts(0)[0])) == 7


@pytest.mark.parametrize(
    ("loaded", "told"),
    [
        (None, "load_data returned NoneType; return (x_train, y_train), (x_test, y_test)"),
        (5, "load_data returned int; return (x_train"),
        ((X, Y, X, Y), "load_data returned tuple; return (x_train"),
        (((X, Y),), "load_data returned tuple"),
        ({"x": 1, "y": 2}, "load_data returned dict"),
        (((None, Y), (X, Y)), "load_data, train returned nothing (None)"),
        (((X, Y), ("ab", Y)), "load_data, test returned text ('ab')"),
        (((X * np.nan, Y), (X, Y)), "load_data, train returned NaN"),
        ((([], []), (X, Y)), "load_data, train returned an empty array"),
        (((X, Y[:5]), (X, Y)), "load_data, train has x of shape (20, 3) and 5 labels; each exam"),
        (((3.0, Y), (X, Y)), "load_data, train has x of shape (1,) and 20 labels"),
        (((X, None), (X, Y)), "load_data, train has labels of shape () and type object; give one"),
        (((X, np.eye(20)), (X, Y)), "load_data, train has labels of shape (20, 20) and type float"),
        (((X, [None] * 20), (X, Y)), "load_data, train has labels of shape (20,) and type object"),
        (((X, [[1], [1, 2]] * 10), (X, Y)), "load_data, train has labels of shape ()"),
        (((X, Y * 1j), (X, Y)), "load_data, train has labels of shape (20,) and type complex128"),
        (((X, Y * 0), (X, Y * 0)), "load_data has the label 0 alone; it takes at least two"),
    ],
)
def test_another_form_is_told_in_one_line(loaded, told):
    with pytest.raises(MiwakeError) as caught:
        dataset_of(read_loaded(loaded, AT), (), None, None, 0, AT)
    assert str(caught.value).startswith(f"mine.py: {told}")
    assert "\n" not in str(caught.value)


def test_training_and_testing_need_one_shape():
    with pytest.raises(DataError, match=r"training have shape \(3,\), for testing \(2,\)"):
        load(test=(X[:, :2], Y))


def test_a_label_that_is_no_class_is_named():
    with pytest.raises(DataError, match="has the label 3, which is not in classes; add it there"):
        load(classes=tuple("012"))


def test_more_than_there_is_can_not_be_kept():
    with pytest.raises(DataError, match="train has 20 examples, not 21; ask for 20 or fewer"):
        load(keep=21)


def task(text, data=None):
    file = read_task_file(textwrap.dedent(text).strip() + "\n", "mine.py")
    return task_of(file, DataPlan(task="mine.py", data=data))


LOADS = """
import numpy as np
classes = ["no", "yes"]
def load_data(path=None):
    print("loading")
    x, y = np.random.random((10, 3)), np.arange(10) % 2
    return (x, ["no", "yes"] * 5), (x[:4], ["no", "yes"] * 2)
"""


def test_a_task_loads_all_by_default():
    data = task(LOADS).make()
    assert (data.x_train.shape, data.x_test.shape, data.classes) == ((10, 3), (4, 3), ("no", "yes"))


def test_a_task_that_draws_while_it_loads_draws_the_same_again():
    assert task(LOADS).make().x_train.tobytes() == task(LOADS).make().x_train.tobytes()


def test_what_is_printed_while_loading_is_no_output(capsys):
    task(LOADS).make()
    assert capsys.readouterr() == ("", "loading\n")


def test_the_path_is_given_to_the_function(tmp_path):
    np.savez(tmp_path / "mine.npz", x=X, y=Y)
    text = """
    import numpy as np
    def load_data(path):
        found = np.load(path / "mine.npz")
        return (found["x"], found["y"]), (found["x"], found["y"])
    """
    assert task(text, str(tmp_path)).make().x_train.tobytes() == X.tobytes()


@pytest.mark.parametrize(
    ("arguments", "data", "told"),
    [
        (
            "",
            "somewhere",
            "load_data() can't be called with --data; write `def load_data(path=None",
        ),
        ("path", None, "load_data(path) can't be called with nothing; write `def load_data(path="),
    ],
)
def test_a_function_that_does_not_fit_data_is_told(arguments, data, told):
    with pytest.raises(TaskError) as caught:
        task(f"def load_data({arguments}): ...", data).make()
    assert str(caught.value).startswith(f"mine.py: {told}")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("1 / 0", "load_data raised ZeroDivisionError: division by zero (line 2)"),
        ("raise SystemExit(3)", "load_data raised SystemExit: 3 (line 2)"),
        ("raise OSError(2, 'No such file', 'x.npz')", "load_data raised FileNotFoundError"),
    ],
)
def test_what_the_function_raises_is_told(body, told):
    with pytest.raises(TaskError) as caught:
        task(f"def load_data():\n    {body}").make()
    assert str(caught.value).startswith(f"mine.py: {told}")


def test_ctrl_c_stops_loading():
    with pytest.raises(KeyboardInterrupt):
        task("def load_data(): raise KeyboardInterrupt").make()
