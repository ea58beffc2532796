"""Step 4 in plain Keras: is the network of step 3 equally good at both classes?"""

import os

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from own_data import CLASSES, examples

model = keras.saving.load_model("own.keras")
rng = np.random.default_rng(1)
for number, name in enumerate(CLASSES):
    sequences = examples(name, 1000, rng)
    guesses = model.predict(sequences, verbose=0).argmax(axis=1)
    print(f"When everything is {name}: Test Accuracy = {np.mean(guesses == number):.3f}")
