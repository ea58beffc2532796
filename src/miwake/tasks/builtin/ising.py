"""The Ising model: ordered or disordered?

Spins of -1 and 1 on a SIZE x SIZE periodic square lattice, in equilibrium at one of TEMPERATURES
temperatures between LOWEST and HIGHEST, each drawn equally often. Below the critical temperature
2 / ln(1 + sqrt 2) = 2.269 most spins agree, above it they don't. The temperatures are those of
Carrasquilla and Melko, Nature Physics 13, 431 (2017). The 21st is the critical one: AT_CRITICAL
says whether it is "left out", "ordered" or "disordered".
"""

import numpy as np

from miwake.tasks.ising_model import CRITICAL_TEMPERATURE, energies, log_likelihoods, sample

SIZE = 10
LOWEST = 1.0
HIGHEST = 3.53837
TEMPERATURES = 41
AT_CRITICAL = "left out"

if AT_CRITICAL not in {"left out", "ordered", "disordered"}:
    raise ValueError(f"AT_CRITICAL = {AT_CRITICAL!r}; write 'left out', 'ordered' or 'disordered'")

_all = np.linspace(LOWEST, HIGHEST, TEMPERATURES)
_critical = np.isclose(_all, CRITICAL_TEMPERATURE, atol=1e-4)
_cold = _all[np.where(_critical, AT_CRITICAL == "ordered", _all < CRITICAL_TEMPERATURE)]
_hot = _all[np.where(_critical, AT_CRITICAL == "disordered", _all > CRITICAL_TEMPERATURE)]

weights = [len(_cold), len(_hot)]
train = 30_000
test = 20_000
epochs = 8
network = "neighbours"


def ordered(rng, n):
    """At or below the critical temperature."""
    temperature = rng.choice(_cold, n)
    return sample(rng, SIZE, temperature), {"temperature": temperature}


def disordered(rng, n):
    """At or above the critical temperature."""
    temperature = rng.choice(_hot, n)
    return sample(rng, SIZE, temperature), {"temperature": temperature}


def best(x):
    """The likelier side: a configuration's probability depends on T through its energy alone."""
    cold, hot = (
        np.logaddexp.reduce(log_likelihoods(energies(x), SIZE, side), axis=1)
        for side in (_cold, _hot)
    )
    return (hot > cold).astype(int)


def neighbours(input_shape, outputs):
    """The same few weights look at every 2 x 2 spins, across the edges too; the mean decides."""
    from keras import Input, Model, layers, ops, optimizers

    spins = Input(input_shape)
    below = ops.roll(spins, -1, axis=1)
    right = [ops.roll(rows, -1, axis=2) for rows in (spins, below)]
    seen = layers.Dense(16, activation="relu")(ops.stack([spins, below, *right], axis=-1))
    mean = layers.Rescaling(4.0)(layers.GlobalAveragePooling2D()(seen))  # they differ by little
    hidden = layers.Dense(32, activation="relu")(layers.Dense(32, activation="relu")(mean))
    answer, loss, metric = (
        ("softmax", "sparse_categorical_crossentropy", "accuracy")
        if outputs > 1
        else (None, "mean_squared_error", "mean_absolute_error")
    )
    model = Model(spins, layers.Dense(outputs, activation=answer)(hidden))
    # Smaller and smaller steps, so that the outputs become probabilities that can be relied on.
    rate = optimizers.schedules.InverseTimeDecay(3e-3, decay_steps=500, decay_rate=1.0)
    model.compile(optimizers.Adam(rate), loss, metrics=[metric])
    return model
