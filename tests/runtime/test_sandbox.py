"""What a task's code finds around it while it runs, and leaves as it was."""

import os
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from miwake.runtime.sandbox import LocalModules, seed_generators, task_sandbox


@pytest.fixture
def neighbour(tmp_path):
    """Writes a module beside a task file, and gives what may import it."""

    def write(name, text, folder="task"):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return LocalModules(str(tmp_path / folder))

    return write


def test_a_neighbour_can_be_imported_inside(neighbour):
    with neighbour("miwake_beside.py", "VALUE = 3").importable():
        import miwake_beside
    assert miwake_beside.VALUE == 3


def test_a_neighbour_is_unknown_outside(neighbour):
    with neighbour("miwake_beside.py", "").importable():
        import miwake_beside  # noqa: F401
    assert "miwake_beside" not in sys.modules


def test_the_path_is_left_as_it_was(neighbour):
    before = list(sys.path)
    with neighbour("miwake_beside.py", "").importable():
        assert sys.path != before
    assert sys.path == before


def test_the_path_is_left_as_it_was_by_an_error(neighbour):
    before = list(sys.path)
    with pytest.raises(ZeroDivisionError), neighbour("miwake_beside.py", "").importable():
        raise ZeroDivisionError
    assert sys.path == before


@pytest.mark.parametrize("removed", [False, True])
def test_the_working_folder_is_put_back(tmp_path, removed):
    before, other = Path.cwd(), tmp_path / "other"
    other.mkdir()
    with task_sandbox(LocalModules()):
        os.chdir(other)
        if removed:
            other.rmdir()
    assert Path.cwd() == before


def test_two_folders_have_each_their_own_neighbour_of_one_name(neighbour):
    found = []
    for folder in ("one", "two"):
        with neighbour("miwake_beside.py", f"VALUE = {folder!r}", folder).importable():
            import miwake_beside

            found.append(miwake_beside.VALUE)
    assert found == ["one", "two"]


def test_a_neighbour_keeps_its_state_until_the_next_time(neighbour):
    beside = neighbour("miwake_beside.py", "VALUE = 3")
    with beside.importable():
        import miwake_beside

        miwake_beside.VALUE = 4
    with beside.importable():
        import miwake_beside
    assert miwake_beside.VALUE == 4


def test_a_package_beside_is_a_neighbour_with_all_its_parts(neighbour):
    neighbour("miwake_package/__init__.py", "")
    with neighbour("miwake_package/part.py", "VALUE = 5").importable():
        from miwake_package import part
    assert part.VALUE == 5
    assert not [name for name in sys.modules if name.startswith("miwake_package")]


def test_a_library_that_is_loaded_inside_stays(neighbour, monkeypatch):
    monkeypatch.syspath_prepend(neighbour("miwake_elsewhere.py", "", "library").folder)
    with neighbour("miwake_beside.py", "import miwake_elsewhere").importable():
        import miwake_beside  # noqa: F401
    assert sys.modules.pop("miwake_elsewhere", None)


def test_without_a_folder_nothing_is_added():
    before = list(sys.path)
    with LocalModules().importable():
        assert sys.path == before


def test_what_is_printed_goes_to_standard_error(capsys):
    with task_sandbox(LocalModules()):
        print("noise")  # noqa: T201
    assert capsys.readouterr() == ("", "noise\n")


@pytest.mark.parametrize("draw", [np.random.random, random.random])
def test_the_global_generators_are_put_back(draw):
    with task_sandbox(LocalModules()):
        first = draw()
    assert draw() == first


@pytest.mark.parametrize("draw", [np.random.random, random.random])
def test_seeded_generators_repeat_themselves(draw):
    with task_sandbox(LocalModules()):
        drawn = []
        for seed in (1, 1, 2):
            seed_generators(np.random.SeedSequence(seed))
            drawn.append(draw())
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_surroundings_can_be_entered_again_inside():
    with task_sandbox(LocalModules()), task_sandbox(LocalModules()):
        pass


@pytest.mark.parametrize("draw", [np.random.random, random.random])
def test_inside_the_same_surroundings_nothing_is_put_back_yet(draw):
    neighbours = LocalModules()
    with task_sandbox(neighbours):
        with task_sandbox(neighbours):
            first = draw()
        second = draw()
    assert (draw(), draw()) == (first, second)
    assert first != second
