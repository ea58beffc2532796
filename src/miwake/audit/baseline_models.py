"""Small rules and quick models from scikit-learn that guess the label."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.feature import Features

FEW_NUMBERS = 3  # numbers up to which a tree sees all that there is
PRUNED = 10.0  # a split that takes less of the variance, times 1 / n, is luck in most cases
RIDGES = 10.0 ** np.arange(7)  # the largest answers the mean
LARGEST = 10.0  # standard deviations beyond which a number says nothing more
SHRINKAGE = 0.05  # of a covariance that few examples tell
FOLDS, TREES = 3, 20  # of a quick model: enough to tell 0.9 from 1


def load_sklearn() -> Any:
    """Load scikit-learn with its small rules."""
    import sklearn
    from sklearn import discriminant_analysis, linear_model, tree  # noqa: F401

    # a label of many classes is said by miwake's own checks, in the user's language
    warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)
    return sklearn


def predict_baseline(
    train: Features, y: NDArray[Any], test: Features, classes: int, seed: int = 0
) -> NDArray[Any]:
    """Fit a small rule on the training part and return its answers on the test part.

    Up to three numbers go to a small decision tree, which is a histogram with well-chosen edges;
    more go to a linear rule, which takes a twentieth of a second where boosted trees take many
    seconds, and is as good on histograms and spectra.

    Args:
        train: features, shape (n, k).
        y: class numbers, or values, shape (n,).
        test: features, shape (m, k).
        classes: how many classes there are; 0 for a regression.
        seed: decides ties between splits.

    Returns:
        class numbers or values, shape (m,).
    """
    middle, spread = train.mean(axis=0), train.std(axis=0)
    spread[spread == 0] = 1
    train, test = (np.clip((f - middle) / spread, -LARGEST, LARGEST) for f in (train, test))
    if not classes:
        return _predict_values(train, y, test, seed)
    counts = np.bincount(y)[np.unique(y)]
    if train.shape[1] <= FEW_NUMBERS or len(counts) < 2 or counts.min() < 2:
        leaves = max(8, 4 * classes)
        tree = load_sklearn().tree.DecisionTreeClassifier(max_leaf_nodes=leaves, random_state=seed)
        return np.asarray(tree.fit(train, y).predict(test))
    rules = load_sklearn().discriminant_analysis
    linear = rules.LinearDiscriminantAnalysis(solver="lsqr", shrinkage=1e-3)
    return np.asarray(linear.fit(train, y).predict(test))


def _predict_values(train: Features, y: NDArray[Any], test: Features, seed: int) -> NDArray[Any]:
    if train.shape[1] <= FEW_NUMBERS:
        leaves = max(2, min(32, len(y) // 20))
        luck = PRUNED * float(y.var(dtype=np.float64)) / len(y)
        tree = load_sklearn().tree.DecisionTreeRegressor(
            max_leaf_nodes=leaves, min_impurity_decrease=luck, random_state=seed
        )
        return np.asarray(tree.fit(train, y).predict(test))
    if len(y) == 1:  # of which nothing can be left out
        return np.full(len(test), y[0])
    ridge = load_sklearn().linear_model.RidgeCV(alphas=RIDGES)
    return np.asarray(ridge.fit(train, y).predict(test))


def predict_quickly(
    train: Features, y: NDArray[Any], test: Features, classes: int, seed: int = 0
) -> NDArray[Any]:
    """Fit a quick model, a small forest, that sees many columns; see `predict_baseline`."""
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    load_sklearn()
    model = ExtraTreesClassifier if classes else ExtraTreesRegressor
    return np.asarray(model(TREES, random_state=seed).fit(train, y).predict(test))


def cross_margins(
    x: Features, y: NDArray[Any], seed: int = 0, least: float = 0.0
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Answer each example by a linear rule that was fitted on others, and say how surely.

    Args:
        x: what it sees, shape (n, k).
        y: class numbers, shape (n,), at least two of each class.
        seed: decides what it is fitted on.
        least: the share of right answers without which it is not worth going on.

    Returns:
        class numbers, and how far the best score is above the second, both of shape (n,); without
        any where it did not go on.
    """
    fold = np.random.default_rng(seed).permutation(len(y)) % FOLDS
    answers, margins = np.empty(len(y), np.intp), np.empty(len(y))
    rules = load_sklearn().discriminant_analysis
    for number in range(FOLDS):
        held_out = fold == number
        rule = rules.LinearDiscriminantAnalysis(solver="lsqr", shrinkage=SHRINKAGE)
        rule.fit(x[~held_out], y[~held_out])
        scores = rule.decision_function(x[held_out])
        scores = np.stack([-scores, scores], axis=1) / 2 if scores.ndim == 1 else scores
        best = np.sort(scores, axis=1)
        answers[held_out] = rule.classes_[scores.argmax(axis=1)]
        margins[held_out] = best[:, -1] - best[:, -2]
        if (answers[held_out] == y[held_out]).mean() < least:
            return answers[:0], margins[:0]
    return answers, margins


def cross_predict(
    predict: Callable[..., NDArray[Any]],
    x: Features,
    y: NDArray[Any],
    classes: int,
    groups: NDArray[np.integer] | None = None,
    seed: int = 0,
) -> NDArray[Any]:
    """Answer each example by a model that was fitted on others.

    Args:
        predict: fits the model and answers: predict_baseline or predict_quickly.
        x: what it sees, shape (n, k).
        y: class numbers, or values, shape (n,).
        classes: how many classes there are; 0 for a regression.
        groups: numbers of what belongs together, shape (n,): it is fitted on other groups then.
        seed: decides what it is fitted on, and the model.

    Returns:
        class numbers or values, shape (n,).
    """
    rng = np.random.default_rng(seed)
    _, group = np.unique(np.arange(len(y)) if groups is None else groups, return_inverse=True)
    fold = (rng.permutation(group.max() + 1) % FOLDS)[group]
    answers = np.empty_like(y)
    for number in range(FOLDS):
        held_out = fold == number
        answers[held_out] = predict(x[~held_out], y[~held_out], x[held_out], classes, seed)
    return answers
