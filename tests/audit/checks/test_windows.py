"""Overlapping windows."""

from made_look import audit, said
from miwake.audit.checks.windows import Windows
from miwake.audit.windows import Windows as Found

CHECK = Windows()


def test_overlapping_windows_are_counted():
    assert said(CHECK, audit(kind="sequence", windows=Found(30, 100, 400, 15))) == [
        ("warning", "windows_overlap")
    ]
    assert said(CHECK, audit(kind="sequence")) == []


def test_images_are_no_windows():
    assert said(CHECK, audit()) == ("not applicable", "no_steps")
