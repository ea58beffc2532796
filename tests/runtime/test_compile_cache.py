"""Compiled programs, kept between processes."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from miwake.runtime import compile_cache as program_cache
from miwake.runtime.compile_cache import close_cache, open_cache


@pytest.fixture(autouse=True)
def _no_work_at_exit(monkeypatch):
    monkeypatch.setattr("atexit.register", lambda *args: None)


def keep(kept, **programs):
    own = open_cache(kept)
    for name, content in programs.items():
        (own / name).write_bytes(content)
    close_cache(own, kept)


def contents(kept):
    return {file.name: file.read_bytes() for file in open_cache(kept).iterdir()}


def test_what_one_process_compiled_the_next_one_has(tmp_path):
    keep(tmp_path, a=b"program a")
    keep(tmp_path, b=b"program b")
    assert contents(tmp_path) == {"a": b"program a", "b": b"program b"}


def test_a_closed_process_leaves_no_folder(tmp_path):
    keep(tmp_path, a=b"program a")
    assert [file.name.partition(".")[0] for file in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("damage", [b"", b"program", b"program b", b"program a and more"])
def test_a_damaged_program_is_dropped(tmp_path, damage):
    keep(tmp_path, a=b"program a", b=b"other")
    next(tmp_path.glob("a.*")).write_bytes(damage)
    assert contents(tmp_path) == {"b": b"other"}
    assert not list(tmp_path.glob("a.*"))


def test_what_a_killed_process_half_wrote_is_never_read(tmp_path):
    own = open_cache(tmp_path)
    (own / "a").write_bytes(b"half a prog")
    assert contents(tmp_path) == {}


def test_two_processes_that_compile_the_same_do_not_meet(tmp_path):
    one, two = open_cache(tmp_path), open_cache(tmp_path)
    (one / "a").write_bytes(b"program a")
    (two / "a").write_bytes(b"program a, too")
    close_cache(one, tmp_path)
    close_cache(two, tmp_path)
    assert contents(tmp_path) == {"a": b"program a"}


def test_the_oldest_of_too_many_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(program_cache, "MAX_FILES", 2)
    for age, name in enumerate("abc"):
        keep(tmp_path, **{name: name.encode()})
        os.utime(next(tmp_path.glob(f"{name}.*")), (age, age))
    assert sorted(contents(tmp_path)) == ["b", "c"]
    assert len(list(tmp_path.glob("[!.]*"))) == 2


def test_too_much_is_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(program_cache, "MAX_BYTES", 10)
    keep(tmp_path, a=b"0123456789ab")
    assert contents(tmp_path) == {}


def test_a_folder_left_behind_long_ago_is_removed(tmp_path):
    old, young = open_cache(tmp_path), open_cache(tmp_path)
    os.utime(old, (0, 0))
    open_cache(tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def test_where_nothing_can_be_written_there_is_no_folder(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert open_cache(tmp_path / "file" / "programs") is None


def test_a_file_system_without_links_gets_copies(tmp_path, monkeypatch):
    def refuse(*args):
        raise OSError

    keep(tmp_path, a=b"program a")
    monkeypatch.setattr(os, "link", refuse)
    assert contents(tmp_path) == {"a": b"program a"}


def test_closing_where_everything_is_gone_is_no_error(tmp_path):
    own = open_cache(tmp_path / "programs")
    shutil.rmtree(tmp_path / "programs")
    close_cache(own, tmp_path / "programs")
    assert not own.exists()


COMPILE = """
from miwake.runtime.keras_backend import jax
import numpy as np
for n in range(1, 400):
    jax().jit(lambda x: (x * 2 + n).sum())(np.ones(n)).block_until_ready()
    print(n, flush=True)
"""


def test_a_process_killed_while_it_compiles_leaves_nothing_damaged(tmp_path):
    environment = os.environ | {"MIWAKE_CACHE": str(tmp_path), "JAX_COMPILATION_CACHE_DIR": ""}
    process = subprocess.Popen(
        [sys.executable, "-c", COMPILE], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "1\n"
    time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    code = COMPILE.replace("400", "5")
    after = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (after.returncode, after.stderr) == (0, "")
