"""Writing a task file to start from."""

import ast
from pathlib import Path

import numpy as np
import pytest

from miwake.errors import TaskError
from miwake.tasks.load import load_task
from miwake.tasks.protocol import built_in_tasks
from miwake.tasks.template import STARTER, starter, write_task_file


def test_the_starter_is_written(tmp_path):
    path = write_task_file(tmp_path / "mine.py")
    assert path.read_text("utf-8") == STARTER.read_text("utf-8")


def test_the_ending_is_added_where_it_is_missing(tmp_path):
    assert write_task_file(tmp_path / "mine.v2").name == "mine.v2.py"


@pytest.mark.parametrize("like", built_in_tasks())
def test_every_built_in_task_can_be_copied(tmp_path, like):
    path = write_task_file(tmp_path / "mine.py", like)
    assert path.read_text("utf-8") == built_in_tasks()[like].read_text("utf-8")


@pytest.mark.parametrize("like", [None, *built_in_tasks()])
def test_what_is_written_is_a_task(tmp_path, like):
    assert load_task(write_task_file(tmp_path / "mine.py", like)).classes


def test_an_existing_file_is_kept(tmp_path):
    (tmp_path / "mine.py").write_text("precious", "utf-8")
    with pytest.raises(TaskError, match=r"mine.py exists already and is not overwritten; name a n"):
        write_task_file(tmp_path / "mine")
    assert (tmp_path / "mine.py").read_text("utf-8") == "precious"


@pytest.mark.parametrize(
    ("like", "told"),
    [
        ("bakr", "there is no built-in task bakr; did you mean baker?"),
        ("qqq", "there is no built-in task qqq; there are baker, "),
    ],
)
def test_an_unknown_task_is_told_and_nothing_written(tmp_path, like, told):
    with pytest.raises(TaskError) as caught:
        write_task_file(tmp_path / "mine.py", like)
    assert str(caught.value).startswith(told)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(TaskError, match=r"mine.py can't be written \(.+\); name another file$"):
        write_task_file(tmp_path / "missing" / "mine.py")


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_folder_alone_is_told(folder):
    with pytest.raises(TaskError, match=r"is a folder; name a file in it, such as .*mine.py$"):
        write_task_file(Path(folder))


@pytest.fixture
def uncommented(tmp_path):
    """The starter with everything in it tried out."""
    lines = STARTER.read_text("utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("# What else"))
    lines[first + 1 :] = [line.removeprefix("#").removeprefix(" ") for line in lines[first + 1 :]]
    path = tmp_path / "tried.py"
    path.write_text("\n".join(lines), "utf-8")
    return load_task(path)


def test_what_else_the_starter_shows_works(uncommented):
    assert uncommented.classes == ("even", "uneven", "third")
    assert [uncommented.default(n) for n in ("train", "test", "epochs")] == [60_000, 10_000, 5]
    assert len(uncommented.make(100, 100).x_train) == 100


def test_the_best_rule_in_the_starter_is_better_than_chance(tmp_path, uncommented):
    data = load_task(write_task_file(tmp_path / "mine.py")).make(10, 2000)
    right = (uncommented.file.best(data.x_test) == data.y_test).mean()
    assert right > 0.5 + 4 * np.sqrt(0.25 / 2000)


def test_the_starter_says_what_miwake_train_does_by_default(uncommented):
    text = STARTER.read_text("utf-8")
    assert f"{uncommented.default('train'):,}" in text
    assert f"{uncommented.default('test'):,} new ones" in text


def test_the_japanese_starter_is_the_same_code():
    def code(path):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Module | ast.FunctionDef):
                node.body = node.body[1:]  # without its docstring
        return ast.dump(tree)

    assert starter("ja") != starter("en") == starter("xx") == STARTER
    assert code(starter("ja")) == code(STARTER)
