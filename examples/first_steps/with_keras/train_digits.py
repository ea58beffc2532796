"""Step 1 in plain Keras: a network learns to read digits. Keeps it in digits.keras."""

import argparse
import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--data", help="an mnist.npz that is already here")
parser.add_argument("--epochs", type=int, default=5)
asked = parser.parse_args()

if asked.data:
    with np.load(asked.data) as file:
        x_train, y_train, x_test, y_test = (
            file[name] for name in ("x_train", "y_train", "x_test", "y_test")
        )
else:
    (x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()

keras.utils.set_random_seed(0)
model = keras.Sequential()
model.add(keras.Input(shape=(28, 28)))
model.add(keras.layers.Rescaling(1 / 255))
model.add(keras.layers.Flatten())
model.add(keras.layers.Dense(128, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

model.fit(x_train, y_train, epochs=asked.epochs, verbose=2)
loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(f"Test Loss = {loss:.4f}")
print(f"Test Accuracy = {accuracy:.4f}")
model.save("digits.keras")
np.savez("first_tests.npz", x=x_test[:20], y=y_test[:20])
