"""The page's pure core without a browser, and the types of all its modules."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NO_NODE = "node is missing: install Node.js 18 or newer"
NO_TSC = "TypeScript is missing: npm install typescript; MIWAKE_TEST_TSC=.../node_modules/.bin/tsc"


@pytest.mark.skipif(shutil.which("node") is None, reason=NO_NODE)
@pytest.mark.parametrize("file", sorted((HERE / "page").glob("*.test.js")), ids=lambda f: f.stem)
def test_the_core_of_the_page(file):
    _check(["node", "--test", str(file)])


@pytest.mark.skipif(not os.environ.get("MIWAKE_TEST_TSC"), reason=NO_TSC)
def test_the_types_of_the_page():
    _check([os.environ["MIWAKE_TEST_TSC"], "--project", str(ROOT)])


def _check(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
