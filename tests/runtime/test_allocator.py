"""Memory that is kept for the next piece of work."""

import ctypes
import subprocess
import sys

import pytest

CODE = """
import numpy as np
from miwake.runtime.allocator import keep_freed_memory
assert keep_freed_memory() is keep_freed_memory()

def held():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

np.ones(8_000_000)
before = held()
np.ones(8_000_000)
print(keep_freed_memory(), before, held())
np.ones(40_000_000)
print(held())
"""


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "mallopt"),
    reason="this C library can't be told to keep memory",
)
def test_what_is_freed_is_kept_but_not_what_is_huge():
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True, timeout=60
    )
    told, before, after, last = done.stdout.split()
    assert told == "True"
    assert int(after) >= 64_000_000
    assert int(before) == pytest.approx(int(after), rel=0.05)
    assert int(last) < int(after) + 64_000_000
