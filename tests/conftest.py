"""What many tests share: runs trained once, and the command line in a process of its own."""

import atexit
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import pytest
from PIL import Image

# The user's own cache, or none; workers of pytest-xdist inherit what the first process changed.
USUAL_CACHE = os.environ.setdefault("MIWAKE_TEST_USUAL_CACHE", os.environ.get("MIWAKE_CACHE", ""))
SLOW_FIXTURES = {
    *("browser", "digit_run", "miwake_command", "miwake_process", "mnist", "printed", "serve"),
    *("start_studio", "studio"),
}
CHROMIUM = shutil.which("chromium")


def pytest_configure():
    """Compiled programs are shared by the tests and the processes that they start."""
    if "PYTEST_XDIST_WORKER" in os.environ:  # the process that started this one made the folder
        return
    folder = tempfile.mkdtemp(prefix="miwake-tests-")
    os.environ["MIWAKE_CACHE"] = folder
    os.environ["LC_ALL"] = "C.UTF-8"  # whoever runs the tests, English is spoken
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # after all that still writes there


def pytest_collection_modifyitems(items):
    """What needs MNIST, a browser, a studio or commands in processes of their own is slow."""
    for item in items:
        if SLOW_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@contextlib.contextmanager
def usual_cache():
    """The cache that this machine's user has: MNIST is in it after the first time."""
    ours = os.environ.pop("MIWAKE_CACHE")
    if USUAL_CACHE:
        os.environ["MIWAKE_CACHE"] = USUAL_CACHE
    try:
        yield
    finally:
        os.environ["MIWAKE_CACHE"] = ours


@pytest.fixture(scope="session")
def users_cache():
    """What lets processes that are started meanwhile find this machine's usual cache."""
    return usual_cache


@pytest.fixture(scope="session")
def mnist():
    """The real MNIST."""
    from miwake.errors import DownloadError
    from miwake.tasks.mnist_data.load import mnist as digits

    try:
        with usual_cache():
            return digits()
    except DownloadError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def digit_run(mnist, tmp_path_factory):
    """A dense network that reads digits well enough to notice spoilt pictures."""
    import miwake

    (x, y), (x_test, y_test) = mnist
    data = miwake.Dataset(
        x[:20_000],
        y[:20_000].astype(np.int32),
        x_test[:2000],
        y_test[:2000].astype(np.int32),
        classes=tuple("0123456789"),
    )
    run = miwake.train(data, epochs=3)
    run.save(tmp_path_factory.mktemp("digits") / "run")
    return run


@pytest.fixture(scope="session")
def baker_run(tmp_path_factory):
    """A run of the built-in task, kept in a folder."""
    import miwake

    task = miwake.load_task("baker", {"LENGTH": "8"})
    run = miwake.train(task.make(train=2000, test=500), epochs=2)
    run.save(tmp_path_factory.mktemp("baker") / "run")
    return run


@pytest.fixture
def folder(baker_run, tmp_path):
    """A copy of that run's folder to spoil."""
    return shutil.copytree(baker_run.path, tmp_path / "kept")


@pytest.fixture
def draw(tmp_path):
    """Writes an array of brightness as a picture."""

    def write(array, name="picture.png", **options):
        path = tmp_path / name
        Image.fromarray(array).save(path, **options)
        return path

    return write


START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from miwake.__main__ import main; sys.argv[0] = 'miwake'; main()"
)


@pytest.fixture
def miwake_command(tmp_path):
    """Runs the command line as a process in an empty folder."""

    def run(*arguments, **options):
        command = [sys.executable, "-c", START, *map(str, arguments)]
        options = {"capture_output": True, "text": True, "encoding": "utf-8"} | options
        return subprocess.run(command, check=False, cwd=tmp_path, timeout=120, **options)

    return run


@pytest.fixture
def miwake_process(tmp_path):
    """Starts the command line as a process that a test can interrupt."""
    started = []

    def start(*arguments):
        command = [sys.executable, "-u", "-c", START, *map(str, arguments)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, cwd=tmp_path, text=True, encoding="utf-8", **pipes)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def edit_json():
    """Changes a JSON file in place."""

    def edit(path, **changes):
        found = json.loads(path.read_text("utf-8")) | changes
        path.write_text(json.dumps(found), "utf-8")

    return edit


@pytest.fixture
def rng():
    """Random numbers, the same in each test."""
    return np.random.default_rng(0)


@pytest.fixture(autouse=True)
def _same_numbers(request):
    """A file's RNG starts each test anew, so that the order of the tests changes nothing."""
    if hasattr(request.module, "RNG"):
        request.module.RNG = np.random.default_rng(0)


@pytest.fixture(scope="session")
def browser():
    """A real browser."""
    if CHROMIUM is None:
        pytest.skip("there is no chromium to drive; install Debian's package chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
