"""Shown text against printed text."""

import pytest
from agreement import disagreement
from chapters import Shown, Tolerance

PRINTED = """Epoch 1/5  1875/1875 ━━━━━━━━━━ 0.8s  loss: 0.6534

Test Loss = 0.3911
Test Accuracy = 0.8241   (95 %: 0.817 to 0.831)
Kept in runs/baker-1: model.keras"""


EXACT = Tolerance()


def agrees(text, tolerance=EXACT, printed=PRINTED):
    lines = [(line,) for line in printed.splitlines()]
    return disagreement(Shown(text, 1, tolerance), lines) is None


@pytest.mark.parametrize(
    "text",
    [
        PRINTED,
        "Test Loss = 0.3911",
        "Epoch 1/5  1875/1875 ━━━━━━━━━━━━━━━━━━━━ 12s  loss: 0.6534",
        "Epoch 1/5  1875/1875 ━━━━ 0.1s  loss: 0.6534\n...\nKept in runs/baker-1: model.keras",
        "Test Loss  =  0.3911\nTest Accuracy = 0.8241 (95 %: 0.817 to 0.831)",
    ],
    ids=["all", "excerpt", "times", "left out", "spaces"],
)
def test_what_was_printed_agrees(text):
    assert agrees(text)


@pytest.mark.parametrize(
    "text",
    [
        "Test Loss = 0.3912",
        "Test loss = 0.3911",
        "Test Loss = 0.3911\nKept in runs/baker-1: model.keras",
        "Kept in runs/baker-1: model.keras\n...\nTest Loss = 0.3911",
        "Test Loss = 0.3911\n...\nTest Loss = 0.3911",
    ],
    ids=["number", "word", "gap", "order", "twice"],
)
def test_what_was_not_printed_disagrees(text):
    assert not agrees(text)


def test_numbers_may_differ_within_a_range():
    assert agrees("Test Loss = 0.40", Tolerance(absolute=0.01))
    assert not agrees("Test Loss = 0.41", Tolerance(absolute=0.01))
    assert agrees("Test Loss = 0.5", Tolerance(share=0.3))
    assert not agrees("Test Loss = 0.5", Tolerance(share=0.2))


def test_either_language_will_do():
    printed = [("Next: x 1.0", "次の一手：x 1.0")]
    assert disagreement(Shown("次の一手：x 1.0", 1, EXACT), printed) is None
    assert "次の手" not in (disagreement(Shown("Next: x 1.0", 1, EXACT), printed) or "")


def test_numbers_are_found_behind_japanese_words():
    assert agrees("正答率0.82、60,000個", Tolerance(absolute=0.01), "正答率0.824、60,000個")
    assert not agrees("正答率0.72、60,000個", Tolerance(absolute=0.01), "正答率0.824、60,000個")
