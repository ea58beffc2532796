"""Step 1 with miwake: a network learns to read digits. Keeps it in the folder `digits`."""

import argparse

import miwake

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--data", help="an mnist.npz that is already here")
parser.add_argument("--epochs", type=int, default=5)
asked = parser.parse_args()

data = miwake.load_task("mnist", data=asked.data).make()
run = miwake.train(data, epochs=asked.epochs)

print(f"Test Loss = {run.result.loss:.4f}")
print(f"Test Accuracy = {run.result.accuracy.accuracy:.4f}")
for check in run.verdict:
    print(check.status, check.text())
run.save("digits")
