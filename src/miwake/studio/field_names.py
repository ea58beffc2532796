"""Fields: messages name the page's fields where the command line's name its options."""

import re
from collections.abc import Mapping
from functools import partial

from miwake.messages import translate

WORDS = {
    "train": "train_count",
    "test": "test_count",
    "seed": "seed",
    "network": "network",
    "epochs": "epochs",
    "batch-size": "batch_size",
    "repeats": "repeats",
    "set": "settings",
    "label": "option_label",
    "drop": "option_drop",
    "facts": "option_facts",
    "group": "option_group",
}
QUOTED = {"en": ("“{field}”", "“{field}: {value}”"), "ja": ("「{field}」", "「{field}：{value}」")}
CODE = "`[^`]*`"
VALUE = r"[ =](?:(?P<value>\w+=\S*[^\s.,;。、]|\d[\d,]*\b|dense\b|conv\b)|COLUMN\b| ?列名)"
OPTION = re.compile(
    rf"{CODE}|(?P<before> ?)--(?P<name>{'|'.join(WORDS)})\b(?![-\w])(?:{VALUE})?(?P<after> ?)"
)


def in_fields(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by language, each option in them put as the field that is it on the page.

    What stands between backticks is code and stays.
    """
    return {lang: OPTION.sub(partial(_field, lang), text) for lang, text in texts.items()}


def _field(lang: str, found: re.Match[str]) -> str:
    if not found["name"]:
        return found[0]
    field = translate(f"studio.{WORDS[found['name']]}", lang)
    alone, with_value = QUOTED[lang]
    said = (with_value if found["value"] else alone).format(field=field, value=found["value"])
    return said if lang == "ja" else f"{found['before']}{said}{found['after']}"
