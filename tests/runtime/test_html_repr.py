"""Data is shown in a notebook, wherever it came from."""

import subprocess
import sys

CODE = "import miwake, numpy as np; x = np.eye(4, dtype='f4'); y = np.array([0, 1] * 2, 'i4'); "
CODE += "print(miwake.Dataset(x, y, x, y, ('a', 'b'))._repr_html_().strip()[:4])"


def test_the_package_knows_how_to_show_a_dataset():
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "<div\n"
