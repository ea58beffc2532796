"""Messages name the page's fields, not the command line's options."""

import pytest

from miwake.messages import catalogue, languages, messages
from miwake.studio.field_names import WORDS, in_fields


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("fewer with --train and --test.", "fewer with “Training examples” and “Test examples”."),
        ("learned; --label COLUMN names another.", "learned; “Column to learn” names another."),
        ("use --network dense", "use “Network: dense”"),
        ("as in --set LENGTH=100", "as in “Settings: LENGTH=100”"),
        ("--group x is the same", "“What belongs together” x is the same"),
        ("no --training, `miwake train --train 3`", "no --training, `miwake train --train 3`"),
    ],
)
def test_an_option_is_said_as_its_field(text, wanted):
    assert in_fields({"en": text}) == {"en": wanted}


def test_japanese_quotes_its_own_way():
    text = "別の列にするには --label 列名 を使います。--batch-size 64 も。"
    assert in_fields({"ja": text})["ja"] == (
        "別の列にするには「学習する列」を使います。「バッチサイズ：64」も。"
    )


def test_no_message_names_an_option_that_has_a_field():
    errors = catalogue("ja").errors
    texts = [*errors, *errors.values()]
    for lang in languages():
        texts += [text for key, text in messages(lang).items() if key.startswith("data.")]
    said = [in_fields(dict.fromkeys(languages(), text)) for text in texts]
    assert not [text for found in said for text in found.values() if any(_names(text))]


def _names(text):
    return [name for name in WORDS if f"--{name} " in text.split("`")[0]]
