"""Settings: changed by text or value, checked, and everything that follows from them."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake.errors import MiwakeError, TaskError
from miwake.tasks.task_file import read_task_file

TEXT = """
import numpy as np
LENGTH = 4
WIDTH: int = 2
SIZE = LENGTH * WIDTH
RATIO = 0.5
ROOT = np.sqrt(4.0)
PERIODIC = True
MODE = "open"
PAIR = (3, 4)
LIST = [1, 2]
NOTHING = None
GRID = np.linspace(0, 1, 3)
FIRST = SECOND = 7
TOP, BOTTOM = 9, -1
_PRIVATE = 1
lower = 2
doubled = SIZE * 2
def a(rng):
    return np.zeros(SIZE)
def b(rng):
    return np.zeros(SIZE)
"""


def settings(**changed):
    return dict(read_task_file(TEXT, "mine.py", changed=changed).settings)


def test_settings_are_the_plain_upper_case_constants_in_their_order():
    names = "LENGTH WIDTH SIZE RATIO ROOT PERIODIC MODE PAIR LIST NOTHING FIRST SECOND TOP BOTTOM"
    assert list(settings()) == names.split()


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("LENGTH", "50", 50),
        ("LENGTH", "-3", -3),
        ("LENGTH", 50, 50),
        ("LENGTH", np.int64(50), 50),
        ("WIDTH", "3", 3),
        ("SIZE", "9", 9),
        ("RATIO", "2", 2.0),
        ("RATIO", "1e-3", 0.001),
        ("RATIO", "inf", math.inf),
        ("RATIO", 2, 2.0),
        ("RATIO", np.float32(0.25), 0.25),
        ("ROOT", "3", 3.0),
        ("PERIODIC", "False", False),
        ("PERIODIC", "true", True),
        ("PERIODIC", False, False),
        ("MODE", "closed", "closed"),
        ("MODE", "3", "3"),
        ("PAIR", "(5, 6)", (5, 6)),
        ("PAIR", [5, 6], (5, 6)),
        ("LIST", "[3]", [3]),
        ("NOTHING", "3", 3),
        ("NOTHING", "text", "text"),
        ("FIRST", "1", 1),
        ("SECOND", "1", 1),
        ("BOTTOM", "-2", -2),
    ],
)
def test_a_setting_takes_texts_and_values(name, given, value):
    found = settings(**{name: given})[name]
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("LENGTH", "long", "a whole number"),
        ("LENGTH", "5.0", "a whole number"),
        ("LENGTH", 5.0, "a whole number"),
        ("LENGTH", True, "a whole number"),
        ("LENGTH", None, "a whole number"),
        ("LENGTH", "", "a whole number"),
        ("LENGTH", "__import__('os')", "a whole number"),
        ("LENGTH", "-" * 9999 + "1", "a whole number"),
        ("SIZE", "wide", "a whole number"),
        ("RATIO", "half", "a number"),
        ("RATIO", 10**400, "a number"),
        ("PERIODIC", "1", "True or False"),
        ("PERIODIC", 1, "True or False"),
        ("MODE", 3, "a text"),
        ("LIST", "4", "like it"),
        ("LIST", [object()], "like it"),
        ("NOTHING", object(), "like it"),
    ],
)
def test_another_type_is_refused_in_one_line(name, given, kind):
    with pytest.raises(TaskError) as caught:
        settings(**{name: given})
    told = str(caught.value)
    assert told.startswith(f"mine.py has {name} = ")
    assert f" is not {kind}, so give one, as in --set {name}=" in told
    assert "\n" not in told


def test_what_the_file_works_out_can_not_be_set():
    with pytest.raises(TaskError, match=r"works GRID out \(ndarray\), so --set can't change it"):
        settings(GRID="[1, 2]")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("LENGHT", "has no setting LENGHT; did you mean LENGTH?"),
        ("length", "has no setting length; did you mean LENGTH?"),
        ("lower", "has no setting lower; it has LENGTH, WIDTH"),
        ("_PRIVATE", "has no setting _PRIVATE; "),
        ("QQQ", "has no setting QQQ; it has LENGTH, WIDTH"),
    ],
)
def test_an_unknown_setting_is_told_with_the_nearest(name, told):
    with pytest.raises(TaskError) as caught:
        settings(**{name: 1})
    assert told in str(caught.value)


def test_a_file_without_settings_says_so():
    with pytest.raises(TaskError, match=r"has no setting A; it has no settings$"):
        read_task_file("def a(rng): ...\ndef b(rng): ...", "mine.py", changed={"A": 1})


def test_what_follows_from_a_setting_changes_too():
    file = read_task_file(TEXT, "mine.py", changed={"LENGTH": "10"})
    assert (file.settings["SIZE"], file.functions[0].function(None).shape) == (20, (20,))


def test_a_setting_that_is_written_twice_changes_in_both_places():
    text = "A = 1\nB = A\nA = 2\ndef a(rng): ...\ndef b(rng): ..."
    assert read_task_file(text, "mine.py", changed={"A": 5}).settings == {"A": 5, "B": 5}


def test_the_line_of_an_error_is_that_of_the_file_all_the_same():
    with pytest.raises(TaskError, match=r"ZeroDivisionError: .* \(line 2\)$"):
        read_task_file("A = 1\nB = 1 / A", "mine.py", changed={"A": "0"})


NUMBERS = st.integers(-(10**30), 10**30)
VALUES = st.one_of(NUMBERS, st.floats(), st.booleans(), st.text(), st.none(), st.lists(NUMBERS))


@given(NUMBERS)
def test_any_whole_number_can_be_given_as_text(number):
    assert settings(LENGTH=str(number))["LENGTH"] == number


@given(st.floats(allow_nan=False))
def test_any_number_can_be_given_as_text(number):
    assert settings(RATIO=repr(number))["RATIO"] == number


@given(st.text())
def test_any_text_arrives_as_it_is(text):
    assert settings(MODE=text)["MODE"] == text


@given(st.sampled_from([*settings(), "GRID", "lower"]), VALUES)
def test_a_setting_keeps_its_type_or_is_refused(name, value):
    try:
        found = settings(**{name: value})[name]
    except MiwakeError:
        return
    assert name == "NOTHING" or type(found) is type(settings()[name])


DEFAULTS = "\ndef a(rng): ...\ndef b(rng): ...\n"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("train = 300", {"train": 300}),
        ("train: int = 300", {"train": 300}),
        ("train, test = 3, 2", {"train": 3, "test": 2}),
        ("epochs = 3\nnetwork = 'conv'", {"epochs": 3, "network": "conv"}),
        ("target = 'temperature'", {"target": "temperature"}),
        ("classes = range(2) and [0, 1]", {"classes": ["0", "1"]}),
        ("classes = ('x', 'y')", {"classes": ["x", "y"]}),
        ("other = 5", {}),
    ],
)
def test_lower_case_values_are_the_defaults_of_the_task(line, found):
    assert read_task_file(line + DEFAULTS, "mine.py").defaults == found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("train = 0", "train = 0; write a whole number of at least 1"),
        ("test = -5", "test = -5; write a whole number of at least 1"),
        ("train = 1.5", "train = 1.5; write a whole number of at least 1"),
        ("epochs = True", "epochs = True; write a whole number of at least 1"),
        ("network = 3", "network = 3; write a text in quotes"),
        ("target = None", "target = None; write a text in quotes"),
        ("classes = 'ab'", "classes = 'ab'; write a list"),
        ("classes = 5", "classes = 5; write a list"),
    ],
)
def test_a_default_of_another_type_is_refused(line, told):
    with pytest.raises(TaskError) as caught:
        read_task_file(line + DEFAULTS, "mine.py")
    assert str(caught.value) == f"mine.py: {told}"
