"""English lines as a Japanese machine prints them."""

import pytest
from translation import japanese

from miwake.errors import RunError
from miwake.messages import render_error, translate


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (
            "views.better.number",
            {"view": "lag1_autocorrelation", "view_score": 0.948},
        ),
        ("chance.above.accuracy", {"score": 0.8, "chance": 0.5, "p": "p < 0.001"}),
        ("verdict.next", {"step": "miwake train baker"}),
    ],
)
def test_a_sentence_is_translated_with_its_values(key, values):
    assert f"✗ {translate(key, 'ja', **values)}" in japanese(f"✗ {translate(key, **values)}")


def test_a_row_is_translated_word_by_word():
    assert "  ラグ1の自己相関  0.948" in japanese("  lag-1 autocorrelation  0.948")


def test_what_is_well_is_translated_in_one_line():
    assert "✓ クラスの数はそろっている、過学習なし" in japanese(
        "✓ balanced classes, no overfitting"
    )


def test_what_the_command_line_puts_together_is_translated_piece_by_piece():
    line = "Test Accuracy = 0.8241   (95 %: 0.817 to 0.831; chance 0.501)"
    told = "Test Accuracy = 0.8241   （95 %区間：0.817〜0.831、当てずっぽう：0.501）"
    assert told in japanese(line)
    line = "  random 0.82 (0.81 to 0.83)   baker 0.83 (0.82 to 0.84)"
    assert "  random 0.82（0.81〜0.83）   baker 0.83（0.82〜0.84）" in japanese(line)


def test_an_error_is_translated():
    told = RunError("{path} can't be written ({why}); make room", path="a", why="b")
    assert render_error(told, "ja") in {" ".join(said.split()) for said in japanese(str(told))}
