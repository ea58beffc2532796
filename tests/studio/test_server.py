"""The studio's API: the same verbs as on the command line."""

import signal
import subprocess
import sys
import time

import numpy as np
import pytest

import miwake
from miwake.plan import fields_of
from miwake.studio.worker.serialize import thin_history

LOOP = """\"\"\"Endless\"\"\"
def one(rng):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
def two(rng):
    return [1.0, 2.0]
"""


def children(process):
    found = subprocess.run(
        ["pgrep", "-P", str(process.pid)], check=False, capture_output=True, text=True
    )
    return [int(pid) for pid in found.stdout.split()]


def test_a_training_is_kept_as_the_command_line_keeps_it(studio, small_run):
    folder = studio.folder / "runs" / small_run
    assert sorted(p.name for p in folder.iterdir()) == [
        "history.csv", "model.keras", "report.html", "run.json"
    ]  # fmt: skip
    run = miwake.load_run(folder)
    task = miwake.load_task("baker", {"LENGTH": "12"})
    same = miwake.train(task.make(train=2000, test=500), epochs=2)
    assert run.record.results == same.record.results
    assert run.record.history == same.record.history


def test_live_values_are_those_of_the_run(studio, small):
    studio.idle()
    assert studio.post("/api/train", **small)[0] == 202
    state = studio.until(lambda state: state["job"] is None and state["training"]["history"])
    history = state["training"]["history"]
    assert history == studio.get(f"/api/runs/{state['training']['run']}")["history"]
    assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= history[0].keys()


@pytest.mark.parametrize("n", [0, 1, 300, 301, 99_999])
def test_a_long_history_is_thinned_and_keeps_its_ends(n):
    history = [{"epoch": epoch + 1} for epoch in range(n)]
    found = thin_history(history)
    assert len(found) <= 301
    assert (found[:1], found[-1:]) == (history[:1], history[-1:])
    assert n > 300 or found == history


def test_an_unchanged_poll_is_tiny(studio, small_run):
    studio.idle()
    mark = studio.get("/api/state")["mark"]
    assert studio.get(f"/api/state?since={mark}") == {"mark": mark}


def test_opening_a_task_looks_at_it(studio):
    studio.idle()
    studio.post("/api/open", task="baker", train=300, test=100)
    studio.until(lambda state: state["opened"] and state["looked"] and not state["job"])
    opened, looked = studio.get("/api/opened"), studio.get("/api/looked")
    assert opened["classes"] == looked["classes"] == ["random", "baker"]
    assert looked["train"] == 300
    assert looked["figure"]["ja"].startswith("<svg")
    assert {"en", "ja"} == looked["views"][0]["name"].keys() == looked["warnings"][0]["text"].keys()


def test_the_verdict_and_its_next_step(studio, small_run):
    found = studio.get(f"/api/runs/{small_run}")
    assert found["verdict"]
    assert found["next"].startswith("miwake train baker")
    order = found["next_order"]["order"]
    assert order["task"] == "baker"
    assert order["settings"] == {"LENGTH": "12"}
    assert found["home"]["command"].startswith("miwake train baker --train 2000 --test 500")
    assert "--set LENGTH=12" in found["home"]["command"]


def test_repeats_are_trained_kept_and_asked_for_again(studio, small):
    studio.idle()
    assert studio.post("/api/train", **small | {"epochs": 1, "repeats": 3})[0] == 202
    state = studio.until(lambda state: state["job"] is None and state["training"]["order"])
    found = studio.get(f"/api/runs/{state['training']['run']}")
    assert (found["repeats"]["n"], found["order"]["repeats"]) == (3, 3)
    assert "--repeats 3" in found["home"]["command"]
    assert "repeats=3" in found["home"]["python"]


def test_new_samples_and_their_answers(studio, small_run):
    assert studio.post(f"/api/runs/{small_run}/load")[1]["classes"] == ["random", "baker"]
    _, found = studio.post(f"/api/runs/{small_run}/sample", seed=3)
    assert found["fresh"]
    assert [row["answer"] for row in found["samples"]] == ["random"] * 2 + ["baker"] * 2
    assert all(abs(sum(row["probabilities"]) - 1) < 1e-3 for row in found["samples"])


def test_files_are_answered_and_not_kept(studio, small_run):
    x = b"\n".join(b",".join(b"0.5" for _ in range(12)) for _ in range(2))
    status, found = studio.put(f"/api/runs/{small_run}/file?name=rows.csv", x)
    assert (status, len(found["samples"])) == (200, 2)
    status, found = studio.put(f"/api/runs/{small_run}/file?name=x.csv", b"1,2")
    assert status == 422
    assert "x.csv" in found["error"]["text"]["ja"]
    assert not list((studio.folder / "runs" / "files").glob(".try*"))


def test_a_report_in_the_language_asked_for(studio, small_run):
    _, headers, content = studio.ask("GET", f"/runs/{small_run}/report.html?lang=ja")
    assert b'<html lang="ja"' in content[:300]
    assert "sandbox" in headers["content-security-policy"]


def test_an_error_in_a_task_file_names_its_line(studio):
    studio.idle()
    text = '"""T"""\n\ndef a(rng):\n    return 1\n\ndef b(rng)\n    return 2\n'
    _, found = studio.post("/api/file", name="wrong", text=text)
    studio.post("/api/open", task=found["task"])
    state = studio.idle()
    assert state["error"]["line"] == 6


@pytest.mark.parametrize(
    "order",
    [{}, {"task": 3}, {"task": "baker", "epochs": 0}, {"task": "baker", "train": "many"},
     {"task": "baker", "x": 1}, {"task": "baker", "settings": [1]},
     {"task": "baker", "epochs": True}],
)  # fmt: skip
def test_a_wrong_order_starts_nothing(studio, order):
    studio.idle()
    assert studio.post("/api/train", **order)[0] == 422
    assert studio.get("/api/state")["job"] is None


def test_stop_ends_an_endless_loop_and_all_its_processes(start_studio):
    studio = start_studio()
    _, found = studio.post("/api/file", name="endless", text=LOOP)
    studio.post("/api/train", task=found["task"], train=10, test=10)
    studio.until(lambda state: state["job"] and state["job"]["stage"] == "data")
    workers = children(studio.process)
    assert workers
    assert studio.post("/api/stop")[0] == 200
    state = studio.idle()
    assert state["training"]["ended"] == "stopped"
    assert not set(workers) & set(children(studio.process))
    assert not list((studio.folder / "runs").glob("endless-*"))


def test_a_stopped_training_is_kept_and_a_second_one_waits(start_studio, small):
    studio = start_studio()
    studio.post("/api/train", **small | {"epochs": 100_000})
    assert studio.post("/api/train", **small)[0] == 409
    studio.until(lambda state: state["training"]["history"])
    studio.post("/api/stop")
    state = studio.idle()
    assert state["training"]["ended"] == "kept"
    assert not state["training"]["finished"]
    found = studio.get(f"/api/runs/{state['training']['run']}")
    assert 0 < found["epochs"] < found["epochs_asked"]
    assert found["resumable"]


@pytest.mark.parametrize("name", ["train", "test", "seed", "epochs", "batch_size", "repeats"])
def test_a_number_beyond_its_limits_is_told_them(studio, name):
    (most,) = (field.most for field in fields_of("train") if field.name == name)
    status, found = studio.post("/api/train", task="baker", **{name: 99_999_999_999})
    assert status == 422
    for text in found["error"]["text"].values():
        assert "99,999,999,999" in text
        assert f"{most:,}" in text
    written = studio.post("/api/train", task="baker", **{name: 1e23})[1]["error"]["text"]["en"]
    assert "e+" not in written


def test_a_stopped_opening_says_what_was_stopped(start_studio):
    studio = start_studio()
    studio.post("/api/open", task="baker", train=300, test=100)
    studio.until(lambda state: state["looked"] and not state["job"])
    _, found = studio.post("/api/file", name="endless", text=LOOP)
    studio.post("/api/open", task=found["task"])
    studio.until(lambda state: state["job"] and state["job"]["stage"] == "open")
    studio.post("/api/stop")
    stopped = studio.idle()["stopped"]
    assert (stopped["kind"], stopped["task"]) == ("open", found["task"])
    assert studio.get("/api/opened")["order"]["task"] == "baker"
    studio.post("/api/look", task="baker", train=300, test=100)
    assert studio.idle()["stopped"] is None


def test_a_look_that_makes_way_was_not_stopped_by_the_user(start_studio):
    studio = start_studio()
    _, found = studio.post("/api/file", name="endless", text=LOOP)
    studio.post("/api/open", task=found["task"])
    studio.until(lambda state: state["job"] and state["job"]["stage"] == "open")
    studio.post("/api/open", task="baker", train=300, test=100)
    state = studio.until(lambda state: state["opened"])
    assert state["stopped"] is None


def test_repeats_are_counted_and_a_stop_keeps_those_that_were_done(start_studio, small):
    studio = start_studio()
    studio.post("/api/train", **small | {"epochs": 1, "repeats": 1000})
    state = studio.until(lambda state: state["job"] and state["job"]["repeated"] >= 2)
    assert state["job"]["repeats"] == 1000
    studio.post("/api/stop")
    found = studio.get(f"/api/runs/{studio.idle()['training']['run']}")
    assert found["epochs"] == found["epochs_asked"]
    assert 2 <= found["repeated"] < found["repeats_asked"] == 1000
    assert found["repeats"]["n"] == found["repeated"]
    assert found["order"]["repeats"] == 1000
    assert found["resumable"]


def test_a_training_in_a_terminal_is_not_gone_on_with(start_studio):
    studio = start_studio()
    command = [sys.executable, "-m", "miwake", "train", "baker", "--train", "400", "--test", "50"]
    command += ["--no-checks", "--epochs", "100000"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=studio.folder, stdout=pipe, text=True) as process:
        try:
            next(line for line in process.stdout if line.startswith("Epoch"))
            (row,) = studio.get("/api/runs")
            assert row["unfinished"]
            assert row["busy"]
            studio.post("/api/resume", run="baker-1")
            error = studio.idle()["error"]
            assert "another process is training in" in error["text"]["en"]
            runs = studio.get("/api/state")["runs"]
        finally:
            process.kill()
            process.communicate()
    studio.until(lambda state: state["runs"].rpartition("-")[2] != runs.rpartition("-")[2])
    assert not studio.get("/api/runs")[0]["busy"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_workers_end_when_the_server_is_killed(start_studio, small):
    studio = start_studio()
    studio.post("/api/train", **small | {"epochs": 100_000})
    studio.until(lambda state: state["training"]["history"])
    workers = children(studio.process)
    assert workers
    studio.close(signal.SIGKILL)
    end = time.monotonic() + 10
    while [
        p
        for p in workers
        if subprocess.run(["kill", "-0", str(p)], check=False, capture_output=True).returncode == 0
    ]:
        assert time.monotonic() < end
        time.sleep(0.05)
    again = start_studio(port=studio.port)
    assert again.cookie == studio.cookie  # an open page goes on
    assert again.get("/api/runs")[0]["unfinished"]


def test_a_table_is_brought_trained_and_asked(studio):
    studio.idle()
    rng = np.random.default_rng(0)
    rows = [f"{x:.3f},{rng.random():.3f},{'up' if x > 0 else 'down'}" for x in rng.normal(size=200)]
    _, upload = studio.post("/api/uploads")
    studio.put(f"/api/uploads/{upload['key']}?path=t.csv", "\n".join(["a,b,label", *rows]).encode())
    _, found = studio.post(f"/api/uploads/{upload['key']}")
    studio.post("/api/train", task=found["task"], epochs=3)
    run = studio.idle()["training"]["run"]
    assert [f["name"] for f in studio.post(f"/api/runs/{run}/load")[1]["fields"]] == ["a", "b"]
    _, answer = studio.post(f"/api/runs/{run}/row", values={"a": "3", "b": "0.5"})
    assert answer["prediction"] in {"up", "down"}
    assert studio.post(f"/api/runs/{run}/row", values={"a": "x"})[0] == 422


def test_a_stop_while_the_worker_starts_is_no_traceback(start_studio):
    studio = start_studio()
    for _ in range(3):
        studio.post("/api/open", task="baker")
        studio.post("/api/stop")
        studio.idle()
    studio.post("/api/open", task="baker")
    assert studio.idle()["error"] is None
    _, told = studio.close()
    assert "Traceback" not in told
