"""Each example runs with small counts."""

import re
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parent.parent / "examples"


def run(name, *arguments):
    return subprocess.run(
        [sys.executable, EXAMPLES / name, *arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    ).stdout


def test_ising_finite_size():
    told = run("ising_finite_size.py", "--quick")
    found = re.search(r"Tc of an infinite lattice: (\d\.\d+)", told)
    assert found
    assert abs(float(found[1]) - 2.269) < 0.3
    assert "Carrasquilla and Melko:    2.266(2)" in told
    assert "exact (Onsager):           2.269185" in told
