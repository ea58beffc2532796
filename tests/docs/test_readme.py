"""The READMEs: every command and every block of Python runs, with fewer examples than there."""

import re
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from chapters import read_page
from PIL import Image

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
READMES = {"en": ROOT / "README.md", "ja": ROOT / "README.ja.md"}
LITTLE = "--train 600 --test 300 --epochs 1"
SMALLER = (  # the same commands at their own size are in the course
    (r"^(miwake train (?:mnist|baker|mine\.py)(?! --repeats)\b[^#\n]*)", rf"\1 {LITTLE} "),
    (r"^(miwake train baker --repeats \d)", rf"\1 {LITTLE}"),
    (r"^(miwake compare baker) --sizes [\d,]+", r"\1 --sizes 200,400 --repeats 2 --epochs 1"),
    (r"train=60_000, test=10_000", "train=600, test=300"),
)


@pytest.fixture
def folder(rng, tmp_path):
    """What the READMEs take for granted: pictures, tables and arrays of the reader's own."""
    for name, bright in (("cats", 90), ("dogs", 160)):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for i in range(40):
            picture(rng, bright).save(tmp_path / "pets" / name / f"video{i // 4}_{i}.png")
    picture(rng, 90).save(tmp_path / "new.jpg")
    picture(rng, 0).save(tmp_path / "my_digit.png")
    tables(rng, tmp_path)
    x, y = rng.random((200, 9)), np.arange(200) % 2
    np.savez(tmp_path / "data.npz", x=x, y=y)
    np.save(tmp_path / "my_x.npy", x)
    np.save(tmp_path / "my_y.npy", y)
    return tmp_path


def picture(rng, bright):
    return Image.fromarray(rng.integers(bright, bright + 90, (24, 24, 3)).astype(np.uint8))


def tables(rng, folder):
    n = 120
    kinds = np.array(["setosa", "virginica"])[np.arange(n) % 2]
    sizes = pl.DataFrame({"petal": rng.random(n), "sepal": rng.random(n)})
    sizes.with_columns(species=kinds).write_csv(folder / "iris.csv")
    sizes[:5].write_csv(folder / "new.csv")
    people = {"id": np.arange(n), "name": [f"n{i}" for i in range(n)], "patient": np.arange(n) // 3}
    ill = np.array(["yes", "no"])[np.arange(n) // 3 % 2]
    pl.DataFrame(people | {"fever": rng.random(n), "ill": ill}).write_csv(folder / "patients.csv")


def test_both_readmes_have_the_same_steps():
    assert read_page(READMES["en"]).code == read_page(READMES["ja"]).code


def test_every_step_of_the_readme_runs(folder, run, tmp_path_factory):
    text = READMES["en"].read_text("utf-8")
    for pattern, smaller in SMALLER:
        text, changed = re.subn(pattern, smaller, text, flags=re.MULTILINE)
        assert changed
    page = tmp_path_factory.mktemp("page") / "README.md"
    page.write_text(text.replace("![", "["), "utf-8")  # its pictures stay where they are
    printed = run(page, folder)
    assert printed[0].startswith("Handwritten digits")
    assert re.match(r"prediction= \d answer = \d", printed[1])
