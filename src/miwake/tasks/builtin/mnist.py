"""Handwritten digits (MNIST)

70,000 digits of 28 x 28 pixels, written by about 500 people: the dataset that most first
samples train on.
"""

classes = list(range(10))


def load_data(path=None):
    """The 60,000 digits for training and the 10,000 for testing."""
    from miwake.tasks.mnist_data import mnist

    return mnist(path)
