"""The page's language is the browser's, where miwake speaks it."""

import pytest
from starlette.requests import Request

from miwake.studio.server import preferred_language


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [
        ("ja-JP", "ja"),
        ("ja,en-US;q=0.9", "ja"),
        ("en;q=0.5, JA ;q=0.9", "ja"),
        ("fr, de;q=0.9, ja;q=0.1", "ja"),
        ("en-GB,ja;q=0.9", "en"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("ja;q=x", "ja"),
    ],
)
def test_the_first_language_that_miwake_speaks(accepted, lang):
    headers = [(b"accept-language", accepted.encode())]
    assert preferred_language(Request({"type": "http", "headers": headers})) == lang
