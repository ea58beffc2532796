"""MNIST, for task files: brought here once, and checked."""

from miwake.tasks.mnist_data.load import mnist

__all__ = ["mnist"]
