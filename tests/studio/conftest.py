"""A studio as a process of its own, and a client that speaks to it as the page does."""

import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
import time

import pytest

from driving import PATIENCE

START = "from miwake.__main__ import main; import sys; sys.argv[0] = 'miwake'; main()"
WAIT = 120.0  # seconds; the machine may be busy with other tests
LOST = ("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")  # killed servers
LOCAL = ("http://127.0.0.1:", "data:", "blob:")


class Served:
    """A running studio, and what a page with its cookie asks it."""

    def __init__(self, folder, *arguments, port=0):
        command = [sys.executable, "-c", START, "studio", "--no-browser"]
        command += ["--port", str(port or free_port()), *arguments]
        self.folder = folder
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8", start_new_session=True,
        )  # fmt: skip
        self.address = re.search(r"http://\S+", self.process.stdout.readline())[0]
        self.port = int(re.search(r":(\d+)/", self.address)[1])
        self.token = self.address.partition("token=")[2]
        self.origin = f"http://127.0.0.1:{self.port}"
        status, headers, _ = self.ask("GET", f"/?token={self.token}", cookie=None)
        assert status == 303
        self.cookie = headers["set-cookie"].partition(";")[0]

    def ask(self, method, path, body=None, cookie="", **headers):
        """One request as it is: status, headers, bytes. cookie="" is the right one, None none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if cookie is not None:
            headers["Cookie"] = cookie or self.cookie
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, found, answer.read()
        finally:
            connection.close()

    def get(self, path):
        """A JSON answer."""
        return json.loads(self.ask("GET", path)[2])

    def post(self, path, **values):
        """A JSON request: its status and its answer."""
        headers = {"Content_Type": "application/json", "Origin": self.origin}
        status, _, content = self.ask("POST", path, json.dumps(values), **headers)
        return status, json.loads(content)

    def put(self, path, content):
        """A file."""
        headers = {"Content_Type": "application/octet-stream", "Origin": self.origin}
        status, _, found = self.ask("PUT", path, content, **headers)
        return status, json.loads(found)

    def until(self, wanted, seconds=WAIT):
        """The state, once `wanted` holds for it."""
        end = time.monotonic() + seconds
        while True:
            state = self.get("/api/state")
            if wanted(state):
                return state
            assert time.monotonic() < end, state
            time.sleep(0.05)

    def idle(self):
        """The state, once nothing is being done."""
        return self.until(lambda state: state["job"] is None)

    def close(self, number=signal.SIGTERM):
        """End it."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        if self.process.poll() is None:
            self.process.kill()
        return self.process.communicate()


def free_port():
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="session")
def serve():
    """What starts a studio in a folder."""
    return Served


@pytest.fixture
def start_studio(tmp_path):
    """Starts studios in a folder of the test's own."""
    started = []

    def start(*arguments, **options):
        started.append(Served(tmp_path, *arguments, **options))
        return started[-1]

    yield start
    for studio in started:
        studio.close()


@pytest.fixture(scope="session")
def studio(tmp_path_factory):
    """One studio for all tests that leave it working."""
    served = Served(tmp_path_factory.mktemp("studio"))
    yield served
    served.close()


SMALL = {"task": "baker", "train": 2000, "test": 500, "epochs": 2, "settings": {"LENGTH": "12"}}


@pytest.fixture(scope="session")
def small_run(studio):
    """A run that was trained in that studio."""
    studio.idle()
    status, _ = studio.post("/api/train", **SMALL)
    assert status == 202
    state = studio.idle()
    assert state["training"]["ended"] == "kept", state
    return state["training"]["run"]


@pytest.fixture
def small():
    """A training that takes a moment."""
    return dict(SMALL)


@pytest.fixture
def window(browser):
    """Opens browser windows. Nothing may go wrong in them, and nothing may leave the machine."""
    opened, troubles, asked = [], [], []

    def open_window(**options):
        found = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **options})
        found.set_default_timeout(PATIENCE)
        found.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        found.on("weberror", lambda e: troubles.append(str(e.error)))
        found.on("request", lambda r: asked.append(r.url))
        opened.append(found)
        return found

    yield open_window
    for one in opened:
        one.close()
    assert [t for t in troubles if not any(lost in t for lost in LOST)] == []
    assert [url for url in asked if not url.startswith(LOCAL)] == []


@pytest.fixture
def context(window):
    """One such window."""
    return window()


@pytest.fixture
def page(context, studio):
    """The page of the studio that is shared, when nothing is being done."""
    studio.post("/api/stop")
    studio.idle()
    found = context.new_page()
    found.goto(studio.address)
    found.wait_for_selector(".card canvas")
    return found


@pytest.fixture(scope="session")
def digits(mnist, users_cache, browser, tmp_path_factory):
    """A studio in which a network was trained on the digits; `actions` counts what that took."""
    with users_cache():
        served = Served(tmp_path_factory.mktemp("digits"))
    try:
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(served.address)
        actions = [page.click("[data-task=mnist]"), page.click("#bar .start")]
        page.wait_for_selector("#result .score")
        served.actions = len(actions)
        context.close()
        yield served
    finally:
        served.close()
