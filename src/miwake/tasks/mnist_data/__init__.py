"""MNIST: where it comes from, and how its files are read."""
