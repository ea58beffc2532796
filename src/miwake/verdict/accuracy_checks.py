"""Checks of what a network reaches: against chance, simple views and the best rule known."""

from collections.abc import Iterator
from math import hypot
from typing import Any

import numpy as np

from miwake.findings import Finding, Status
from miwake.stats.intervals import Interval, Share, r2_interval, wilson_interval
from miwake.stats.per_example import Scores, scores_of
from miwake.stats.significance_tests import (
    Z95,
    Difference,
    binomial_test,
    format_p,
    normal_difference,
    paired_difference,
    z_test,
)
from miwake.verdict.evidence import Evidence, View

SURE, LIKELY = 0.001, 0.05  # p-values below which something is said firmly, or said at all
PRACTICALLY = 0.005  # differences in accuracy that nobody needs to hear about
FAR = 0.02
ROOM = 0.01  # share of errors from which something is left to find


def check_chance(evidence: Evidence) -> Iterator[Finding]:
    """Is it better than guessing?"""
    p = p_of_chance(evidence, evidence.scores)
    kind = "accuracy" if evidence.classes else "r2"
    values = {"score": evidence.score, "chance": evidence.chance, "p": format_p(p)}
    if p < SURE:
        yield Finding("chance", "good", f"chance.above.{kind}", values)
    elif p < LIKELY:
        more = evidence.next.more_tests()
        yield Finding("chance", "warning", f"chance.barely.{kind}", values, more)
    else:
        yield _at_chance(evidence, values)


def check_views(evidence: Evidence) -> Iterator[Finding]:
    """Does it do better than what one number tells?"""
    if evidence.views is None:
        return
    found = [view for view in evidence.views if view.p < LIKELY]
    if not found:
        yield Finding("views", "note", "views.nothing", {"n": len(evidence.views)})
        return
    best = max(found, key=lambda view: view.accuracy)
    single = max((v for v in found if v.single), key=lambda v: v.accuracy, default=best)
    simplest = single if _is_below(evidence, single) else best
    apart = difference_from(evidence, simplest)
    values = {"view": simplest.view, "view_score": simplest.accuracy, "score": evidence.score}
    kind = "number" if simplest.single else "rule"
    if not _differs(apart):
        status: Status = "note" if is_at_ceiling(evidence) else "warning"
        yield Finding("views", status, f"views.equal.{kind}", values)
    elif apart.value > 0:
        yield Finding("views", "good", "views.worse", values)
    else:
        yield Finding("views", "bad", f"views.better.{kind}", values, evidence.other_network())


def check_ceiling(evidence: Evidence) -> Iterator[Finding]:
    """How far is it from the best possible?"""
    if evidence.best is not None and evidence.best_scores is None:
        problem = {"problem": evidence.best.problem}
        yield Finding("ceiling", "warning", "ceiling.unusable", problem)
    elif evidence.best_scores is not None:
        yield _against_best(evidence, evidence.best_scores)
    elif 1 - evidence.score <= ROOM:
        yield Finding("ceiling", "good", "ceiling.top", {"score": evidence.score})
    else:
        values = {"score": evidence.score}
        yield Finding("ceiling", "note", "ceiling.unknown", values, evidence.other_network())


def p_of_chance(evidence: Evidence, scores: Scores, places: Any = slice(None)) -> float:
    """How often guessing does as well as these scores of a network or a rule.

    Args:
        evidence: what is known.
        scores: of answers to test examples.
        places: which test examples; by default all.
    """
    if evidence.classes:
        return binomial_test(int(scores.sum()), len(scores), evidence.chance)
    y = evidence.y[places]
    return z_test(scores - scores_of(np.full(len(y), y.mean()), y, ()))


def difference_from(evidence: Evidence, view: View) -> Difference:
    """How far the network is above a view, on the same examples where the view's are known."""
    if len(view.hits) == len(evidence.scores):
        return paired_difference(evidence.scores, view.hits)
    errors = [(known.high - known.low) / 2 / Z95 for known in (view, _interval(evidence))]
    return normal_difference(evidence.score - view.accuracy, hypot(*errors))


def _interval(evidence: Evidence) -> Share | Interval:
    if evidence.classes:
        return wilson_interval(int(evidence.scores.sum()), len(evidence.scores))
    return r2_interval(evidence.answers[:, 0], evidence.y)


def _at_chance(evidence: Evidence, values: dict[str, Any]) -> Finding:
    """A network at chance: is it the network's fault?"""
    best, other = evidence.best_scores, evidence.other_network()
    views = [view for view in evidence.views or () if view.p < SURE]
    if views:
        view = max(views, key=lambda v: v.accuracy)
        values |= {"view": view.view, "view_score": view.accuracy}
        return Finding("chance", "bad", "chance.failed.view", values, other)
    if best is not None and p_of_chance(evidence, best) < SURE:
        values |= {"best": float(best.mean())}
        return Finding("chance", "bad", "chance.failed.best", values, other)
    kind = "accuracy" if evidence.classes else "r2"
    return Finding(
        "chance", "bad", f"chance.none.{kind}", values, other or evidence.next.more_data()
    )


def _against_best(evidence: Evidence, best: Scores) -> Finding:
    apart = paired_difference(evidence.scores, best)
    values = {"best": float(best.mean()), "score": evidence.score}
    action = evidence.other_network() or evidence.next.more_data()
    if p_of_chance(evidence, best) >= LIKELY:
        return Finding("ceiling", "warning", "ceiling.useless", values)
    if apart.value > 0 and apart.p < SURE:
        return Finding("ceiling", "bad", "ceiling.above", values, evidence.next.look())
    if not _differs(apart) or apart.value > 0:
        return Finding("ceiling", "good", "ceiling.reached", values)
    if apart.value > -FAR:
        return Finding("ceiling", "note", "ceiling.near", values)
    return Finding("ceiling", "warning", "ceiling.far", values, action)


def _is_below(evidence: Evidence, view: View) -> bool:
    apart = difference_from(evidence, view)
    return _differs(apart) and apart.value < 0


def is_at_ceiling(evidence: Evidence) -> bool:
    """Whether there is no room above the score: below what `best` reaches, or below 1."""
    best = 1.0 if evidence.best_scores is None else float(evidence.best_scores.mean())
    return evidence.score >= best - ROOM


def _differs(apart: Difference) -> bool:
    """Whether a difference is more than luck, and enough to speak of."""
    return apart.p < LIKELY and abs(apart.value) > PRACTICALLY
