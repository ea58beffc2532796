"""What the page shows of a run."""

import pytest

from miwake.studio.runs import home_file, name_at_home


@pytest.mark.parametrize(
    ("task", "expected"),
    [
        ("baker", "baker"),
        ("/home/ann/studio/uploads/pets", "pets"),
        ("/home/ann/iris.csv", "iris.csv"),
        ("C:\\Users\\ann\\iris.csv", "iris.csv"),
        ("s3://bucket/big", "s3://bucket/big"),
        ("/home/ann/-x.py", "./-x.py"),
    ],
)
def test_lines_to_take_home_name_what_lies_beside_them(task, expected):
    assert name_at_home(task) == expected


def test_files_of_several_runs_do_not_hide_each_other():
    assert home_file("baker-1", "model.keras") == "baker-1-model.keras"
