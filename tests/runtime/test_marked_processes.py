"""Processes with a mark are found wherever they have gone, and no others."""

import subprocess
import sys
from pathlib import Path

import pytest

from miwake.runtime.marked_processes import kill_marked, new_mark

pytestmark = pytest.mark.skipif(not Path("/proc").is_dir(), reason="they are found in /proc")

SLEEP = [sys.executable, "-c", "print(flush=True); import time; time.sleep(300)"]


def start(environment):
    process = subprocess.Popen(
        SLEEP, env=environment, stdout=subprocess.PIPE, start_new_session=True
    )
    process.stdout.readline()
    return process


def test_only_what_bears_the_mark_is_ended():
    mark, marked = new_mark()
    _, another = new_mark()
    with start(marked) as one, start(another) as two:
        try:
            kill_marked(mark)
            assert one.wait(30) < 0
            assert two.poll() is None
        finally:
            one.kill()
            two.kill()
