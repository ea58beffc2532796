"""Keras' own fit, on the backend that KERAS_BACKEND names: keras_fit.py WORK FOLDER."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from keras_model import network
from served import serve
from works import load

work, folder = sys.argv[1], Path(sys.argv[2])
x, y, batch = load(work, folder)
model = network(work)
serve(lambda: model.fit(x, y, batch_size=batch, epochs=1, verbose=0))
