"""Sequences that were filled up."""

import pytest

from made_look import audit, said
from miwake.audit.checks.padding import Padding
from miwake.audit.padding import Padding as Found

CHECK = Padding()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Found(True, 0.0, 0.4, None), [("note", "padding_end")]),
        (Found(False, -1.0, 0.4, None), [("note", "padding_start")]),
        (Found(True, 0.0, 0.4, 0.9), [("warning", "padding_tells")]),
        (None, []),
    ],
    ids=["end", "start", "tells", "none"],
)
def test_padding(found, expected):
    assert said(CHECK, audit(kind="sequence", padding=found)) == expected


def test_images_are_not_padded():
    assert said(CHECK, audit()) == ("not applicable", "no_steps")
