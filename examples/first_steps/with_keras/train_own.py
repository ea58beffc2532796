"""Step 3 in plain Keras: data of your own, random numbers and the baker's map."""

import argparse
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from own_data import CLASSES, LENGTH, mixed

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--examples", type=int, default=60_000)
parser.add_argument("--epochs", type=int, default=5)
asked = parser.parse_args()

rng = np.random.default_rng(0)
x_train, y_train = mixed(asked.examples, rng)
x_test, y_test = mixed(max(1, asked.examples // 6), rng)

keras.utils.set_random_seed(0)
model = keras.Sequential()
model.add(keras.Input(shape=(LENGTH,)))
model.add(keras.layers.Dense(100))
model.add(keras.layers.Dense(32, activation="relu"))
model.add(keras.layers.Dense(len(CLASSES), activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

model.fit(x_train, y_train, epochs=asked.epochs, verbose=2)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"Test Loss = {loss:.4f}")
print(f"Test Accuracy = {accuracy:.4f}")
model.save("own.keras")
