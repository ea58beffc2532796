"""The command line: in this process where that is quick, in one of its own where it matters."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

import miwake
from miwake.cli.main import app
from miwake.errors import RunError
from miwake.messages import catalogue
from miwake.workflow import run_api

COMMAND = typer.main.get_command(app)
HELP = catalogue("ja").help
COMMANDS = sorted(COMMAND.commands)
SMALL = ("--train", "300", "--test", "100", "--epochs", "1", "--set", "LENGTH=8")
KEYS = {
    "run", "model", "task", "network", "classes", "train", "test", "epochs", "test_loss",
    "test_accuracy", "per_class", "repeats", "verdict", "seconds",
}  # fmt: skip


@pytest.fixture
def call(tmp_path, monkeypatch):
    """Calls a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(app, [str(a) for a in arguments])

    return run


def kept(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


RUN_FILES = ["history.csv", "model.keras", "report.html", "run.json"]


# Help


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(call, name):
    found = call(name, "--help")
    assert found.exit_code == 0
    assert COMMAND.commands[name].help.strip() in " ".join(found.stdout.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_has_help(name):
    assert [p.name for p in COMMAND.commands[name].params if not p.help] == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("readme", ["README.md", "README.ja.md"])
def test_every_command_stands_in_the_readme(name, readme):
    assert f"miwake {name}" in (Path(__file__).parents[2] / readme).read_text("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_is_in_the_catalogue(name):
    command = COMMAND.commands[name]
    assert {one.help for one in (COMMAND, command, *command.params)} - HELP.keys() == set()


def test_the_catalogue_has_no_help_that_nobody_gives():
    whole = [COMMAND, *COMMAND.params]
    for command in COMMAND.commands.values():
        whole += [command, *command.params]
    assert HELP.keys() - {one.help for one in whole} == set()


def test_options_that_say_yes_and_no_exclude_each_other(call):
    found = call("look", "t.csv", "--header", "--no-header")
    assert found.exit_code == 2
    assert "--header and --no-header exclude each other" in " ".join(found.stderr.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_follows_the_locale_and_is_not_cut(call, monkeypatch, name):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    found = call(name, "--help").stdout
    assert HELP[COMMAND.commands[name].help][:9] in found
    assert "…" not in found


def test_an_error_follows_the_locale(call, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert "nosuch という課題はありません" in call("look", "nosuch").stderr


def test_an_error_is_said_in_the_language_asked_for(call):
    assert "nosuch という課題はありません" in call("look", "nosuch", "--lang", "ja").stderr


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_a_success(call, option):
    assert call(option).exit_code == 0


def test_the_version_is_printed(call):
    assert call("--version").stdout == f"miwake {miwake.__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["tasks"], ["new", "x.py"], ["train", "--help"]])
def test_nothing_heavy_is_loaded_for_little(tmp_path, arguments):
    code = (
        "import sys\nfrom miwake.cli.main import app\n"
        "try: app(sys.argv[1:])\nexcept SystemExit: pass\n"
        "heavy = {'keras', 'jax', 'matplotlib', 'sklearn', 'tensorflow'} & set(sys.modules)\n"
        "heavy |= {'numpy'} & set(sys.modules) if '--help' in sys.argv else set()\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


# Wrong usage and errors


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["train"],
        ["train", "baker", "--nonsense"],
        ["train", "baker", "--train", "0"],
        ["train", "baker", "--train", "many"],
        ["train", "baker", "--epochs", "-1"],
        ["train", "baker", "--set", "LENGTH"],
        ["new"],
        ["evaluate"],
        ["predict"],
    ],
)
def test_wrong_usage_is_2(call, arguments):
    assert call(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "bakr"], "there is no task bakr; did you mean baker?"),
        (["train", "baker", "--set", "LENGHT=5"], "baker has no setting LENGHT"),
        (["train", "baker", *SMALL, "--network", "dens"], "there is no network dens"),
        (["train", "baker", "--data", "x.npz"], "--data x.npz is not used"),
        (["train", "baker", *SMALL, "--out", "file/runs"], "runs can't be kept in file/runs"),
        (["new", "x.py", "--like", "bakr"], "there is no built-in task bakr"),
        (["new", "file"], "exists already and is not overwritten"),
        (["new", "none/x.py"], "can't be written"),
        (["evaluate", "runs/baker-9"], "there is no run runs/baker-9"),
        (["predict", "file.keras"], "is no Keras file"),
        (["predict", "empty"], "is no finished run"),
    ],
)
def test_an_error_is_one_line_and_1(call, tmp_path, arguments, message):
    (tmp_path / "file").write_text("x")
    (tmp_path / "file.py").write_text("x")
    (tmp_path / "file.keras").write_text("x")
    (tmp_path / "empty").mkdir()
    found = call(*arguments)
    assert found.exit_code == 1
    assert found.stderr.startswith("miwake: ")
    assert message in found.stderr
    assert found.stderr.count("\n") == 1


def test_a_fault_of_miwakes_own_is_one_line_too(tmp_path):
    code = (
        "import sys, miwake.tasks.load\nfrom miwake.__main__ import main\n"
        "def broken(*a, **options): raise KeyError('x\\ny')\n"
        "miwake.tasks.load.load_task = broken\nsys.argv = ['miwake', 'train', 'baker']\nmain()"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("miwake: this should not happen (KeyError")
    assert done.stderr.count("\n") == 1


def test_a_failed_training_leaves_nothing(call, tmp_path):
    call("train", "baker", *SMALL, "--network", "dens")
    assert not (tmp_path / "runs").exists() or list((tmp_path / "runs").iterdir()) == []


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "not enough memory"),
        (OSError(errno.EIO, "Input/output error", "x"), "Input/output error"),
        (KeyboardInterrupt(), "interrupted"),
    ],
)
def test_what_python_raises_is_said_in_one_line(call, monkeypatch, error, message):
    def broken(*arguments, **options):
        raise error

    monkeypatch.setattr("miwake.cli.train.load_task", broken)
    found = call("train", "baker")
    assert found.exit_code == (130 if isinstance(error, KeyboardInterrupt) else 1)
    assert message in found.stderr
    assert found.stderr.count("\n") == 1


# tasks and new


def test_tasks_are_listed(call):
    lines = call("tasks").stdout.splitlines()
    listed = dict(line.split(maxsplit=1) for line in lines)
    assert listed["baker"] == "Random numbers or the baker's map?"
    assert set(listed) == set(miwake.tasks.protocol.built_in_tasks())


def test_tasks_are_listed_as_json(call):
    names = {entry["task"] for entry in json.loads(call("tasks", "--json").stdout)}
    assert names == set(miwake.tasks.protocol.built_in_tasks())


def test_a_new_task_file_is_a_task(call, tmp_path):
    found = call("new", "見分け の.py")
    assert "miwake train '見分け の.py'" in found.stdout
    assert miwake.load_task(tmp_path / "見分け の.py").classes == ("even", "uneven")


def test_a_new_task_file_never_overwrites(call, tmp_path):
    (tmp_path / "mine.py").write_text("precious")
    assert call("new", "mine.py").exit_code == 1
    assert (tmp_path / "mine.py").read_text() == "precious"


def test_a_new_task_file_may_be_like_a_built_in_one(call, tmp_path):
    call("new", "mine", "--like", "baker")
    assert miwake.load_task(tmp_path / "mine.py").classes == ("random", "baker")


# train, evaluate, predict


def test_training_prints_the_lines_of_the_article_and_keeps_a_run(call, tmp_path):
    found = call("train", "baker", *SMALL)
    assert found.exit_code == 0, found.output
    assert "\nTest Loss = " in found.stdout
    assert "\nTest Accuracy = " in found.stdout
    assert "Kept in runs/baker-1: model.keras" in found.stdout
    assert kept(tmp_path / "runs/baker-1") == RUN_FILES


def test_each_training_is_kept_in_a_folder_of_its_own(call, tmp_path):
    for _ in range(2):
        call("train", "baker", *SMALL, "--out", "結果 1")
    assert sorted(path.name for path in (tmp_path / "結果 1").iterdir()) == ["baker-1", "baker-2"]


def test_training_as_json_is_one_document(call):
    found = json.loads(call("train", "baker", *SMALL, "--json").stdout)
    assert found.keys() >= KEYS
    assert found["repeats"] is None
    assert {"check", "status", "text", "next"} <= set(found["verdict"][0])
    stages = {"import", "data", "compile", "fit", "evaluate", "save", "total"}
    assert found["seconds"].keys() >= stages


def test_a_training_says_what_it_is_worth_unless_it_is_not_to(call):
    judged = call("train", "baker", *SMALL).stdout
    assert "\n! The best possible is 1.000" in judged
    assert "\nNext: miwake train baker " in judged
    plain = call("train", "baker", *SMALL, "--no-checks").stdout
    assert "best" not in plain
    assert "Next:" not in plain


def test_what_is_printed_is_what_is_kept(call, tmp_path):
    found = json.loads(call("train", "baker", *SMALL, "--json").stdout)
    stored = json.loads((tmp_path / found["run"] / "run.json").read_text("utf-8"))
    assert stored["results"].items() <= found.items()


def test_evaluation_names_each_class_as_in_the_article(call, folder):
    found = call("evaluate", folder, "--each-class", "--test", "200")
    assert found.stdout.startswith("200 fresh examples\nTest Loss = ")
    assert "When everything is random\nTest Loss = " in found.stdout


@pytest.mark.parametrize("path", ["", "model.keras"])
def test_evaluation_as_json_is_one_document(call, folder, path):
    found = json.loads(call("evaluate", folder / path, "--test", "200", "--json").stdout)
    assert found.keys() >= KEYS
    assert (found["test"], found["task"], found["classes"]) == (200, "baker", ["random", "baker"])
    assert {"import", "evaluate", "total"} <= found["seconds"].keys()


@pytest.mark.parametrize("path", ["", "model.keras"])
def test_predictions_stand_beside_their_answers(call, folder, path):
    lines = call("predict", folder / path).stdout.splitlines()
    assert len(lines) == 20
    assert all(line.startswith("prediction= ") and " answer = " in line for line in lines)


def test_files_are_predicted(call, folder, tmp_path):
    np.save(tmp_path / "数 値.npy", np.zeros((2, 8)))
    found = call("predict", folder, "数 値.npy").stdout.splitlines()
    assert [line.split(": prediction= ")[0] for line in found] == ["数 値.npy[0]", "数 値.npy[1]"]


def test_predictions_as_json_are_one_document(call, folder, tmp_path):
    np.save(tmp_path / "x.npy", np.zeros((2, 8)))
    found = json.loads(call("predict", folder, "x.npy", "--json").stdout)
    assert [set(one) for one in found] == [{"input", "prediction", "probability", "answer"}] * 2


def test_a_full_disk_loses_nothing(call, tmp_path, monkeypatch):
    def full(folder, *arguments):
        if tmp_path in folder.absolute().parents and "elsewhere" not in str(folder):
            raise RunError("the run can't be written (No space left on device)")
        return write(folder, *arguments)

    write = run_api.write_run
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setattr(run_api, "write_run", full)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    found = call("train", "baker", *SMALL, "--json")
    run = Path(json.loads(found.stdout)["run"])
    assert run.name == "baker-1"
    assert kept(run) == RUN_FILES
    assert f"No space left on device); kept in {run} for now" in found.stderr
    assert list((tmp_path / "runs").iterdir()) == []


MOVING = """
import os
def moved(rng):
    os.chdir("/")
    return rng.random(4)
def stays(rng): return rng.random(4) + 1
def best(x):
    os.chdir("/")
    return (x.mean(1) > 1).astype(int)
def net(input_shape, outputs):
    import keras
    os.chdir("/")
    return keras.Sequential([keras.Input(input_shape), keras.layers.Dense(outputs)])
os.chdir("/")
"""


def test_a_task_that_leaves_the_working_folder_keeps_its_run_there(call, tmp_path):
    (tmp_path / "mine.py").write_text(MOVING)
    done = call("train", "mine.py", "--train", "200", "--test", "50", "--epochs", "1")
    assert done.exit_code == 0
    assert "Kept in runs/mine-1" in done.stdout
    assert (tmp_path / "runs" / "mine-1" / "report.html").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not remove it")
@pytest.mark.parametrize("arguments", [["train", "baker"], ["look", "baker"], ["tasks"]])
def test_a_working_folder_that_is_gone_is_told_before_anything_is_done(
    call, tmp_path, monkeypatch, arguments
):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = call(*arguments)
    monkeypatch.chdir(tmp_path)
    assert done.exit_code == 1
    assert done.stderr.startswith("miwake: the folder that this command was started in is gone")


def test_interrupted_while_saving_the_finished_epochs_stay(call, tmp_path, monkeypatch):
    def stopped(folder, *arguments):
        (folder / "model.keras").write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run_api, "write_run", stopped)
        found = call("train", "baker", *SMALL)
    folder = tmp_path / "runs/baker-1"
    assert found.exit_code == 130
    assert "miwake train --resume runs/baker-1" in found.stderr
    assert not (folder / "run.json").exists()
    assert call("train", "--resume", str(folder)).exit_code == 0
    assert sorted(path.name for path in folder.iterdir()) == RUN_FILES


# In processes of their own


TASK = '''"""見分け 🙂"""
train = 300
test = 100
epochs = 1

def 上(rng):
    return rng.random(4)

def café(rng):
    return -rng.random(4)
'''


def test_json_is_whole_where_the_terminal_knows_ascii_only(miwake_command, tmp_path):
    (tmp_path / "見分け 🙂.py").write_text(TASK, "utf-8")
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = miwake_command("train", "見分け 🙂.py", "--json", env=ascii_only)
    found = json.loads(done.stdout)
    assert (found["classes"], found["task"]) == (["上", "café"], "見分け 🙂")
    assert done.stdout.isascii()


def test_people_read_on_where_the_terminal_knows_ascii_only(miwake_command, folder):
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = miwake_command("evaluate", folder, "--test", "100", env=ascii_only)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Test Loss = " in done.stdout


def test_python_m_works(tmp_path):
    command = [sys.executable, "-m", "miwake", "tasks"]
    done = subprocess.run(command, check=False, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "baker" in done.stdout


def test_the_same_twice_gives_the_same_run(miwake_command, tmp_path):
    for out in ("a", "b"):
        assert miwake_command("train", "baker", *SMALL, "--out", out).returncode == 0
    runs = [miwake.load_run(tmp_path / out / "baker-1") for out in ("a", "b")]
    for one, other in zip(*(run.model.get_weights() for run in runs), strict=True):
        np.testing.assert_array_equal(one, other)
    assert runs[0].record.results == runs[1].record.results
    assert runs[0].record.history == runs[1].record.history


def test_a_reader_who_has_enough_costs_no_run(miwake_process, tmp_path):
    process = miwake_process("train", "baker", *SMALL, "--epochs", "3")
    assert process.stdout.readline().startswith("Random numbers")
    process.stdout.close()
    assert process.wait(120) == 0
    assert process.stderr.read() == ""
    assert kept(tmp_path / "runs/baker-1") == RUN_FILES


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_output_that_is_full_costs_no_run(miwake_command, tmp_path):
    with Path("/dev/full").open("w") as full:
        pipes = {"stdout": full, "stderr": subprocess.PIPE, "capture_output": False}
        done = miwake_command("train", "baker", *SMALL, **pipes)
    assert done.returncode == 1
    assert "miwake: what was to be printed can't be written" in done.stderr
    assert kept(tmp_path / "runs/baker-1") == RUN_FILES


SLOW = """
import sys, time

def a(rng):
    print("made", file=sys.stderr, flush=True)
    time.sleep(0.05)
    return rng.random(4)

def b(rng):
    return a(rng)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_interrupted_in_the_data_nothing_stays(miwake_process, tmp_path):
    (tmp_path / "slow.py").write_text(SLOW)
    process = miwake_process("train", "slow.py", "--train", "50", "--test", "50")
    while "made" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert process.stderr.read().replace("made\n", "") == "miwake: interrupted\n"
    assert list((tmp_path / "runs").iterdir()) == []


LONG = ("--train", "20000", "--test", "100", "--epochs", "2000", "--set", "LENGTH=8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_interrupted_after_an_epoch_the_finished_ones_are_kept(miwake_process, tmp_path):
    process = miwake_process("train", "baker", *LONG)
    while not process.stdout.readline().startswith("Epoch 2/"):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    said = process.stdout.read()
    assert process.wait(60) == 130
    assert process.stderr.read() == ""
    run = miwake.load_run(tmp_path / "runs/baker-1")
    assert f"Interrupted after {run.record.epochs} of 2000 epochs." in said
    assert 2 <= run.record.epochs < 2000


WAITING_NETWORK = """
import sys, time

def net(input_shape, outputs):
    print("building", file=sys.stderr, flush=True)
    time.sleep(60)

def a(rng): return rng.random(4)
def b(rng): return rng.random(4)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_interrupted_before_the_first_epoch_nothing_stays(miwake_process, tmp_path):
    (tmp_path / "slow.py").write_text(WAITING_NETWORK)
    process = miwake_process(
        "train", "slow.py", "--train", "50", "--test", "50", "--network", "net"
    )
    while "building" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 130
    assert process.stderr.read() == "miwake: interrupted\n"
    assert list((tmp_path / "runs").iterdir()) == []


# The report


def test_a_report_is_written_again_in_the_other_language(call, baker_run, folder):
    found = call("report", folder, "--lang", "ja")
    assert found.stdout == f"{folder / 'report.html'}に書きました\n"
    assert '<html lang="ja">' in (folder / "report.html").read_text("utf-8")


def test_a_report_as_json_says_where_it_is(call, folder):
    found = json.loads(call("report", folder, "--json").stdout)
    assert found["report"] == str(folder / "report.html")
    assert found["lang"] == "en"


def test_a_training_reports_in_the_language_asked_for(call, tmp_path):
    found = call("train", "baker", *SMALL, "--lang", "ja")
    assert "訓練" in found.stdout
    assert '<html lang="ja">' in (tmp_path / "runs/baker-1/report.html").read_text("utf-8")


@pytest.mark.parametrize("command", [("train", "baker"), ("report", "runs/baker-1")])
def test_a_language_that_is_not_spoken_is_an_error(call, tmp_path, command):
    found = call(*command, "--lang", "fr")
    assert found.exit_code == 1
    assert "choose one of en, ja" in found.stderr
    assert not (tmp_path / "runs").exists()


def test_a_fault_of_the_report_does_not_lose_the_run(call, tmp_path, monkeypatch):
    def fail(run, lang):
        raise ZeroDivisionError

    monkeypatch.setattr(miwake.Run, "report", fail)
    assert isinstance(call("train", "baker", *SMALL).exception, ZeroDivisionError)
    assert "run.json" in [path.name for path in (tmp_path / "runs/baker-1").iterdir()]


def test_repeats_are_told_and_kept(call):
    found = call("train", "baker", *SMALL, "--repeats", 3, "--no-checks")
    assert [line.split(":")[0] for line in found.stdout.splitlines() if "Seed" in line] == [
        "Seed 1",
        "Seed 2",
    ]
    assert "3 seeds: 0." in found.stdout
    report = Path("runs/baker-1/report.html").read_text("utf-8")
    kept = json.loads(Path("runs/baker-1/run.json").read_text("utf-8"))["repeats"]
    assert (kept["n"], kept["seeds"]) == (3, [0, 1, 2])
    assert f"{kept['mean']:.4f} ± {kept['sd']:.4f}" in report
    again = json.loads(call("evaluate", "runs/baker-1", "--json").stdout)["repeats"]
    assert again == kept


def test_networks_are_compared(call):
    asked = ("compare", "baker", "--set", "LENGTH=8", "--test", 200, "--epochs", 1)
    first = call(*asked, "--networks", "dense", "--sizes", "100,200", "--repeats", 2)
    assert first.stderr.count("seed") == 4
    assert "Kept in runs/compare-baker/report.html" in first.stdout
    again = call(*asked, "--networks", "dense", "--sizes", "100,200", "--repeats", 2, "--json")
    assert again.stderr == ""
    rows = json.loads(again.stdout)
    assert [(row["network"], row["train"], row["n"]) for row in rows] == [
        ("dense", 100, 2),
        ("dense", 200, 2),
    ]
    assert json.loads(Path("runs/compare-baker/compare.json").read_text("utf-8")) == rows
    wrong = call(*asked, "--sizes", "100,many")
    assert wrong.exit_code == 2
    assert "'many' is no count" in wrong.stderr
