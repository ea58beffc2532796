"""Auditing a dataset: what examples are like, and what tells them apart before any network."""

from dataclasses import replace

import numpy as np

from miwake.audit.baseline_scores import Split, columns_of, score_facts, score_features
from miwake.audit.checks import CHECKS
from miwake.audit.class_statistics import class_statistics
from miwake.audit.drift import find_drift
from miwake.audit.duplicates import find_copies
from miwake.audit.label_noise import find_label_noise
from miwake.audit.leaks import find_leaks
from miwake.audit.padding import find_padding
from miwake.audit.remedies import score_remedies
from miwake.audit.result import AuditEvidence, Look
from miwake.audit.row_groups import find_row_groups
from miwake.audit.shift import find_shift
from miwake.audit.single_place import find_single_place
from miwake.audit.table_summary import summarize_columns
from miwake.audit.windows import find_overlapping_windows
from miwake.checks import run_checks
from miwake.dataset import Dataset
from miwake.stats.chance import chance_of

MAX_FITTED = 10_000  # more training examples change an accuracy by less than its interval
MAX_NUMBERS = 20_000_000  # in the examples that rules are fitted on: large ones take no longer
MAX_TESTED = 10_000
MAX_DRAWN = 500  # examples of each class that a figure may draw
ALL = "all"  # the name of all examples together, for a regression


def look(data: Dataset, seed: int = 0, fitted: int = MAX_FITTED) -> Look:
    """Look at a dataset: its numbers, its copies, and what simple views tell.

    Each view is one number or a few numbers of an example. A small rule that sees nothing else is
    fitted on training examples and answers test examples; what it gets right needs no network.

    Args:
        data: examples and labels.
        seed: decides which examples are taken where there are many, and which are drawn.
        fitted: the most training examples to fit the rules on.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(4, 1)))
    numbers = max(1, int(np.prod(data.shape)))
    most = max(1, min(fitted, max(1_000, MAX_NUMBERS // numbers)))
    split = Split(
        data,
        fitted=np.sort(rng.permutation(len(data.x_train))[:most]),
        tested=np.sort(rng.permutation(len(data.x_test))[:MAX_TESTED]),
        chance=chance_of(data),
        seed=seed,
    )
    views = sorted(score_features(split), key=lambda view: -view.accuracy)
    labels = data.y_train, data.y_test
    if not data.classes:
        labels = np.zeros(len(data.y_train), int), np.zeros(len(data.y_test), int)
    names = data.classes or (ALL,)
    shuffled = rng.permutation(len(data.x_train))
    result = Look(
        task="data",
        title="Data",
        classes=data.classes,
        target=data.target,
        train=data.train,
        test=len(data.y_test),
        shape=data.shape,
        kind=data.kind,
        seed=data.seed,
        statistics=class_statistics(data.x_train, *labels, names),
        chance=split.chance,
        views=tuple(views),
        facts=score_facts(split),
        copies=find_copies(data, seed),
        tested=split.tested,
        examples={
            name: tuple(shuffled[labels[0][shuffled] == number][:MAX_DRAWN].tolist())
            for number, name in enumerate(names)
        },
        columns=columns_of(data),
        leaks=find_leaks(split, views),
        row_groups=find_row_groups(split),
        label_noise=find_label_noise(split),
        shift=find_shift(split),
        drift=find_drift(split),
        single_place=find_single_place(split),
        windows=find_overlapping_windows(split),
        padding=find_padding(split),
        table=summarize_columns(data),
        remedies=score_remedies(split, views),
    )
    return check_look(result, data)


def check_look(look: Look, data: Dataset) -> Look:
    """Put a look under the name of its data's task, and run the checks on it."""
    if data.origin:
        look = replace(look, task=data.origin.name, title=data.origin.title, train=data.train)
    findings, unanswered = run_checks(CHECKS, AuditEvidence(look, data))
    return replace(look, warnings=(*data.notes, *findings), unanswered=tuple(unanswered))
