"""Writing a dataset: the same bytes whoever does it, and however often it was stopped."""

import multiprocessing
import re
import subprocess
import sys
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from made_datasets import REGRESSION, ZEROS, content, task
from miwake import Task
from miwake.errors import ArgumentError, DataError, TaskError, WorkerError
from miwake.runtime import executors
from miwake.store import open_or_create as begin
from miwake.store import write
from miwake.store.manifest import MANIFEST, read_manifest

COUNTS = (1100, 300)
CHUNKS = 7
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What this process writes, one chunk after the other."""
    folder = tmp_path_factory.mktemp("undisturbed") / "made"
    task().make_to(folder, *COUNTS, seed=5, workers=1)
    return content(folder)


def test_the_same_command_gives_the_same_bytes(undisturbed, tmp_path):
    written = task().make_to(tmp_path / "made", *COUNTS, seed=5)
    assert content(tmp_path / "made") == undisturbed
    assert (written.train, written.test, written.chunks, written.made) == (*COUNTS, CHUNKS, CHUNKS)
    assert written.bytes == sum(map(len, undisturbed.values()))
    assert written.damaged == ()


def test_processes_of_our_own_give_the_same_bytes(undisturbed, tmp_path):
    task().make_to(tmp_path / "made", *COUNTS, seed=5, workers=2)
    assert content(tmp_path / "made") == undisturbed


def test_an_executor_gives_the_same_bytes(undisturbed, tmp_path):
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        task().make_to(tmp_path / "made", *COUNTS, seed=5, executor=pool)
    with ThreadPoolExecutor(3) as pool:
        task().make_to(tmp_path / "by threads", *COUNTS, seed=5, executor=pool)
    assert content(tmp_path / "made") == undisturbed
    assert content(tmp_path / "by threads") == undisturbed


@pytest.fixture
def once_begun(monkeypatch):
    """Does something between the first look at the task, in this process, and the making."""

    def wait_for(action):
        begins = write.open_or_create

        def begin_then_act(*given):
            manifest = begins(*given)
            action()
            return manifest

        monkeypatch.setattr(write, "open_or_create", begin_then_act)

    return wait_for


@posix
def test_a_process_that_is_killed_costs_nothing(undisturbed, tmp_path, monkeypatch, once_begun):
    mark = tmp_path / "mark"
    mark.touch()  # as long as it is there, nothing is killed
    monkeypatch.setenv("KILLED_ONCE", str(mark))
    once_begun(mark.unlink)
    task().make_to(tmp_path / "made", *COUNTS, seed=5, workers=2)
    assert mark.exists()
    assert content(tmp_path / "made") == undisturbed


DEADLY = """
import os, signal
def a(rng): return [1]
def b(rng):
    if os.path.exists(os.environ["MARK"]):
        os.kill(os.getpid(), signal.SIGKILL)
    return [2]
"""


@posix
def test_processes_that_are_always_killed_end_in_one_line(tmp_path, monkeypatch, once_begun):
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    once_begun((tmp_path / "mark").touch)
    with pytest.raises(WorkerError, match=r"^processes were ended 3 times .*so start again with"):
        task(DEADLY).make_to(tmp_path / "made", 600, 10, workers=2)
    assert not list(read_manifest(tmp_path / "made").written_chunks())


class StopError(Exception):
    """Something that ends the work in the middle."""


def stop_after(chunks):
    seen = []

    def progress(*step):
        seen.append(step)
        if len(seen) == chunks:
            raise StopError

    return progress


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("chunks", [1, 4, 7])
def test_it_goes_on_where_it_was(undisturbed, tmp_path, chunks, workers):
    with pytest.raises(StopError):
        task().make_to(
            tmp_path / "made", *COUNTS, seed=5, workers=workers, progress=stop_after(chunks)
        )
    seen = []
    written = task().make_to(
        tmp_path / "made", *COUNTS, seed=5, progress=lambda *step: seen.append(step)
    )
    assert (written.made, len(seen)) == (CHUNKS - chunks, CHUNKS - chunks)
    assert seen[-1:] == ([(1400, 1400)] if chunks < CHUNKS else [])
    assert content(tmp_path / "made") == undisturbed


def test_what_a_killed_writer_left_is_tidied(undisturbed, tmp_path):
    folder = tmp_path / "made"
    with pytest.raises(StopError):
        task().make_to(folder, *COUNTS, seed=5, workers=1, progress=stop_after(2))
    (folder / "x_train" / "c" / ".7-3").write_bytes(b"half")
    (folder / "x_train" / "c" / "3").mkdir()
    (folder / "x_train" / "c" / "3" / "0").write_bytes(b"never recorded")
    task().make_to(folder, *COUNTS, seed=5)
    assert content(folder) == undisturbed


def test_the_manifest_is_kept_on_the_way(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "OFTEN", 0)
    monkeypatch.setattr(write, "SHARE", 0)
    there = []

    def look(*_):
        there.append(len(list(read_manifest(tmp_path / "made").written_chunks())))

    task().make_to(tmp_path / "made", *COUNTS, seed=5, workers=1, progress=look)
    assert there == [1, 2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"seed": 6}, "holds a dataset of seed 5, not 6; name another folder"),
        ({"train": 1200}, r"of 1,100 \+ 300 examples, not 1,200 \+ 300; name another folder"),
        ({"text": ZEROS}, "of the task mine, whose text is another than that of mine.py"),
        ({"LENGTH": 4}, r"of other settings \(LENGTH=3, not LENGTH=4\)"),
    ],
)
def test_another_dataset_is_refused_and_left_alone(undisturbed, tmp_path, other, told):
    folder = tmp_path / "made"
    task().make_to(folder, *COUNTS, seed=5)
    asked = {"train": 1100, "test": 300, "seed": 5} | other
    made_by = {key: asked.pop(key) for key in ("text", "LENGTH") if key in asked}
    with pytest.raises(DataError, match=told):
        task(**made_by).make_to(folder, **asked)
    assert content(folder) == undisturbed


def test_a_setting_given_as_it_is_changes_nothing(undisturbed, tmp_path):
    task().make_to(tmp_path / "made", *COUNTS, seed=5)
    assert task(LENGTH=3).make_to(tmp_path / "made", *COUNTS, seed=5).made == 0


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "photo.jpg").write_text("")
    with pytest.raises(DataError, match=r"holds other things and no miwake.json; name a new or"):
        task().make_to(tmp_path, *COUNTS)
    assert list(content(tmp_path)) == ["photo.jpg"]


@pytest.mark.parametrize(
    ("made_by", "told"),
    [
        (lambda: Task(a=lambda rng: [1], b=lambda rng: [2]), "has no source text to keep beside"),
        (lambda: task("def load_data(): return 1"), "mine has its examples already, so there are"),
    ],
)
def test_tasks_that_can_not_be_written_are_told(tmp_path, made_by, told):
    with pytest.raises(TaskError, match=told):
        made_by().make_to(tmp_path / "made", 10, 10)
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("wrong", [{"train": 0}, {"test": 1.5}, {"seed": -1}, {"workers": 0}])
def test_wrong_counts_are_told(tmp_path, wrong):
    with pytest.raises(ArgumentError, match=f"^{next(iter(wrong))} = "):
        task().make_to(tmp_path, **wrong)


def test_an_error_of_the_task_is_told_and_what_is_done_is_kept(tmp_path):
    text = "import os\ndef a(rng): return [1]\ndef b(rng): return [1 / int(os.environ['GOOD'])]"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOOD", "1")
        with pytest.raises(StopError):
            task(text).make_to(tmp_path / "made", 600, 10, workers=1, progress=stop_after(1))
        patch.setenv("GOOD", "0")
        told = r"^mine.py: class b raised ZeroDivisionError: .* in train, examples 257 to 512$"
        with pytest.raises(TaskError, match=told):
            task(text).make_to(tmp_path / "made", 600, 10, workers=1)
        assert list(read_manifest(tmp_path / "made").written_chunks()) == [("train", 0)]


def test_other_versions_that_make_the_same_numbers_go_on(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(begin, "versions", lambda: {"numpy": "1.0"})
        with pytest.raises(StopError):
            task().make_to(tmp_path / "made", *COUNTS, workers=1, progress=stop_after(2))
    assert task().make_to(tmp_path / "made", *COUNTS).made == 5


COUNTING = """
calls = [0]
def a(rng):
    calls[0] += 1
    return calls
def b(rng): return [0]
"""


def test_other_versions_that_make_other_numbers_are_refused(tmp_path, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(begin, "versions", lambda: {"numpy": "1.0"})
        with pytest.raises(StopError):
            task(COUNTING).make_to(tmp_path / "made", *COUNTS, workers=1, progress=stop_after(2))
    with pytest.raises(DataError, match=r"was begun with numpy 1.0, and what is installed here"):
        task(COUNTING).make_to(tmp_path / "made", *COUNTS)


# Several who write at once

WRITER = """
import sys
from made_datasets import task
from miwake.errors import DataError
from miwake.store import open_or_create as begin
create = begin.create_manifest
def create_when_told(*given):
    print("ready", flush=True)
    sys.stdin.readline()
    return create(*given)
begin.create_manifest = create_when_told
try:
    task().make_to(sys.argv[1], 1100, 300, seed=6, workers=1)
except DataError as error:
    print(error)
"""


def start_writer(folder):
    command = [sys.executable, "-c", WRITER, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=Path(__file__).parent.parent, **pipes)


def test_one_writer_at_a_time_has_a_folder(tmp_path):
    folder = tmp_path / "made"
    with start_writer(folder) as other:
        assert other.stdout.readline() == "ready\n"
        with pytest.raises(DataError, match=r"another process is writing to .*made; wait for its"):
            task().make_to(folder, *COUNTS, seed=5)
        assert other.communicate("go\n")[0] == ""
    assert read_manifest(folder).seed == 6
    assert task().make_to(folder, *COUNTS, seed=6).made == 0


def test_where_there_are_no_locks_the_manifest_tells_who_was_first(tmp_path, monkeypatch):
    monkeypatch.setattr(FileLock, "acquire", lambda *_: (_ for _ in ()).throw(OSError))
    folder = tmp_path / "made"
    with start_writer(folder) as other:
        assert other.stdout.readline() == "ready\n"
        task().make_to(folder, *COUNTS, seed=5)
        made = content(folder)
        assert "holds a dataset of seed 5, not 6" in other.communicate("go\n")[0]
    assert content(folder) | {".lock": b""} == made


def test_what_a_writer_left_that_was_killed_at_once_is_no_obstacle(undisturbed, tmp_path):
    folder = tmp_path / "made"
    folder.mkdir()
    (folder / ".lock").touch()
    (folder / ".123-miwake.json").write_bytes(b"half")
    task().make_to(folder, *COUNTS, seed=5)
    assert content(folder) == undisturbed


def test_what_the_user_hides_there_stays(tmp_path):
    folder = tmp_path / "made"
    task().make_to(folder, *COUNTS, seed=5)
    (folder / ".gitignore").touch()
    task().make_to(folder, *COUNTS, seed=5)
    assert (folder / ".gitignore").exists()


# Damage


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound") / "made"
    task(REGRESSION).make_to(folder, 5000, 100, seed=1)
    return folder, content(folder)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_damage_is_named_and_repaired_to_the_same_bytes(sound, data):
    folder, whole = sound
    for key, before in whole.items():
        (folder / key).write_bytes(before)
    keys = [key for key in whole if key != MANIFEST]
    spoilt = data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
    named = {}
    for key in spoilt:
        kind = data.draw(st.sampled_from(["deleted", "short", "flipped", "longer"]))
        damage(folder / key, kind, data)
        named[key] = f"{key} is missing" if kind == "deleted" else f"{key} is damaged"
    written = task(REGRESSION).make_to(folder, 5000, 100, seed=1, repair=True)
    assert sorted(written.damaged) == sorted(named.values())
    chunks = [re.search("(train|test).*/c/([0-9]+)", key) for key in spoilt]
    assert written.made == len({found.groups() for found in chunks if found})
    assert content(folder) == whole


def damage(path, kind, data):
    before = path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    if kind == "deleted":
        return path.unlink()
    changed = bytearray(before)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    kinds = {"short": before[:place], "flipped": bytes(changed), "longer": before + b"x"}
    return path.write_bytes(kinds[kind])


def test_a_sound_dataset_is_left_as_it_is(sound):
    folder, whole = sound
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    written = task(REGRESSION).make_to(folder, 5000, 100, seed=1, repair=True)
    assert (written.made, written.damaged) == (0, ())
    assert times == {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    assert content(folder) == whole


def test_missing_chunks_are_not_made_again_unasked(tmp_path):
    folder = tmp_path / "made"
    task().make_to(folder, *COUNTS)
    for number in range(5):
        (folder / "y_train" / "c" / str(number)).unlink()
    told = (
        r"is damaged: y_train/c/0 is missing, y_train/c/1 is missing, y_train/c/2 is missing and 2 "
        r"more; make just those again with miwake make --to .*made --repair$"
    )
    with pytest.raises(DataError, match=told):
        task().make_to(folder, *COUNTS)


def test_an_unfinished_dataset_is_repaired_and_finished(undisturbed, tmp_path):
    folder = tmp_path / "made"
    with pytest.raises(StopError):
        task().make_to(folder, *COUNTS, seed=5, workers=1, progress=stop_after(3))
    (folder / "x_train" / "c" / "1" / "0").unlink()
    written = task().make_to(folder, *COUNTS, seed=5, repair=True)
    assert (written.damaged, written.made) == (("x_train/c/1/0 is missing",), 5)
    assert content(folder) == undisturbed


def test_a_chunk_that_comes_out_otherwise_is_told(tmp_path):
    made_by = task(COUNTING)
    made_by.make_to(tmp_path / "made", *COUNTS, workers=1)
    (tmp_path / "made" / "x_train" / "c" / "1" / "0").unlink()
    with pytest.raises(
        DataError, match=r"x_train/c/1/0 made again is not what it was; it was made"
    ):
        made_by.make_to(tmp_path / "made", *COUNTS, repair=True)


# Executors that fail


class Broken(Executor):
    def submit(self, fn, /, *args, **kwargs):
        raise BrokenExecutor


def test_a_broken_executor_of_the_user_ends_in_one_line(tmp_path):
    with pytest.raises(WorkerError, match=r"^a worker of Broken was ended"):
        task().make_to(tmp_path / "made", *COUNTS, executor=Broken())
    assert task().make_to(tmp_path / "made", *COUNTS).made == CHUNKS


def test_work_goes_to_processes_when_that_pays(undisturbed, tmp_path, monkeypatch):
    monkeypatch.setattr(executors, "MIN_PARALLEL_SECONDS", 0)
    monkeypatch.setattr(executors, "cores", lambda: 2)
    task().make_to(tmp_path / "made", *COUNTS, seed=5)
    assert content(tmp_path / "made") == undisturbed
