"""Rows, contrasts, what they say and what follows, from scores made for it."""

import dataclasses
import json

import numpy as np
import pytest

from miwake.comparison.comparison import Comparison, contrasts_of, rows_of
from miwake.messages import languages
from miwake.plan import ComparisonPlan
from miwake.render.comparison_text import comparison_lines
from miwake.render.html.comparison import comparison_html
from miwake.stats.crossed_effects import crossed_difference
from miwake.stats.significance_tests import holm

RNG = np.random.default_rng(0)
PLAN = ComparisonPlan.of(task="mine.py", networks=("a", "b"))


def right(share, seeds=4, examples=1000):
    return RNG.random((seeds, examples)) < share


def made(scores, **changes):
    between, more = contrasts_of(scores)
    rows = tuple(rows_of(scores, range(len(next(iter(scores.values())))), "test_accuracy"))
    found = Comparison("Mine?", PLAN, 1000, rows, between, more, 0.5, can_make=True)
    return dataclasses.replace(found, **changes)


def two_by_two(**changes):
    places = {("a", 100): 0.6, ("a", 200): 0.7, ("b", 100): 0.7, ("b", 200): 0.9}
    return made({place: right(share) for place, share in places.items()}, **changes)


def test_the_contrasts_are_those_that_differ_in_one_thing():
    found = two_by_two()
    assert [(c.first, c.second) for c in found.between] == [
        (("b", 100), ("a", 100)),
        (("b", 200), ("a", 200)),
    ]
    assert [(c.first, c.second) for c in found.more] == [
        (("a", 200), ("a", 100)),
        (("b", 200), ("b", 100)),
    ]
    assert found.between[1].difference.value == pytest.approx(0.2, abs=0.03)
    assert all(c.sure for c in (*found.between, *found.more))


def test_p_values_are_corrected_for_all_contrasts():
    scores = {("a", 100): right(0.5), ("b", 100): right(0.55), ("c", 100): right(0.55)}
    among = contrasts_of(scores)[0]
    alone = [
        crossed_difference(scores[contrast.first], scores[contrast.second]) for contrast in among
    ]
    assert [c.difference.p for c in among] == list(holm([d.p for d in alone]))
    assert [c.difference.value for c in among] == [d.value for d in alone]
    assert min(c.difference.p for c in among) > min(d.p for d in alone)


def test_json_has_the_promised_keys():
    found = two_by_two().as_json()
    assert all({"network", "train", "n", "mean", "sd"} <= row.keys() for row in found)
    assert found[3]["against"][0]["network"] == "a"
    assert json.loads(json.dumps(found))[0]["n"] == 4


def test_all_right_is_known_to_what_the_examples_can_tell():
    (row,) = rows_of({("a", 10): np.ones((3, 1000), bool)}, range(3), "test_accuracy")
    assert row.high == 1
    assert 0.99 < row.low < 1


@pytest.mark.parametrize("lang", languages())
def test_text_and_page_say_the_same_in_both_languages(lang):
    found = two_by_two()
    lines, page = list(comparison_lines(found, lang)), comparison_html(found, lang)
    for row in found.rows:
        assert any(row.network in line and f"{row.found.mean:.4f}" in line for line in lines)
        assert f"{row.found.mean:.4f}" in page
    assert ("beats" in "".join(lines)) == (lang == "en")
    assert f'<html lang="{lang}">' in page
    assert "<polyline" in page
    assert "miwake compare mine.py --networks a,b --sizes 200,800" in page
    assert "<script" not in page


def test_words_follow_what_is_sure():
    same = made({("a", 100): right(0.7), ("b", 100): right(0.7)})
    assert "No difference between a and b can be told" in "".join(comparison_lines(same))
    step = {("a", 100): right(0.7, 8, 90_000), ("a", 200): right(0.7, 8, 90_000)}
    assert "has enough data" in "".join(comparison_lines(made(step)))
    step = {("a", 100): right(0.7, 2, 90), ("a", 200): right(0.7, 2, 90)}
    assert "not certain" in "".join(comparison_lines(made(step)))
    step = {("a", 100): right(0.9), ("a", 200): right(0.7)}
    assert "does worse with more data" in "".join(comparison_lines(made(step)))


def test_one_seed_asks_for_more():
    found = made({("a", 100): right(0.7, 1), ("b", 100): right(0.9, 1)})
    assert str(found.next_action()) == "miwake compare mine.py --networks a,b --repeats 5"
    assert "One seed says nothing" in str(found)


def test_the_best_network_is_what_follows():
    found = two_by_two(can_make=False)
    assert str(found.next_action()) == "miwake train mine.py --network b --train 200"
    assert two_by_two(plan=PLAN.with_(task=None)).next_action() is None


def test_a_name_in_the_task_is_text_on_the_page():
    page = comparison_html(two_by_two(title="<script>x</script>"))
    assert "<script" not in page


def test_what_was_asked_for_stays_in_the_next_step():
    asked = PLAN.with_(test=500, seed=3, epochs=2, batch_size=64, label="kind", sizes=(100, 200))
    kept = "--test 500 --seed 3 --epochs 2 --label kind --batch-size 64"
    more = f"miwake compare mine.py --networks a,b --sizes 200,800 {kept}"
    assert str(two_by_two(plan=asked).next_action()) == more
    best = f"miwake train mine.py {kept} --network b --train 200"
    assert str(two_by_two(plan=asked, can_make=False).next_action()) == best
    one = made({("a", 100): right(0.7, 1), ("b", 100): right(0.9, 1)}, plan=asked)
    again = f"miwake compare mine.py --networks a,b --sizes 100,200 {kept} --repeats 5"
    assert str(one.next_action()) == again


def test_a_comparison_counts_groups_not_examples():
    rng, groups = np.random.default_rng(7), np.repeat(np.arange(30), 20)
    scores = {
        (name, 100): np.tile(np.repeat(rng.random(30) < 0.6, 20), (3, 1))
        for name in ("dense", "conv")
    }
    rows, people = (list(rows_of(scores, (0, 1, 2), "test_accuracy", g)) for g in (None, groups))
    wider = (people[0].high - people[0].low) / (rows[0].high - rows[0].low)
    assert wider > 2
    pairs = [contrasts_of(scores, g)[0][0].difference for g in (None, groups)]
    assert pairs[0].value == pytest.approx(pairs[1].value)
    assert pairs[1].high - pairs[1].low > 2 * (pairs[0].high - pairs[0].low)
