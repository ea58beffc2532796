"""Too short, too long."""

import numpy as np
import pytest

from made_evidence import USUAL, evidence, found, losses, next_steps, why
from miwake.findings import NextSteps
from miwake.plan import TrainingPlan
from miwake.verdict.checks.epochs import Epochs

CHECK = Epochs()


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ((0.6, 0.4, 0.395), ("good", "epochs.settled", None)),
        ((0.6, 0.5, 0.4), ("note", "epochs.falling", "miwake train baker --epochs 10")),
        ((0.6, 0.3, 0.4, 0.5), ("warning", "epochs.risen", "miwake train baker --epochs 2")),
        ((0.6, 0.3, 0.31), ("good", "epochs.settled", None)),
    ],
)
def test_epochs(means, expected):
    made = evidence(test_losses=losses(*means))
    assert found(CHECK, made) == [("epochs", *expected)]


def test_a_network_that_can_gain_nothing_is_not_sent_on():
    made = evidence(accuracy=1.0, test_losses=losses(0.6, 0.5, 0.4))
    assert found(CHECK, made) == [("epochs", "good", "epochs.enough", None)]


def test_noise_is_no_rise():
    made = evidence(test_losses=np.random.default_rng(0).exponential(0.3, (5, 100)))
    assert why(CHECK, made) == ("skipped", "few_tests")


def test_a_loss_that_falls_by_little_but_as_fast_as_before_is_not_settled():
    made = evidence(test_losses=losses(0.653, 0.639, 0.624))
    assert found(CHECK, made) == [
        ("epochs", "note", "epochs.falling", "miwake train baker --epochs 10")
    ]


@pytest.mark.parametrize("means", [(0.6, 0.42, 0.4, 0.392), (0.1, 0.1, 0.1)])
def test_a_loss_that_slows_down_is_settled(means):
    assert found(CHECK, evidence(test_losses=losses(*means)))[0][1] == "good"


def test_one_epoch_tells_nothing():
    assert why(CHECK, evidence(test_losses=losses(0.6))) == ("skipped", "one_epoch")


def falling(epochs, half_life, floor=0.2):
    """Losses that fall towards a floor, and the scores beside them."""
    means = floor + 0.8 * 0.5 ** (np.arange(1, epochs + 1) / half_life)
    return {"test_losses": losses(*means), "test_scores": list(1 - means)}


def test_many_epochs_that_still_bring_right_answers_are_not_enough():
    made = evidence(**falling(38, half_life=15), next=next_steps(epochs=38))
    assert found(CHECK, made)[0][1:3] == ("note", "epochs.falling")


def test_many_epochs_whose_second_half_brought_next_to_nothing_are_enough():
    made = evidence(**falling(152, half_life=8), next=next_steps(epochs=152))
    assert found(CHECK, made)[0][1:3] == ("good", "epochs.settled")


def chosen(epochs, most=60):
    plan = TrainingPlan.of(task="mine.csv", network="dense", epochs=epochs, most_epochs=most)
    return NextSteps(plan, USUAL | {"epochs": most}, chooses_epochs=True)


def test_a_number_chosen_without_the_test_stays_whatever_the_test_says():
    made = evidence(test_losses=losses(0.6, 0.3, 0.4, 0.5), next=chosen(4))
    assert found(CHECK, made) == [("epochs", "note", "epochs.chosen", None)]


def test_a_chosen_number_that_is_the_most_may_be_too_few():
    made = evidence(test_losses=losses(0.6, 0.5, 0.4), next=chosen(3, most=3))
    told = found(CHECK, made)
    assert told[0] == ("epochs", "note", "epochs.chosen", None)
    assert told[1] == ("epochs", "note", "epochs.falling", "miwake train mine.csv --epochs 6")


def named(epochs):
    plan = TrainingPlan.of(task="mine.csv", network="dense", epochs=epochs)
    return NextSteps(plan, USUAL, chooses_epochs=True)


@pytest.mark.parametrize("means", [(0.6, 0.3, 0.4, 0.5), (0.6, 0.5, 0.4)])
def test_a_named_number_that_does_not_fit_is_left_to_the_training_data(means):
    made = evidence(test_losses=losses(*means), next=named(len(means)))
    assert found(CHECK, made)[0][3] == "miwake train mine.csv"


def test_one_epoch_is_not_advised():
    made = evidence(test_losses=losses(0.3, 0.4, 0.5))
    assert found(CHECK, made)[0][3] == "miwake train baker --network conv"


def test_fewer_epochs_are_not_advised_where_they_would_answer_less():
    made = evidence(test_losses=losses(0.6, 0.3, 0.4, 0.5), test_scores=[0.7, 0.8, 0.82, 0.83])
    assert found(CHECK, made) == [("epochs", "warning", "epochs.risen", None)]


def test_more_epochs_are_not_advised_after_fewer():
    made = evidence(test_losses=losses(0.6, 0.3), next=next_steps(epochs=2))
    assert found(CHECK, made) == [("epochs", "note", "epochs.falling", None)]
