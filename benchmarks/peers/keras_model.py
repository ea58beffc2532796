"""The networks, in Keras: for Keras' own fit on any backend, and for miwake."""

import keras
from keras import layers


def network(work: str) -> keras.Model:
    """The compiled network of a work."""
    body = {
        "mnist-dense": lambda: [
            keras.Input((28, 28)),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ],
        "baker-dense": lambda: [
            keras.Input((100,)),
            layers.Dense(100),
            layers.Dense(32, activation="relu"),
            layers.Dense(2, activation="softmax"),
        ],
        "mnist-cnn": lambda: [
            keras.Input((28, 28)),
            layers.Reshape((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ],
        "baker-conv": lambda: [
            keras.Input((100,)),
            layers.Reshape((100, 1)),
            layers.Conv1D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling1D(),
            layers.Conv1D(64, 3, padding="same", activation="relu"),
            layers.GlobalAveragePooling1D(),
            layers.Dense(32, activation="relu"),
            layers.Dense(2, activation="softmax"),
        ],
    }[work]
    model = keras.Sequential(body())
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
