"""Settings of Keras and JAX outside miwake change no result."""

import json
import logging
import os
import subprocess
import sys
from types import SimpleNamespace

import pytest

from miwake.runtime.keras_settings import OURS, fix_settings


class Config(SimpleNamespace):
    """`keras.config` after it has read its file, or after code has set something."""

    def __init__(self, **values):
        super().__init__()
        for name, value in (OURS | values).items():
            self.take(name, value)

    def take(self, name, value):
        setattr(self, name, lambda: value)
        setattr(self, f"set_{name}", lambda new: self.take(name, new))


@pytest.fixture
def stored(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    return lambda **values: (tmp_path / "keras.json").write_text(json.dumps(values), "utf-8")


THEIRS = {"floatx": "float16", "image_data_format": "channels_first", "epsilon": 0.1}


@pytest.mark.parametrize("name", THEIRS)
def test_what_the_file_says_otherwise_is_taken_back_and_said(stored, caplog, name):
    stored(**{name: THEIRS[name]})
    config = Config(**{name: THEIRS[name]})
    fix_settings(config)
    assert getattr(config, name)() == OURS[name]
    (said,) = caplog.messages
    assert f"{name} = {THEIRS[name]}" in said
    assert f"{name} = {OURS[name]}" in said


def test_a_file_that_says_the_same_changes_nothing(stored, caplog):
    stored(**OURS, backend="tensorflow")
    fix_settings(Config())
    assert not caplog.messages


def test_what_code_has_set_stays(stored, caplog):
    stored(floatx="float16")
    config = Config(floatx="bfloat16")
    fix_settings(config)
    assert config.floatx() == "bfloat16"
    assert not caplog.messages


@pytest.mark.parametrize("text", ["", "[]", "{", "\udcff"])
def test_a_file_that_is_none_changes_nothing(tmp_path, stored, caplog, text):
    (tmp_path / "keras.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    fix_settings(Config())
    assert not caplog.messages


def test_it_is_said_in_japanese(stored, caplog, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    stored(floatx="float16")
    with caplog.at_level(logging.WARNING):
        fix_settings(Config(floatx="float16"))
    assert "使います" in caplog.text


PROGRAM = """
import hashlib, miwake
data = miwake.load_task("baker").make(train=64, test=32)
model = miwake.train(data, "conv", epochs=1, checks=False).model
print(hashlib.sha256(b"".join(w.tobytes() for w in model.get_weights())).hexdigest())
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Trains in a process of its own; gives the weights' fingerprint, and what it complained of."""
    home = tmp_path_factory.mktemp("home")
    (home / "keras.json").write_text(json.dumps(THEIRS | {"backend": "torch", "nnx_enabled": True}))

    def run(**environment):
        environment = {name: value.format(home=home) for name, value in environment.items()}
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | environment,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout.split()[-1], ended.stderr

    run.plain = run()[0]
    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    "setting",
    [
        {"KERAS_HOME": "{home}"},
        {"KERAS_BACKEND": "torch"},
        {"KERAS_NNX_ENABLED": "true"},
        {"JAX_DISABLE_JIT": "1"},
        {"JAX_NUMPY_RANK_PROMOTION": "raise"},
        {"JAX_ENABLE_X64": "1"},
        {"PYTHONWARNINGS": "error"},
    ],
    ids=lambda setting: next(iter(setting)),
)
def test_a_setting_outside_changes_no_bit(trained, setting):
    weights, said = trained(**setting)
    assert weights == trained.plain
    assert ("keras.json says floatx = float16" in said) == ("KERAS_HOME" in setting)


@pytest.mark.slow
def test_a_file_that_keras_refuses_is_named(tmp_path):
    (tmp_path / "keras.json").write_text('{"floatx": "float1"}')
    code = (
        "import miwake.runtime.keras_backend as b\ntry: b.keras()\nexcept Exception as e: print(e)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"KERAS_HOME": str(tmp_path)},
    )
    assert f"Keras can't use its settings in {tmp_path}" in ended.stdout, ended.stderr
