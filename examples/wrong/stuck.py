"""Stuck: two classes that are easy to tell apart, and a network that always says the same.

It takes steps that are far too large: the very first ones throw its neurons to where none of them
answers to anything any more. --set STEP=0.01 is all that it needs.
"""

import numpy as np

LENGTH = 30
STEP = 30.0
train, test = 6000, 2000
network = "hasty"


def rising(rng, n):
    """Noise with a slope upwards."""
    return rng.normal(size=(n, LENGTH)) + np.linspace(0, 1, LENGTH)


def falling(rng, n):
    """Noise with a slope downwards."""
    return rng.normal(size=(n, LENGTH)) + np.linspace(1, 0, LENGTH)


def hasty(input_shape, outputs):
    """One layer of 32 neurons, trained in steps of size STEP."""
    from keras import Sequential, layers, optimizers

    inner, outer = layers.Dense(32, activation="relu"), layers.Dense(outputs, activation="softmax")
    model = Sequential([layers.Input(input_shape), inner, outer])
    model.compile(optimizers.SGD(STEP), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
