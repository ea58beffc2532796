"""scikit-learn's MLPClassifier, for the dense networks: sklearn_mlp.py WORK FOLDER."""

import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from served import serve
from sklearn.neural_network import MLPClassifier
from works import load

warnings.simplefilter("ignore")
work, folder = sys.argv[1], Path(sys.argv[2])
x, y, batch = load(work, folder)
layers = (128,) if work == "mnist-dense" else (100, 32)
model = MLPClassifier(layers, batch_size=batch, max_iter=1, warm_start=True)
serve(lambda: model.fit(x.reshape(len(x), -1), y))
