"""The four first steps run with miwake and in plain Keras, each from a folder of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.slow

STEPS = Path(__file__).parent.parent / "examples" / "first_steps"
WAYS = ["with_miwake", "with_keras"]


@pytest.fixture(scope="module")
def mnist_file(mnist, tmp_path_factory):
    """MNIST in Keras' form."""
    (x, y), (x_test, y_test) = mnist
    path = tmp_path_factory.mktemp("digits") / "mnist.npz"
    np.savez(path, x_train=x, y_train=y, x_test=x_test, y_test=y_test)
    return path


def step(way, name, folder, *options):
    """What a script prints."""
    command = [sys.executable, str(STEPS / way / name), *map(str, options)]
    source = os.pathsep.join(filter(None, sys.path))
    environment = os.environ | {"PYTHONPATH": source, "KERAS_BACKEND": "jax"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("way", WAYS)
def test_digits_are_trained_and_read(way, tmp_path, mnist_file):
    told = step(way, "train_digits.py", tmp_path, "--data", mnist_file, "--epochs", 1)
    assert float(re.search(r"Test Accuracy = (\S+)", told)[1]) > 0.9
    told = step(way, "use_digits.py", tmp_path)
    answers = re.findall(r"^prediction= (\d) answer = (\d)$", told, re.MULTILINE)
    assert len(answers) == 20
    assert sum(guess == answer for guess, answer in answers) >= 17


@pytest.mark.parametrize("way", WAYS)
def test_own_data_are_trained_and_each_class_checked(way, tmp_path):
    told = step(way, "train_own.py", tmp_path, "--examples", 600, "--epochs", 1)
    assert 0.3 < float(re.search(r"Test Accuracy = (\S+)", told)[1]) <= 1
    told = step(way, "check_own.py", tmp_path)
    shares = re.findall(r"When everything is (\w+): Test Accuracy = (\S+)", told)
    assert [name for name, _ in shares] == ["random", "baker"]
    assert 0.8 < sum(float(share) for _, share in shares) < 1.2
