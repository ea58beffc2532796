"""MNIST from start to end in plain Keras: load, train, test, save. article_mnist.py FOLDER."""

import sys
from pathlib import Path

import numpy as np
from tensorflow import keras

folder = Path(sys.argv[1])
arrays = np.load(folder / "whole-mnist.npz")
x_train, x_test = arrays["x_train"] / 255.0, arrays["x_test"] / 255.0
model = keras.Sequential(
    [
        keras.layers.Flatten(input_shape=(28, 28)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, arrays["y_train"], epochs=5)
print(model.evaluate(x_test, arrays["y_test"]))
model.save(folder / "article-mnist.keras")
