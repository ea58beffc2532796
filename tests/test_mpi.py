"""mpi4py's executor, as a batch system starts it: one process gives out the work, others do it."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import miwake
from made_datasets import content

LAUNCHER = shutil.which("mpiexec", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        LAUNCHER is None or importlib.util.find_spec("mpi4py") is None,
        reason="needs mpi4py and an mpiexec (pip install mpi4py mpich)",
    ),
]
SCRIPT = """
import sys
import miwake
from mpi4py.futures import MPIPoolExecutor
if __name__ == "__main__":
    with MPIPoolExecutor() as pool:
        task = miwake.load_task("baker", {"LENGTH": 8})
        task.make_to(sys.argv[1], 5000, 300, executor=pool)
"""


def test_processes_of_mpi_do_the_same(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    ways = [Path(miwake.__file__).parents[1], os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, ways))}
    command = [LAUNCHER, "-n", "3", sys.executable, "-m", "mpi4py.futures", script]
    command += [tmp_path / "made"]
    asked = {"capture_output": True, "text": True, "timeout": 120}
    done = subprocess.run(command, check=False, env=environment, **asked)
    assert done.returncode == 0, done.stderr
    task = miwake.load_task("baker", {"LENGTH": 8})
    task.make_to(tmp_path / "here", 5000, 300, workers=1)
    assert content(tmp_path / "made") == content(tmp_path / "here")
