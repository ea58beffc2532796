"""Evidence made for one finding at a time."""

import numpy as np

from miwake.audit.baseline_scores import BaselineScore
from miwake.findings import NextSteps
from miwake.plan import TrainingPlan
from miwake.stats.chance import chance_level
from miwake.verdict.evidence import ControlRun, Evidence

N = 4000


def labels(n=N, classes=2):
    return np.arange(n, dtype=np.int32) % classes


def hits(share, n=N):
    """Right answers in a share of the places, spread evenly over them."""
    return np.floor(np.arange(1, n + 1) * share) > np.floor(np.arange(n) * share)


def answers(right, y, classes=2, sure=None):
    """Probabilities, right where `right` says; as sure as they are right unless told."""
    sure = float(np.clip(right.mean(), 0.5, 0.999)) if sure is None else sure
    given = np.where(right, y, (y + 1) % classes)
    found = np.full((len(y), classes), (1 - sure) / max(1, classes - 1), np.float32)
    found[np.arange(len(y)), given] = sure
    return found


USUAL = {"train": 60_000, "test": 10_000, "seed": 0, "network": "dense", "epochs": 5}


def next_steps(can_make=True, **changes):
    plan = TrainingPlan.of(task="baker", **USUAL)
    return NextSteps(plan.with_(**changes), USUAL, can_make)


def evidence(accuracy=0.9, train_accuracy=None, **changes):
    """A network of two classes that all checks find well, but for the changes."""
    order = np.random.default_rng(0).permutation(N)
    y = labels()[order]
    on_train = accuracy if train_accuracy is None else train_accuracy
    usual = {
        "classes": ("random", "baker"),
        "y": y,
        "answers": answers(hits(accuracy), y),
        "y_train": y,
        "train_answers": answers(hits(on_train), y),
        "next": next_steps(),
        "networks": ("conv",),
        "steps": "steps",
        "train_losses": (0.6, 0.4, 0.3),
        "test_losses": losses(0.6, 0.4, 0.395),
    }
    made = usual | changes
    classes = len(made["classes"])
    chance = chance_level(made["y"], classes, made["y_train"] if classes else ())
    return Evidence(**{"chance": chance, **made})


def regression(r2=0.9, **changes):
    """A network that gives values."""
    rng = np.random.default_rng(0)
    y = rng.normal(size=N).astype(np.float32)
    usual = {"classes": (), "y": y, "y_train": y, "networks": ()}
    found = values(y, r2, rng)
    return evidence(**usual | {"answers": found, "train_answers": found} | changes)


def few(n, accuracy, seen=1.0, **changes):
    """A network with few test examples; it was trained on 1000."""
    y, y_train = labels(n), labels(1000)
    right, known = np.arange(n) < round(accuracy * n), hits(seen, 1000)
    usual = {"y": y, "answers": answers(right, y), "y_train": y_train}
    usual |= {"train_answers": answers(known, y_train)}
    return evidence(**usual | changes)


def values(y, r2, rng):
    return (y + rng.normal(0, (1 - r2) ** 0.5, len(y)))[:, None].astype(np.float32)


def losses(*means, spread=0.3, n=500):
    """Losses of the same examples after each epoch."""
    rng = np.random.default_rng(0)
    own = rng.normal(0, spread, n)
    return np.stack([m * (1 + own) + rng.normal(0, 0.02 * m, n) for m in means])


def view(accuracy, name="lag-1 autocorrelation", p=1e-6, right=None, single=True):
    right = hits(accuracy)[::-1] if right is None else right
    low, high = accuracy - 0.01, accuracy + 0.01
    return BaselineScore(name, 1 if single else 8, accuracy, low, high, p, (), right)


def control(kind, score, train=15_000, seconds=0.1, like=None):
    scores = hits(score, 2000) if like is None else like
    return ControlRun(kind, train, np.arange(2000), scores, seconds)


def found(check, made):
    """The findings of one check on made evidence."""
    findings = check.run(made)
    return [(f.check, f.status, f.sentence, f.next and str(f.next)) for f in findings]


def only(check, made):
    """The one finding of a check."""
    (finding,) = check.run(made)
    return finding


def why(check, made):
    """Why a check has nothing to say: its result, and the name of the reason."""
    unanswered = check.run(made)
    assert unanswered.check == check.name
    return unanswered.result, unanswered.sentence.removeprefix("unanswered.")
