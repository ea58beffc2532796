"""The gallery: every example runs, is short enough to copy, and teaches what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import miwake
from miwake.tasks.protocol import built_in_tasks
from miwake.tasks.template import write_task_file

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parent.parent / "examples"
GALLERY = ["logistic_map.py", "loaded_die.py", "sine_in_noise.py", "shapes.py", "two_columns.py"]
TASKS = GALLERY[:-1]


@pytest.mark.parametrize("name", GALLERY)
def test_an_example_is_short_enough_to_copy(name):
    assert len((EXAMPLES / name).read_text("utf-8").splitlines()) <= 40


@pytest.mark.parametrize("name", TASKS)
def test_a_task_file_trains(name):
    data = miwake.load_task(EXAMPLES / name).make(train=200, test=100)
    run = miwake.train(data, epochs=1)
    assert run.record.plan.data.test == 100


def test_the_best_rule_for_the_die_beats_chance():
    task = miwake.load_task(EXAMPLES / "loaded_die.py")
    data = task.make(train=10, test=4000)
    assert 0.7 < np.mean(task.file.best(data.x_test) == data.y_test) < 0.95


def test_the_script_writes_a_table_and_trains_on_it(tmp_path):
    command = [sys.executable, str(EXAMPLES / "two_columns.py"), "200"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    )
    assert "of the test points on the right arm" in done.stdout
    assert (tmp_path / "spirals.csv").read_text("utf-8").startswith("x,y,arm\n")


@pytest.mark.parametrize("like", built_in_tasks())
def test_each_built_in_task_can_be_started_from(tmp_path, like):
    path = write_task_file(tmp_path / "mine", like)
    task, built_in = miwake.load_task(path), miwake.load_task(like)
    assert task.classes == built_in.classes
    assert task.title == built_in.title


def test_the_finite_size_study_prints_its_table_beside_the_papers():
    command = [sys.executable, str(EXAMPLES / "ising_finite_size.py"), "--quick"]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    found = re.search(r"Tc of an infinite lattice: (\d\.\d+)", told)
    assert found
    assert abs(float(found[1]) - 2.269) < 0.3
    assert "Carrasquilla and Melko:    2.266(2)" in told
    assert "exact (Onsager):           2.269185" in told
