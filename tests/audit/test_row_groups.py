"""Rows of one person on both sides of the split are named; clouds of a class are not."""

import numpy as np
import pytest

from made_tables import honest, names, people, read
from miwake.audit.look import look


def groups_of(found):
    return [finding for finding in found.warnings if finding.check == "row_groups"]


@pytest.mark.parametrize("written", [lambda p: [f"P{i}" for i in p], lambda p: 100 + p])
def test_people_are_named_by_their_column(rng, tmp_path, written):
    columns, y, person = people(rng)
    data = read(tmp_path, {"person": written(person), **columns}, names(y))
    (found,) = groups_of(look(data))
    assert (found.status, found.sentence) == ("warning", "groups_column")
    assert found.values["groups"] == 60
    assert found.values["score"] > 0.95
    assert found.values["apart"] < 0.75
    assert str(found.next).endswith("--group person")


def test_people_without_a_column_are_seen_by_their_rows(rng, tmp_path):
    columns, y, _ = people(rng)
    (found,) = groups_of(look(read(tmp_path, columns, names(y))))
    assert found.sentence == "groups_clouds"
    assert 50 < found.values["groups"] < 70
    assert found.values["apart"] < 0.75 < found.values["score"]


def test_people_on_one_side_are_no_fault(rng, tmp_path):
    columns, y, person = people(rng)
    assert not groups_of(look(read(tmp_path, columns | {"p": person}, names(y), group="p")))


def test_classes_that_are_clouds_and_words_that_come_back_are_no_groups(rng, tmp_path):
    columns, y = honest(rng, classes=3)
    clouds = {name: values + 20 * y for name, values in columns.items()}
    words = rng.choice(["low", "middle", "high"], len(y))
    ages = rng.integers(20, 70, len(y))
    assert not groups_of(look(read(tmp_path, clouds | {"word": words, "age": ages}, names(y))))


def test_a_word_that_tells_the_label_as_others_do_is_no_group(rng, tmp_path):
    columns, y = honest(rng)
    places = np.array([f"town {i}" for i in 2 * rng.integers(20, size=len(y)) + (y ^ 1)])
    assert not groups_of(look(read(tmp_path, columns | {"copy": 9 * y, "town": places}, names(y))))


@pytest.mark.parametrize("named", [True, False])
def test_people_with_a_value_each_are_named_too(rng, tmp_path, named):
    columns, _, person = people(rng)
    value = (10 * rng.normal(size=60)[person] + 0.1 * rng.normal(size=len(person))).round(3)
    columns |= {"person": [f"P{i}" for i in person]} if named else {}
    (found,) = groups_of(look(read(tmp_path, columns, value)))
    assert found.sentence == ("groups_column_values" if named else "groups_clouds_values")
    assert found.values["score"] > 0.9 > 0.5 > found.values["apart"]  # noqa: PLR0133
    assert found.text("ja") != found.text()


def test_values_that_follow_from_the_other_columns_have_no_groups(rng, tmp_path):
    columns, _ = honest(rng)
    rooms = rng.integers(1, 40, len(columns["f0"]))
    value = (3.0 * rooms + columns["f1"]).round(3)
    assert not groups_of(look(read(tmp_path, columns | {"rooms": rooms}, value)))
