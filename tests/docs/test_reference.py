"""The reference leaves nothing out."""

import re
import tomllib

import from_source
import pytest
import reference
from chapters import HERE, LANGUAGES

import miwake
from miwake.cli.main import app
from miwake.messages import catalogue, message
from miwake.messages.catalogues import FOLDER
from miwake.run.record import Record
from miwake.tasks.settings import DEFAULTS

COMMANDS = [command.callback.__name__ for command in app.registered_commands]
SECTIONS = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))
SPOKEN = {**SECTIONS["data"], **SECTIONS["look"], **SECTIONS["verdict"]}
ERRORS = catalogue("ja").errors
# of tables, figures and the screen, and the line that no check says
AROUND = re.compile(r"name\.|verdict\.|waited\.|next\.none\.|look_(?!tells)")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_that_help_tells_is_there(name, miwake_command):
    told = miwake_command(name, "--help").stdout
    section = reference.commands("en").partition(f"## {name}\n")[2].partition("\n## ")[0]
    options = set(re.findall(r"(?<![\w-])--[a-z][\w-]*", told)) - {"--help"}
    assert options
    assert {o for o in options if f"`{o}" not in section} == set()


def test_every_public_name_is_there():
    text = reference.python("en")
    assert [name for name in miwake.__all__ if f":: miwake.{name}\n" not in f"{text}\n"] == []


def test_every_sentence_of_a_finding_belongs_to_a_check():
    said = {key for check in reference.CHECKS for key in check.may_say()}
    assert {key for key in SPOKEN if not AROUND.match(key)} - said == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_check_is_told_in_the_language(lang):
    sections = reference.checks(lang).split("\n## ")
    names = [section.removeprefix("## ").split("\n")[0] for section in sections]
    assert names == list(dict.fromkeys(check.name for check in reference.CHECKS))
    for check in reference.CHECKS:
        section = sections[names.index(check.name)]
        assert f"`{check.code}`" in section
        assert message(f"question.{check.name}", lang) in section
        assert message(f"meaning.{check.name}", lang) in section
        assert message(check.may_say()[0], lang).split("{")[0] in section


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_is_there(lang):
    text = reference.errors(lang)
    assert set(from_source.templates()) >= set(from_source.KINDS)
    said = {t for templates in from_source.templates().values() for t in templates}
    assert said == set(ERRORS)
    missing = [t for t in ERRORS if reference.spoken(t if lang == "en" else ERRORS[t]) not in text]
    assert missing == []


def test_an_error_that_a_user_meets_is_there():
    with pytest.raises(miwake.TaskError) as told:
        miwake.load_task("baker", {"LENGHT": "8"})
    assert reference.spoken(told.value.template) in reference.errors("en")


def test_japanese_help_needs_no_spaces_to_break_at():
    assert "データを作り、ネットワークを訓練してテストし、実行を保存します。" in reference.commands(
        "ja"
    )
    assert "JSONのオブジェクトを1つだけ表示します。" in reference.commands("ja")


def test_what_a_record_holds_is_there():
    text = reference.record("en")
    fields = list(Record.__dataclass_fields__)
    assert [name for name in fields if not re.search(rf"\b{name}\b", text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_json_keys_are_there(lang, baker_run):
    text = (HERE / lang / "reference" / "run.md").read_text("utf-8")
    found = baker_run.as_json() | miwake.look(baker_run.data).as_json()
    inner = [*next(iter(found["statistics"].values())), *found["views"][0], *found["verdict"][0]]
    missing = [key for key in [*found, *inner] if f"`{key}`" not in text]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_task_file_may_hold_is_there(lang):
    text = (HERE / lang / "reference" / "task-file.md").read_text("utf-8")
    names = [*DEFAULTS, "weights", "best", "load_data"]
    assert [name for name in names if not re.search(rf"`(?:def )?{name}\b", text)] == []
