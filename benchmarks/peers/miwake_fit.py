"""miwake.fit on the very network of the Keras peers: miwake_fit.py WORK FOLDER."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import miwake
from miwake.runtime.keras_backend import keras

keras()

from keras_model import network
from served import serve
from works import load

work, folder = sys.argv[1], Path(sys.argv[2])
x, y, batch = load(work, folder)
model = network(work)
serve(lambda: miwake.fit(model, x, y, batch, 1, verbose=0))
