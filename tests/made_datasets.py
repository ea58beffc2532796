"""Small tasks to write datasets of, and folders to compare."""

import textwrap
from pathlib import Path

from miwake.plan import DataPlan
from miwake.tasks.load import task_of
from miwake.tasks.task_file import read_task_file

MIXED = """
import os, random, signal, time
import numpy as np
LENGTH = 3
def modern(rng):
    return rng.random(LENGTH), {"t": rng.random(), "名前": "new"}
def legacy(rng):
    time.sleep(float(os.environ.get("SLOW", 0)))
    mark = os.environ.get("KILLED_ONCE")
    if mark and not os.path.exists(mark):
        open(mark, "a").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return np.random.random(LENGTH), {"Odd": random.random()}
"""
REGRESSION = """
import numpy as np
target = "t"
def number(rng, n):
    t = rng.random(n)
    return np.stack([t, t * t], axis=1), {"t": t}
"""
ZEROS = """
import numpy as np
def zero(rng, n): return np.zeros((n, 2, 2), np.uint8)
def also(rng, n): return np.zeros((n, 2, 2), np.uint8)
"""


def task(text=MIXED, **changed):
    """A task of a text."""
    file = read_task_file(textwrap.dedent(text).strip() + "\n", "mine.py", changed=changed)
    return task_of(file, DataPlan(task="mine.py"))


def content(folder):
    """All files of a folder with their bytes."""
    found = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
