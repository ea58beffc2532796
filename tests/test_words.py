"""The catalogue of sentences."""

import string

import pytest

from miwake.messages import LANGUAGES, SENTENCES, compare, data, look, report, translate, verdict


def gaps(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_stands_in_both_languages_with_the_same_values(key):
    texts = SENTENCES[key]
    assert len(texts) == len(LANGUAGES)
    assert all(text.strip() for text in texts)
    assert gaps(texts[0]) == gaps(texts[1])


def test_no_key_stands_in_two_places():
    parts = (compare, data, look, report, verdict)
    keys = [key for part in parts for key in part.SENTENCES]
    assert len(keys) == len(set(keys))


def test_a_sentence_is_filled(monkeypatch):
    monkeypatch.setitem(look.SENTENCES, "x", ("{n} apples", "りんご{n}個"))
    monkeypatch.setattr("miwake.messages.SENTENCES", look.SENTENCES)
    assert [translate("x", lang, n=3) for lang in LANGUAGES] == ["3 apples", "りんご3個"]
