"""A good Keras file, and a way to write it anew with something changed."""

import zipfile

import pytest

from made_models import SPEC, network
from miwake.run.model_file import write_model


@pytest.fixture(scope="session")
def good(tmp_path_factory):
    path = tmp_path_factory.mktemp("good") / "model.keras"
    model = network()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.optimizer.build(model.trainable_variables)
    write_model(model, SPEC, path)
    return path


@pytest.fixture
def remade(good, tmp_path):
    """Writes the good file anew with some members changed; None leaves one out."""

    def make(method=zipfile.ZIP_STORED, **members):
        path = tmp_path / "remade.keras"
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w", method) as new:
            changed = {name: old.read(name) for name in old.namelist()}
            for name, content in (changed | members.pop("named", {})).items():
                if content is not None:
                    new.writestr(name, content)
        return path

    return make
