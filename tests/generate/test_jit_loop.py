"""Compiled loops: the same bits as plain Python, or plain Python and the reason."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miwake import TaskError, load_task
from miwake.generate.chunk import FRESH, Request
from miwake.generate.jit import choose_loops
from miwake.generate.jit_check import NotCompilable, check_reads
from miwake.generate.jit_loop import check_loop, compiled_loop
from miwake.messages import languages, translate
from miwake.tasks.task_file import read_task_file

pytestmark = pytest.mark.slow

pytest.importorskip("numba", reason="numba is not installed (pip install 'miwake[jit]')")

MAPS = '''"""Two maps."""

import numpy as np

LENGTH = 20
FACTOR = 3.0


def _step(x):
    x = x * FACTOR
    return x - int(x)


def baker(rng):
    x, numbers = rng.random(), np.zeros(LENGTH)
    for i in range(LENGTH):
        x = _step(x)
        numbers[i] = x
    return numbers


def random(rng):
    return rng.random(LENGTH)
'''


def function(text, **known):
    space = {"np": np, **known}
    exec(text, space)  # as a task file is
    return space["f"]


def samples(seed=0, count=40):
    return [(np.random.SeedSequence(seed + i), count) for i in range(3)]


@pytest.mark.parametrize(
    "text",
    [
        "def f(rng): return rng.random(5)",
        "def f(rng): return rng.random((3, 4)) < 0.5",
        "def f(rng): return rng.integers(0, 9, 7)",
        "def f(rng): return rng.normal(size=5).astype(np.float32)",
        "def f(rng): return [rng.uniform(), 1.5, rng.normal()]",
        "def f(rng): return rng.random()",
        "def f(rng): return rng.integers(0, 9)",
        "def f(rng):\n t = rng.uniform(1.0, 2.0)\n return rng.random(3) * t, {'t': t, 'n': 3.0}",
        "def f(rng):\n x = np.zeros(4)\n for i in range(4):\n  x[i] = rng.random()\n return x",
        "def f(rng): return np.zeros((5, 5))[::2]",
        "def f(rng): return [[rng.random(), 1.0] for _ in range(3)]",
        "def _g(x): return 2 * x\ndef f(rng): return [_g(rng.random()) for _ in range(3)]",
    ],
)
def test_numbers_are_the_same_to_the_last_bit(text):
    check_loop(function(text), samples())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def f(rng): return rng.choice(5, 3).astype(np.float64)", "refused"),
        ("def f(rng): return np.random.random(5)", "draws"),
        ("def f(rng):\n x = rng.random(2)\n if x[0] < 1e-9: print(x)\n return x", "prints"),
        ("def f(rng): return 1 if rng.random() < 1 - 1e-9 else 0.5", "types"),
        ("def f(rng): return [str(rng.random())]", "returns"),
        ("def f(rng): return rng.random(4), {'name': 'x'}", "fact"),
        ("def f(rng): return {1: 2}", "returns"),
        ("def f(rng): return np.exp(rng.random(50))[::7] ** 3", "differs"),
        ("K = []\ndef f(rng):\n K.append(1)\n return rng.random(3) * len(K)", "refused"),
        ("K = 1\ndef g(): global K; K += 1\ndef f(rng): return rng.random(3) * K", "state"),
    ],
)
def test_what_is_not_the_same_is_refused_with_a_reason(text, why):
    with pytest.raises(NotCompilable) as refused:
        check_loop(function(text), samples())
    assert refused.value.kind == why
    for lang in languages():
        said = translate(f"data.jit.{why}", lang, name="f", **refused.value.values)
        assert "\n" not in said
        assert "0x" not in said


@pytest.mark.parametrize("draw", ["np.random.random()", "random.random()", "draw()"])
def test_a_rare_draw_from_a_global_generator_is_refused(draw):
    text = f"def _g(x): return x + {draw}\ndef f(rng): return [_g(rng.random()) for _ in range(3)]"
    with pytest.raises(NotCompilable) as refused:
        check_reads(function(text, random=random, draw=random.random))
    assert refused.value.kind == "draws"


def test_more_is_compared_where_bits_differ_rarely():
    assert check_reads(function("def f(rng): return np.log(rng.random())"))
    assert check_reads(function("def f(rng): return rng.random() ** 2"))
    assert not check_reads(function("def f(rng): return np.sqrt(rng.random()) * 2"))


def test_what_numba_says_is_short():
    with pytest.raises(NotCompilable) as refused:
        check_loop(function("def f(rng): return rng.integers(5)"), samples())
    assert refused.value.values == {"why": "No implementation of function Generator.integers"}


def test_another_number_in_a_later_example_is_found():
    sums = function("def f(rng): return np.array([rng.random(1000).sum()])")
    with pytest.raises(NotCompilable, match="differs"):
        check_loop(sums, samples(count=200))


def test_overflow_of_whole_numbers_is_found():
    grows = function("def f(rng):\n k = 1\n for i in range(70):\n  k *= 3\n return [float(k)]")
    with pytest.raises(NotCompilable):
        check_loop(grows, samples())


def test_an_index_outside_is_an_error():
    outside = function("def f(rng):\n x = np.zeros(3)\n return x[: int(rng.random() * 9) + 1][2:3]")
    loop = compiled_loop(
        function("def f(rng):\n x = np.zeros(3)\n return np.array([x[LAST]])", LAST=2)
    )
    assert loop(np.random.default_rng(0), 3).shape == (3, 1)
    with pytest.raises(NotCompilable):
        check_loop(outside, samples())


def task_file(tmp_path, text=MAPS):
    path = tmp_path / "maps.py"
    path.write_text(text, "utf-8")
    return path


def test_a_task_makes_the_same_examples(tmp_path):
    path = task_file(tmp_path)
    plain, compiled = (load_task(path, {"FACTOR": 4.0}, jit=jit) for jit in (False, True))
    one, other = plain.make(700, 300, seed=5), compiled.make(700, 300, seed=5)
    assert one.x_train.tobytes() == other.x_train.tobytes()
    assert one.x_test.tobytes() == other.x_test.tobytes()
    assert [(n.sentence, n.values) for n in other.notes] == [
        ("data.jit", {"names": "baker, random"})
    ]


def test_threads_make_the_same_examples(tmp_path, monkeypatch):
    path = task_file(tmp_path)
    plain = load_task(path).make(3000, 300, seed=5)
    monkeypatch.setattr("miwake.generate.generate.GROUP_SECONDS", 1e-9)
    monkeypatch.setattr("miwake.generate.generate.cores", lambda: 3)
    monkeypatch.setattr("miwake.generate.generate.all_cores", None)  # no processes
    compiled = load_task(path, jit=True).make(3000, 300, seed=5)
    assert plain.x_train.tobytes() == compiled.x_train.tobytes()
    assert plain.y_train.tobytes() == compiled.y_train.tobytes()


def test_one_class_alone_is_all_that_is_compiled(tmp_path):
    file = load_task(task_file(tmp_path)).file
    source, notes = choose_loops(file, True, [Request(FRESH, 300, 0, only=0)])
    assert [f.compiled for f in source.functions] == [True, False]
    assert notes[0].values == {"names": "baker"}


def test_a_class_that_is_refused_runs_as_plain_python_and_that_is_said(tmp_path):
    text = MAPS + "\n\ndef picked(rng):\n    return rng.choice(LENGTH, LENGTH) / LENGTH\n"
    path = task_file(tmp_path, text)
    one, other = load_task(path).make(600, 100), load_task(path, jit=True).make(600, 100)
    assert one.x_train.tobytes() == other.x_train.tobytes()
    assert [n.sentence for n in other.notes] == ["data.jit", "data.jit.refused"]
    assert "choice" in other.notes[1].text()


def test_errors_are_told_by_plain_python_with_their_line(tmp_path):
    text = MAPS.replace("return numbers", "return numbers[: 1 + int(rng.random() * 2)]")
    with pytest.raises(TaskError, match="one shape"):
        load_task(task_file(tmp_path, text), jit=True).make(300, 10)
    text = MAPS.replace("return numbers", "return np.array([numbers[99]])")
    with pytest.raises(TaskError, match=r"IndexError.*line 19"):
        load_task(task_file(tmp_path, text), jit=True).make(300, 10)


def test_functions_that_the_user_compiled_run_in_a_loop_without_asking(tmp_path):
    text = (
        MAPS.replace("import numpy as np", "import numba\nimport numpy as np")
        .replace("def baker", "@numba.njit\ndef baker")
        .replace("def _step", "@numba.njit\ndef _step")
    )
    task = load_task(task_file(tmp_path, text))
    one, other = load_task(task_file(tmp_path)).make(600, 100), task.make(600, 100)
    assert one.x_train.tobytes() == other.x_train.tobytes()
    assert other.notes == ()


def test_a_compiled_task_travels(tmp_path):
    import pickle

    file = read_task_file(MAPS, "maps.py").compiling(["baker"])
    again = pickle.loads(pickle.dumps(file))
    assert [f.compiled for f in again.functions] == [True, False]


def test_written_and_fresh_examples_are_the_same(tmp_path):
    path = task_file(tmp_path)
    sums = [load_task(path, jit=jit).make_to(tmp_path / str(jit), 3000, 500) for jit in (0, 1)]
    one, other = (load_task(tmp_path / str(jit)).make() for jit in (0, 1))
    assert one.x_train.tobytes() == other.x_train.tobytes()
    assert [n.sentence for n in sums[1].notes] == ["data.jit"]
    first, second = (load_task(path, jit=jit).make(600, 50, fresh=True) for jit in (False, True))
    for a, b in zip(first.stream.pieces(0, 2), second.stream.pieces(0, 2), strict=True):
        assert a[0].tobytes() == b[0].tobytes()


def test_data_is_not_compiled(tmp_path):
    np.savez(tmp_path / "d.npz", x=np.zeros((9, 3)), y=np.arange(9) % 2)
    with pytest.raises(TaskError, match="--jit"):
        load_task(tmp_path / "d.npz", jit=True)
    with pytest.raises(TaskError, match="--jit"):
        load_task("mnist", jit=True)


LINES = st.lists(
    st.sampled_from(
        [
            "x = x * 3.0 - int(x * 3.0)",
            "x = x * x - 0.5",
            "x = rng.random() - x",
            "if x > 0.3: x = x - 0.25",
            "x = (x + a[i - 1]) / 2.0",
            "a[i] += rng.normal(0.0, 1.0)",
            "x = float(rng.integers(0, 10)) * x",
            "x = np.sqrt(abs(x))",
            "a[i] = x",
        ]
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None)
@given(LINES, st.integers(0, 1000))
def test_any_scalar_loop_is_the_same_or_refused(lines, seed):
    body = "".join(f"        {line}\n" for line in lines)
    text = (
        "def f(rng):\n    x, a = rng.random(), np.zeros(6)\n    for i in range(6):\n"
        f"{body}        a[i] = a[i] + x\n    return a\n"
    )
    made = function(text)
    try:
        check_loop(made, samples(seed))
    except NotCompilable:
        return
    rng, fast = np.random.default_rng(seed + 77), np.random.default_rng(seed + 77)
    plain = np.array([made(rng) for _ in range(50)])
    assert compiled_loop(made)(fast, 50).tobytes() == plain.tobytes()
