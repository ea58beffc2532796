"""The baker's map from start to end in plain Keras, one sequence at a time, as the article does."""

import sys
from pathlib import Path

import numpy as np
from tensorflow import keras


def mapped(length: int) -> np.ndarray:
    numbers, x = np.zeros(length), np.random.random()
    for i in range(length):
        x = x * 3.0
        x = x - int(x)
        numbers[i] = x
    return numbers


def examples(count: int) -> tuple[np.ndarray, np.ndarray]:
    labels = [int(np.random.random() >= 0.5) for _ in range(count)]
    return np.array([mapped(100) if y else np.random.random(100) for y in labels]), np.array(labels)


x_train, y_train = examples(60_000)
x_test, y_test = examples(10_000)
model = keras.Sequential(
    [
        keras.layers.Dense(100),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=5)
print(model.evaluate(x_test, y_test))
model.save(Path(sys.argv[1]) / "article-baker.keras")
