"""Task files: what each form of definition means, and one clear line for what means nothing."""

import hashlib
import pickle
import textwrap
from functools import partial

import numpy as np
import pytest

from miwake.errors import TaskError
from miwake.tasks.task_file import from_functions, read_task_file

TWO = "def a(rng): return rng.random(3)\ndef b(rng): return rng.random(3)\n"


def read(text, **options):
    return read_task_file(textwrap.dedent(text).strip() + "\n", "mine.py", **options)


def refused(text):
    """The message, which is one line and names the file."""
    with pytest.raises(TaskError) as caught:
        read(text)
    told = str(caught.value)
    assert told.startswith("mine.py")
    assert "\n" not in told
    return told


def test_the_docstring_is_the_description():
    assert read('"""Hot or cold?\n\nWater.\n"""\n' + TWO).description == "Hot or cold?\n\nWater."


def test_classes_come_in_the_order_of_the_file():
    file = read("def zebra(rng): ...\ndef ant(rng): ...\ndef 猫(rng): ...")
    assert [a_class.name for a_class in file.functions] == ["zebra", "ant", "猫"]


def test_a_function_of_rng_and_n_makes_many_at_once():
    file = read("def one(rng): ...\ndef many(rng, n): ...")
    assert [a_class.batch for a_class in file.functions] == [False, True]


@pytest.mark.parametrize(
    "text",
    [
        "def c(rng, k=3): return rng.random(k)",
        "def c(rng, *, k=3): return rng.random(k)",
        "def c(rng, /): return rng.random(3)",
        "def c(rng, *rest, **more): return rng.random(3)",
        "import functools\n@functools.cache\ndef c(rng): return 1",
        "def c(rng: object) -> list[float]: return [1.0]",
    ],
)
def test_what_has_a_default_is_not_asked_for(text):
    assert [a_class.name for a_class in read(TWO + text).functions] == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text",
    [
        "def _c(length): ...",
        "def best(x): ...",
        "def load_data(path=None): ...",
        "def net(input_shape, outputs): ...",
        "class C: ...",
        "from math import sin",
        "def c(rng): ...\ndel c",
        "def c(rng): ...\nc = 3",
    ],
)
def test_other_definitions_are_no_classes(text):
    assert [a_class.name for a_class in read(TWO + text).functions] == ["a", "b"]


def test_networks_are_found_by_their_arguments():
    assert list(read(TWO + "def deep(input_shape, outputs): ...").networks) == ["deep"]


def test_the_best_rule_is_found_by_its_name():
    assert read(TWO + "def best(x): return x + 1").best(1) == 2


def test_types_are_those_that_the_file_knows_imported_ones_too():
    text = "from fractions import Fraction\nclass Layer: ...\n" + TWO
    assert set(read(text).types) == {"Fraction", "Layer"}


def test_a_dataclass_can_be_defined_with_postponed_annotations():
    text = """
    from __future__ import annotations
    from dataclasses import dataclass
    @dataclass
    class Spin:
        up: bool = True
    def a(rng): return [Spin().up]
    def b(rng): return [Spin(False).up]
    """
    assert [f.function(None) for f in read(text).functions] == [[True], [False]]


def test_the_text_is_kept_with_its_hash():
    file = read(TWO)
    assert file.sha256 == hashlib.sha256(TWO.encode()).hexdigest()


def test_a_neighbour_can_be_imported(tmp_path):
    (tmp_path / "miwake_near.py").write_text("VALUE = 7", "utf-8")
    file = read("import miwake_near\nVALUE = miwake_near.VALUE\n" + TWO, folder=str(tmp_path))
    assert file.settings == {"VALUE": 7}


def test_random_values_at_the_top_of_a_file_are_the_same_each_time():
    text = "import numpy as np, random\nA = np.random.random()\nB = random.random()\n" + TWO
    assert read(text).settings == read(text).settings


def test_what_the_file_prints_is_no_output(capsys):
    read("print('hello')\n" + TWO)
    assert capsys.readouterr() == ("", "hello\n")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def a(:", "mine.py, line 1 is not Python: invalid syntax"),
        ("x = 1\ndef a(rng):\nreturn 1", "mine.py, line 3 is not Python: expected an indented"),
        ("a = '\0'", "mine.py is not Python: source code string cannot contain null bytes"),
        ("(" * 10_000, "mine.py"),
        ("x = " + "-" * 100_000 + "1", "mine.py"),
        ("import no_such_module", "No module named 'no_such_module' (line 1)"),
        ("x = 1\nx.y", "can't be executed: AttributeError: "),
        ("raise SystemExit(3)", "can't be executed: SystemExit: 3 (line 1)"),
        ("raise ValueError('two\\nlines')", "ValueError: two lines (line 1)"),
        (TWO + TWO, "defines a twice, in lines 1 and 3; give each class a name of its own"),
    ],
)
def test_a_file_that_can_not_be_run_is_explained(text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("length", "write `def c(rng):` and make length a setting, LENGTH = 100, above it"),
        ("rng, length", "write `def c(rng):` and make length a setting, LENGTH = 100, above it"),
        ("rng, *, k", "write `def c(rng):` and make k a setting, K = 100, above it"),
        ("", "def c() is no class, because a class takes rng, a NumPy Generator; write `def c(rng"),
        ("*rng", "def c(*rng) is no class"),
        ("n, rng", "def c(n, rng) is no class"),
        ("data", "if it only helps the others, call it _c"),
    ],
)
def test_a_function_of_other_arguments_is_told_what_to_write(arguments, told):
    assert told in refused(f"{TWO}def c({arguments}): ...")


def test_the_function_of_the_article_is_told_what_to_write():
    text = "import numpy as np\ndef get_random(length):\n    return np.random.random(length)"
    assert refused(text) == (
        "mine.py: def get_random(length) is no class, because a class takes rng, a NumPy "
        "Generator; write `def get_random(rng):` and make length a setting, LENGTH = 100, above "
        "it, and draw with rng.random(...) in place of np.random.random(...); if it only helps "
        "the others, call it _get_random"
    )


def test_ctrl_c_stops_the_reading_of_a_file():
    with pytest.raises(KeyboardInterrupt):
        read("raise KeyboardInterrupt")


def sent(file):
    return pickle.loads(pickle.dumps(file))


@pytest.mark.parametrize("changed", [{"LENGTH": "5"}, {"LENGTH": 5}])
def test_a_task_file_travels_with_its_settings(changed):
    file = sent(read("LENGTH = 3\nLIST = [1]\n" + TWO, changed=changed))
    assert file.settings == {"LENGTH": 5, "LIST": [1]}


def test_a_setting_that_is_a_list_travels_too():
    assert sent(read("LIST = [1]\n" + TWO, changed={"LIST": [2, 3]})).settings == {"LIST": [2, 3]}


def test_a_task_file_is_read_once_where_it_arrives():
    packed = pickle.dumps(read(TWO + "# once"))
    assert pickle.loads(packed) is pickle.loads(packed)


def one(rng):
    return [1.0]


class Callable:
    def __call__(self, rng, n):
        return np.ones((n, 1))


@pytest.mark.parametrize(
    ("function", "batch"),
    [
        (one, False),
        (lambda rng: [2.0], False),
        (lambda rng, n: [[2.0]] * n, True),
        (lambda rng, k=3: [2.0] * k, False),
        (partial(lambda scale, rng: [scale], 2.0), False),
        (Callable(), True),
    ],
)
def test_python_functions_are_classes(function, batch):
    assert [a_class.batch for a_class in from_functions({"a": function})] == [batch]


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (3, "class a is 3; give a function of rng"),
        (max, "class a is <built-in function max>; wrap it in a def of rng"),
        (lambda x: x, "Task: def a(x) is no class"),
        (lambda: 1, "Task: def a() is no class"),
    ],
)
def test_other_python_values_are_no_classes(function, told):
    with pytest.raises(TaskError) as caught:
        from_functions({"a": function})
    assert str(caught.value).startswith(told)


def test_python_functions_travel_by_value():
    from miwake import Task

    scale = 4.0
    file = sent(Task(a=lambda rng: [scale], b=one).file)
    assert [a_class.function(None) for a_class in file.functions] == [[4.0], [1.0]]


@pytest.mark.parametrize(
    "line",
    [
        "from miwake.sources.ising import energies, sample",
        "from miwake.sources.ising_exact import CRITICAL_TEMPERATURE, log_likelihoods",
        "from miwake.tasks import ising",
    ],
)
def test_what_older_versions_imported_is_found_where_it_is_now(line):
    assert read(f"{line}\n{TWO}").classes == ("a", "b")


def test_the_old_name_of_mnist_is_found_inside_load_data():
    text = "def load_data(path=None):\n    from miwake.sources.mnist import mnist\n    return mnist"
    from miwake.tasks.mnist_data import mnist

    assert read(text).load_data() is mnist
