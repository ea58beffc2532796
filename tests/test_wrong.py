"""The accidents of examples/wrong: each goes wrong as it says, and the verdict names it."""

from pathlib import Path

import pytest

import miwake

pytestmark = pytest.mark.slow

WRONG = Path(__file__).parent.parent / "examples" / "wrong"
COURSE = WRONG.parent.parent / "docs" / "en" / "08-when-it-goes-wrong.md"
NAMED = {
    "leak": ("copies", "coinciding"),
    "shortcut": ("edge", "edge_tells"),
    "stuck": ("training", "training.dead"),
    "overfitting": ("overfitting", "overfitting.wide"),
}
MENDED = {
    "leak": {"SPLIT_FIRST": True},
    "shortcut": {"STAMP": False},
    "stuck": {"STEP": 0.01},
}


def findings(name, settings=None, epochs=None, **counts):
    """What a look and the verdict warn of."""
    task = miwake.load_task(WRONG / f"{name}.py", settings)
    run = miwake.train(task.make(**counts), epochs=epochs)
    found = [check for check in run.verdict if check.status in {"bad", "warning"}]
    return {(check.check, check.sentence) for check in found}


@pytest.mark.parametrize("name", NAMED)
def test_the_verdict_names_what_went_wrong(name):
    assert NAMED[name] in findings(name)


@pytest.mark.parametrize("name", MENDED)
def test_the_setting_mends_it(name):
    assert NAMED[name] not in findings(name, MENDED[name])


def test_more_data_mends_overfitting():
    assert NAMED["overfitting"] not in findings("overfitting", epochs=5, train=20_000)


@pytest.mark.parametrize("name", NAMED)
def test_the_course_shows_the_same_file(name):
    text = (WRONG / f"{name}.py").read_text("utf-8")
    assert len(text.splitlines()) <= 40
    assert text.rstrip() in COURSE.read_text("utf-8")
