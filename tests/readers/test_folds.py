"""Folds: every example is tested once, classes are spread evenly, and groups stay whole."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake import Dataset
from miwake.readers.folds import fold
from miwake.readers.split import split, split_again


def dataset(y, seed=0, classes=("a", "b", "c")):
    y = np.asarray(y, np.int32 if classes else np.float32)
    x = np.arange(len(y), dtype=np.float32)[:, None]
    test = split(y if classes else np.zeros(len(y), np.int32), seed)
    facts = [{"id": x[part, 0]} for part in (~test, test)]
    return Dataset(
        x[~test], y[~test], x[test], y[test], classes, None if classes else "y", *facts, seed=seed
    )


def test_each_example_is_tested_once_by_a_network_trained_on_all_others():
    data = dataset([0] * 40 + [1] * 30 + [2] * 9)
    folds = fold(data, 7, 0)
    assert len(folds) == 7
    seen = []
    for number in range(7):
        part = folds.dataset(number)
        trained, tested = set(part.x_train[:, 0]), set(part.x_test[:, 0])
        assert trained.isdisjoint(tested)
        assert len(trained) + len(tested) == 79
        assert np.array_equal(part.facts_test["id"], part.x_test[:, 0])
        seen += part.x_test[:, 0].tolist()
    assert sorted(seen) == list(range(79))
    assert folds.tested.x_test[:, 0].tolist() == seen
    assert len(folds.tested.x_train) == 79


def test_the_first_fold_is_the_split_that_the_data_has():
    data = dataset([0] * 40 + [1] * 30, seed=3)
    first = fold(data, 5, 3).dataset(0)
    assert np.array_equal(first.x_test, data.x_test)
    assert set(first.x_train[:, 0]) == set(data.x_train[:, 0])


def test_another_seed_draws_other_folds():
    data = dataset([0] * 40 + [1] * 30)
    first, other = fold(data, 7, 1), fold(data, 7, 2)
    assert set(first.dataset(0).x_test[:, 0]) != set(data.x_test[:, 0])
    assert set(first.dataset(0).x_test[:, 0]) != set(other.dataset(0).x_test[:, 0])
    again = fold(data, 7, 1)
    assert np.array_equal(first.tested.x_test, again.tested.x_test)


def test_a_class_is_spread_evenly():
    folds = fold(dataset([0] * 70 + [1] * 14), 7, 1)
    counts = [np.bincount(folds.dataset(n).y_test, minlength=2).tolist() for n in range(7)]
    assert counts == [[10, 2]] * 7


def test_the_only_example_of_a_class_is_never_tested():
    folds = fold(dataset([0] * 10 + [1] * 10 + [2]), 5, 0)
    assert 2 not in folds.tested.y_test
    assert all(2 in folds.dataset(n).y_train for n in range(len(folds)))


def test_there_are_no_more_folds_than_examples_allow():
    folds = fold(dataset([0, 0, 0, 1, 1, 1]), 7, 1)
    assert len(folds) < 7
    assert all(len(folds.dataset(n).y_test) for n in range(len(folds)))


def test_values_are_split_like_one_class():
    folds = fold(dataset(np.linspace(0, 1, 21), classes=()), 7, 0)
    assert [len(folds.dataset(n).y_test) for n in range(7)] == [3] * 7


def test_the_groups_of_a_dataset_stay_whole():
    data = dataset([0] * 40 + [1] * 40)
    groups = [np.array([f"p{int(i) // 4}" for i in x[:, 0]]) for x in (data.x_train, data.x_test)]
    data = replace(data, groups_train=groups[0], groups_test=groups[1], seed=9)
    folds = fold(data, 5, 1)
    for number in range(5):
        part = folds.dataset(number)
        assert set(part.x_train[:, 0] // 4).isdisjoint(part.x_test[:, 0] // 4)
        assert set(part.groups_train).isdisjoint(part.groups_test)


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 12)), min_size=2, max_size=60),
    st.integers(2, 8),
    st.integers(0, 99),
)
def test_groups_stay_whole_and_every_class_can_be_learned(rows, count, seed):
    labels, groups = (np.array(column) for column in zip(*rows, strict=True))
    numbers = split_again(labels.astype(np.int32), count, seed, None, groups)
    for group in np.unique(groups):
        assert len(set(numbers[groups == group])) == 1
    assert sorted(set(numbers) - {-1}) == list(range(len(set(numbers) - {-1})))
    for label in np.unique(labels):
        holders = {group for own, group in rows if own == label}
        if len(holders) == 1:
            assert set(numbers[labels == label]) == {-1}


@pytest.mark.parametrize("groups", [None, np.arange(30) // 3])
def test_a_first_fold_that_is_decided_stays(groups):
    labels = np.arange(30, dtype=np.int32) % 2
    first = np.arange(30) < 6
    numbers = split_again(labels, 5, 0, first, groups)
    assert np.array_equal(numbers == 0, first)
    assert set(numbers) == set(range(5))
