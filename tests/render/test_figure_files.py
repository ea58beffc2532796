"""Figures on the disk."""

import pytest

from miwake.errors import RunError
from miwake.render.figure_files import write_figures


def test_figures_are_written_and_replaced_whole(tmp_path):
    folder = tmp_path / "new" / "look"
    assert write_figures(folder, {"a.svg": "old"}) == [folder / "a.svg"]
    write_figures(folder, {"a.svg": "<svg/>", "b.svg": "図"})
    assert {p.name: p.read_text("utf-8") for p in folder.iterdir()} == {
        "a.svg": "<svg/>",
        "b.svg": "図",
    }


def test_where_nothing_can_be_written_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="--out DIR"):
        write_figures(tmp_path / "file", {"a.svg": ""})
