"""Who may speak to the studio: what an attacker tries gets nothing, and starts nothing."""

import json

import pytest

BODY = json.dumps({"task": "baker"})
JSON = {"Content_Type": "application/json"}


@pytest.fixture(scope="module")
def studio(serve, tmp_path_factory):
    """A studio in which nothing was begun."""
    served = serve(tmp_path_factory.mktemp("guarded"))
    yield served
    served.close()


def nothing(studio, answer):
    """Whether an answer gave nothing away, and nothing was begun."""
    status, headers, content = answer
    assert status == 403
    assert "set-cookie" not in headers
    assert studio.token.encode() not in content
    assert b"boot" not in content
    assert studio.get("/api/state")["job"] is None
    assert studio.get("/api/state")["opened"] is None


@pytest.mark.parametrize("path", ["/", "/api/state", "/words", "/page/main.js", "/api/runs", "/x"])
def test_without_the_cookie_there_is_nothing(studio, path):
    nothing(studio, studio.ask("GET", path, cookie=None))


@pytest.mark.parametrize("token", ["", "wrong", "%00", "a" * 5000])
def test_a_wrong_token_is_none(studio, token):
    nothing(studio, studio.ask("GET", f"/?token={token}", cookie=None))


def test_the_token_opens_the_page_alone(studio):
    nothing(studio, studio.ask("GET", f"/api/state?token={studio.token}", cookie=None))
    nothing(studio, studio.ask("POST", f"/?token={studio.token}", BODY, cookie=None, **JSON))


def test_a_wrong_cookie_is_none(studio):
    name = studio.cookie.partition("=")[0]
    nothing(studio, studio.ask("GET", "/api/state", cookie=f"{name}=wrong"))


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(studio):
    _, headers, _ = studio.ask("GET", f"/?token={studio.token}", cookie=None)
    assert "httponly" in headers["set-cookie"].lower()
    assert "samesite=strict" in headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example"]
)
def test_a_rebound_host_name_gets_nothing(studio, host):
    nothing(studio, studio.ask("GET", "/api/state", Host=host))
    nothing(studio, studio.ask("POST", "/api/train", BODY, Host=host, **JSON))
    nothing(studio, studio.ask("GET", f"/?token={studio.token}", cookie=None, Host=host))


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", ""])
def test_another_origin_starts_nothing(studio, origin):
    nothing(studio, studio.ask("POST", "/api/train", BODY, Origin=origin, **JSON))


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_it_is_another_site_gets_nothing(studio, site):
    nothing(studio, studio.ask("GET", "/api/state", Sec_Fetch_Site=site))
    nothing(studio, studio.ask("POST", "/api/open", BODY, Sec_Fetch_Site=site, **JSON))


def test_a_form_of_another_page_starts_nothing(studio):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        status, _, _ = studio.ask("POST", "/api/train", BODY, Content_Type=kind)
        assert status == 415
    assert studio.get("/api/state")["job"] is None


def test_every_answer_carries_the_policy(studio):
    for path in ("/", "/api/state", "/page/main.js", "/page/core/form.js", "/nothing"):
        _, headers, _ = studio.ask("GET", path)
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    ["/page/..%2fserver.py", "/page/%2e%2e/guard.py", "/runs/..%2f..%2fetc/run.json",
     "/runs/../run.json", "/runs/files/run.json", "/api/runs/..%2f..", "/api/runs/%00"],
)  # fmt: skip
def test_no_path_leads_out(studio, path):
    status, _, content = studio.ask("GET", path)
    assert status in {404, 405}
    assert b"import" not in content


@pytest.mark.parametrize("task", ["/etc/passwd", "../mine.py", "runs/files/../../x.py", "mine.py"])
def test_no_task_outside_the_runs_folder_is_read(studio, task):
    (studio.folder / "mine.py").write_text("raise SystemExit")
    for verb in ("open", "look", "train"):
        assert studio.post(f"/api/{verb}", task=task)[0] == 403
    assert studio.ask("GET", f"/api/starter?like={task}")[0] in {403, 404}
    assert studio.get("/api/state")["job"] is None


def test_a_link_in_the_runs_folder_leads_nowhere(studio, tmp_path):
    (tmp_path / "run.json").write_text("secret")
    (studio.folder / "runs").mkdir(exist_ok=True)
    (studio.folder / "runs" / "link-1").symlink_to(tmp_path)
    status, _, content = studio.ask("GET", "/runs/link-1/run.json")
    assert status == 404
    assert b"secret" not in content
