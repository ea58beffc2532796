"""The state that all pages show."""

import pytest

from miwake.studio.state import StudioJob, StudioState


@pytest.fixture
def state(tmp_path):
    """A state in which a task of the user's is open."""
    path = tmp_path / "mine.py"
    path.write_text("first")
    state = StudioState(tmp_path / "runs")
    job = StudioJob(1, "open", {"task": str(path)})
    state.begin(job)
    state.finish(job, {})
    return state, path


def stop_opening(state, task):
    job = StudioJob(2, "open", {"task": str(task)})
    state.begin(job)
    state.fail(job, None)


def test_an_open_task_whose_new_text_can_not_be_opened_is_closed(state):
    state, path = state
    path.write_text("an endless loop")
    stop_opening(state, path)
    assert state.opened is None


def test_an_open_task_whose_text_is_the_same_stays(state):
    state, path = state
    stop_opening(state, path)
    assert state.opened is not None


def test_an_open_task_stays_when_another_can_not_be_opened(state):
    state, path = state
    path.write_text("changed")
    stop_opening(state, path.with_name("other.py"))
    assert state.opened is not None
