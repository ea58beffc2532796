"""Dataset: what fits together, and what is refused."""

import numpy as np
import pytest

from miwake.dataset import Dataset
from miwake.errors import DataError

X, Y = np.zeros((4, 3), np.float32), np.array([0, 1, 0, 1], np.int32)


def dataset(**changed):
    parts = {"x_train": X, "y_train": Y, "x_test": X, "y_test": Y, "classes": ("a", "b")}
    return Dataset(**parts | changed)


def test_shape_and_kind_are_those_of_one_example():
    made = dataset(x_train=np.zeros((4, 28, 28)), x_test=np.zeros((4, 28, 28)))
    assert (made.shape, made.kind) == ((28, 28), "image")


@pytest.mark.parametrize(("classes", "outputs"), [(("a", "b"), 2), ((), 1)])
def test_a_network_gives_a_number_a_class_or_one_value(classes, outputs):
    assert dataset(classes=classes).outputs == outputs


@pytest.mark.parametrize("part", ["train", "test"])
def test_examples_without_a_label_are_counted_in_the_message(part):
    told = f"^x_{part} has 4 examples and y_{part} 3 labels; each example needs one label$"
    with pytest.raises(DataError, match=told):
        dataset(**{f"y_{part}": Y[:3]})


def test_examples_have_one_group_each():
    with pytest.raises(DataError, match=r"^groups_test has shape \(3,\) and y_test 4 labels; give"):
        dataset(groups_test=np.array(["a", "a", "b"]))


def test_training_and_testing_need_one_shape():
    with pytest.raises(DataError, match=r"training have shape \(3,\), for testing \(2,\); give"):
        dataset(x_test=X[:, :2])


@pytest.mark.parametrize("label", [-1, 2])
def test_labels_without_a_class_are_refused(label):
    with pytest.raises(DataError, match=r"but there are 2 classes; number them 0 to 1$"):
        dataset(y_test=np.array([0, 1, 0, label]))


def test_values_of_a_regression_may_be_any():
    assert dataset(y_train=np.array([-3.0, 7, 0, 1]), classes=(), target="t").target == "t"


def test_two_datasets_are_equal_if_they_are_one():
    made = dataset()
    assert hash(made) == hash(made)
    assert made != dataset()
