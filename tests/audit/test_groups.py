"""Groups in a look: people are counted, not their rows."""

import numpy as np

from miwake.audit.baseline_scores import Split, associated, score_features, tells
from miwake.audit.look import look
from miwake.audit.shift import find_shift
from miwake.dataset import Dataset

PEOPLE, ROWS, TESTED = 60, 20, 9


def of_people(seed, counted=True, told=False, tested=TESTED):
    """60 people of 20 rows, a label drawn for each of them; nine are tested."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(PEOPLE), ROWS)
    label = rng.integers(0, 2, PEOPLE)
    x = rng.normal(size=(PEOPLE, 4))[person] + 0.3 * rng.normal(size=(len(person), 4))
    x[:, 0] += 6 * label[person] * told
    x, y = x.astype(np.float32), label[person].astype(np.int32)
    test = np.isin(person, rng.permutation(PEOPLE)[:tested])
    groups = (person[~test], person[test]) if counted else (None, None)
    parts = x[~test], y[~test], x[test], y[test], ("a", "b")
    return Dataset(*parts, groups_train=groups[0], groups_test=groups[1])


def split(data):
    return Split(data, np.arange(len(data.y_train)), np.arange(len(data.y_test)), 0.5)


def names_something(seed, counted):
    scores = score_features(split(of_people(seed, counted)))
    return any(map(tells, scores)) or associated(scores) is not None


def test_a_look_names_something_in_5_percent_of_null_sets_of_people():
    counted = sum(names_something(seed, counted=True) for seed in range(100))
    rows = sum(names_something(seed, counted=False) for seed in range(15))
    assert counted <= 11  # 5 % of 100, and luck
    assert rows >= 6


def test_what_tells_people_apart_is_seen():
    sets = [score_features(split(of_people(seed, told=True, tested=20))) for seed in range(5)]
    assert all(any(map(tells, scores)) for scores in sets)
    scores = sets[0]
    rows = score_features(split(of_people(0, counted=False, told=True, tested=20)))
    widths = [max(s.high - s.low for s in each) for each in (scores, rows)]
    assert widths[0] > 2 * widths[1]


def test_other_people_for_testing_are_no_shift():
    assert [seed for seed in range(10) if find_shift(split(of_people(seed)))] == []
    assert any(find_shift(split(of_people(seed, counted=False))) for seed in range(5))


def test_the_chance_of_a_look_counts_people():
    assert look(of_people(3)).chance == 0.5
