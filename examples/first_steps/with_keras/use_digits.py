"""Step 2 in plain Keras: the network of step 1 reads twenty digits that it was not trained on."""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np

model = keras.saving.load_model("digits.keras")
with np.load("first_tests.npz") as file:
    images, answers = file["x"], file["y"]
probabilities = model.predict(images, verbose=0)  # shape (20, 10): one row an image
for guess, answer in zip(probabilities.argmax(axis=1), answers, strict=True):
    print(f"prediction= {guess} answer = {answer}")
