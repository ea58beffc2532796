"""The course is run once, for both languages, two chapters at a time."""

import json
import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import executed as runner
import pytest

AT_ONCE = 2


@pytest.fixture(scope="session")
def _course(request, tmp_path_factory):
    """Every chapter that this session asks for, started as soon as one is."""
    wanted = {
        item.callspec.params["chapter"]: None
        for item in request.session.items
        if "printed" in getattr(item, "fixturenames", ()) and hasattr(item, "callspec")
    }
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            path: pool.submit(run_page, path, tmp_path_factory.mktemp(path.stem)) for path in wanted
        }


@pytest.fixture
def run(mnist):
    """Runs a page in a folder."""
    return run_page


@pytest.fixture
def printed(_course: dict[Path, Future], mnist, chapter):
    """What each step of a chapter prints."""
    return _course[chapter].result()


def run_page(path, place):
    """Run a page in a process of its own, in a folder; what each step prints."""
    command = [sys.executable, runner.__file__, str(path), str(place), "--json"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        pytest.fail(f"{path.name}: {done.stderr[-4000:]}")
    return json.loads(done.stdout)
