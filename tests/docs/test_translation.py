"""English lines as a Japanese machine prints them."""

import pytest
from translation import japanese

from miwake.words import sentence


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
    assert f"✗ {sentence(key, 'ja', **values)}" in japanese(f"✗ {sentence(key, **values)}")


def test_a_row_is_translated_word_by_word():
    assert "  ラグ1の自己相関  0.948" in japanese("  lag-1 autocorrelation  0.948")


def test_what_is_well_is_translated_in_one_line():
    assert "✓ クラスの数はそろっている、過学習なし" in japanese(
        "✓ balanced classes, no overfitting"
    )
