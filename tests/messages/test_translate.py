"""What users call their things comes out as they wrote it, whatever it reads."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake.control_characters import visible
from miwake.errors import DataError, Phrase
from miwake.findings import Finding
from miwake.messages import (
    join_items,
    join_sentences,
    languages,
    messages,
    render_error,
    translate,
    view_name,
)

KEYS = st.sampled_from(sorted(messages("en")))
NAMES = st.one_of(
    st.text(min_size=1),
    KEYS,
    st.sampled_from(["train", "mean", "{label}", "{--epochs}", "Permission denied", "{", "a.b"]),
)
PLAIN = [  # messages all of whose values may be users' names
    (key, names)
    for key, text in sorted(messages("en").items())
    if (names := re.findall(r"\{([a-z_]+)\}", text)) and "view" not in names
    if len(names) == text.count("{")
]


@pytest.mark.parametrize("lang", languages())
@given(message=st.sampled_from(PLAIN), name=NAMES)
def test_a_name_stands_in_a_message_as_it_is(lang, message, name):
    key, names = message
    text = messages(lang)[key]
    wanted = re.sub(r"\{[a-z_]+\}", lambda _: visible(name), text)
    assert translate(key, lang, **dict.fromkeys(names, name)) == wanted


@given(name=NAMES)
def test_a_name_stands_in_a_finding_that_was_read_again_as_it_is(name):
    finding = Finding("classes", "bad", "classes.stuck", {"name": name})
    found = json.loads(json.dumps(finding.as_json()))
    for lang in languages():
        assert translate(found["sentence"], lang, **found["values"]) == finding.text(lang)
        assert visible(name) in finding.text(lang)


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("kind", ["column", "fact", "missing"])
@given(name=NAMES)
def test_a_view_of_a_column_has_its_name(lang, kind, name):
    assert visible(name) in view_name(f"{kind}:{name}", lang)
    said = translate("views.worse", lang, view=f"{kind}:{name}", view_score=0.5, score=0.6)
    assert view_name(f"{kind}:{name}", lang) in said


@pytest.mark.parametrize("lang", languages())
@given(name=NAMES)
def test_a_name_stands_in_an_error_as_it_is(lang, name):
    error = DataError("{path} can't be read ({why})", path=name, why=name)
    assert render_error(error, lang).count(visible(name, keep="\n\t")) >= 2


def test_a_piece_is_said_in_the_language():
    piece = Phrase("{names} and {more:,} more", names="a", more=3)
    assert translate("data.left.empty", "en", names=piece) == (
        "Left out: a and 3 more, without any value."
    )
    assert "ほか" in translate("data.left.empty", "ja", names=piece)


def test_lists_and_sentences_are_written_as_the_language_does():
    assert (join_items("ab"), join_items("ab", "ja")) == ("a, b", "a、b")
    assert join_sentences(["A.", "", "B."]) == "A. B."
    assert join_sentences(["甲。", "", "乙。"], "ja") == "甲。乙。"
