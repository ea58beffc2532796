"""A result taken apart, on answers made by hand."""

import numpy as np
import pytest

from miwake.render.html.error_analysis import (
    PredictedExamples,
    by_facts,
    confusion_matrix,
    least_sure_hits,
    surest_mistakes,
)

ANSWERS = np.array([[0.9, 0.1], [0.8, 0.2], [0.6, 0.4], [0.3, 0.7], [0.45, 0.55]], np.float32)
TRUTH = np.array([0, 1, 1, 1, 1])


def answered(answers=ANSWERS, y=TRUTH, **facts):
    return PredictedExamples(np.zeros((len(y), 3)), y, answers, facts)


def values(answers, y, **facts):
    return answered(np.array(answers, np.float32)[:, None], np.array(y, np.float32), **facts)


def test_the_confusion_matrix_has_a_row_a_class():
    assert confusion_matrix(answered()).tolist() == [[1, 0], [2, 2]]


def test_the_surest_mistake_comes_first():
    assert surest_mistakes(answered(), 9).tolist() == [1, 2]
    assert surest_mistakes(answered(), 1).tolist() == [1]


def test_the_least_sure_hit_comes_first():
    assert least_sure_hits(answered(), 9).tolist() == [4, 3, 0]


def test_errors_of_a_regression_are_ordered():
    found = values([1, 2, 3], [1, 4, 2.5])
    assert surest_mistakes(found, 2).tolist() == [1, 2]
    assert least_sure_hits(found, 2).tolist() == [0, 2]


def test_an_answer_that_is_no_number_is_the_largest_error():
    assert surest_mistakes(values([1, np.nan, 3], [1, 2, 9]), 1).tolist() == [1]


def test_a_fact_of_few_values_is_shown_value_by_value():
    groups = by_facts(answered(side=np.array([0, 1, 1, 0, 0])))["side"]
    assert [(g.at, g.n, g.score) for g in groups] == [(0, 3, 1), (1, 2, 0)]
    assert all(g.low <= g.score <= g.high for g in groups)


def test_a_fact_of_many_values_is_shown_in_groups_of_one_size():
    n = 1000
    y = np.zeros(n, int)
    answers = np.tile(np.array([[0.9, 0.1]], np.float32), (n, 1))
    groups = by_facts(answered(answers, y, t=np.linspace(0, 1, n)))["t"]
    assert {g.n for g in groups} == {n // 10}
    assert [g.at for g in groups] == sorted(g.at for g in groups)


def test_a_regression_is_shown_by_its_mean_absolute_error():
    groups = by_facts(values([1, 2, 3, 4], [1, 2, 4, 6], side=np.array([0, 0, 1, 1])))["side"]
    assert [g.score for g in groups] == [0, 1.5]
    assert groups[1].low >= 0


@pytest.mark.parametrize(
    "fact",
    [
        np.array(list("abcde")),
        np.array([None, 1, 2, 3, 4], object),
        np.full(5, 2.0),
        np.full(5, np.nan),
        np.zeros((5, 2)),
    ],
)
def test_a_fact_that_is_no_number_or_does_not_vary_is_left_out(fact):
    assert by_facts(answered(fact=fact)) == {}


def test_values_that_are_missing_are_passed_over():
    groups = by_facts(answered(fact=np.array([0, np.nan, 1, 1, np.inf])))["fact"]
    assert [g.n for g in groups] == [1, 2]
