"""Whether the commands still give what they gave before: weights, JSON and printed lines.

    python tests/same_as_before.py               compares with the recorded values
    python tests/same_as_before.py --only table  one case alone
    python tests/same_as_before.py --record      records them anew

Each case runs command lines in an empty folder, with the miwake that this Python imports; with
PYTHONPATH=DIR/src, another copy of it. Compared are what each command prints and its exit status,
and of each run its run.json, its form and the SHA-256 of every array in model.weights.h5.

The last bits of a float depend on the processor and on the libraries. Where these are not those
of the recording, only keys and the shapes of lines and arrays are compared; record the commit
before a change on the same machine to compare all.

Measured time decides which trials a verdict rests on. So time.perf_counter stands still in the
commands: every training takes 0 seconds, and all trials are made that the data is enough for.
"""

# ruff: noqa: T201  it is a command
import argparse
import difflib
import hashlib
import io
import json
import os
import platform
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import h5py
import loky
import numpy as np
from PIL import Image

CASES = """
baker: train baker --train 4000 --test 1000 --epochs 2
baker: train baker --train 4000 --test 1000 --epochs 2 --json
baker: train baker --train 4000 --test 1000 --epochs 2 --seed 1 --lang ja
baker: evaluate runs/baker-1 --each-class --test 1000
baker: evaluate runs/baker-1 --each-class --test 1000 --json
baker: predict runs/baker-1
baker: predict runs/baker-1 --json
conv: train baker --network conv --train 2000 --test 500 --epochs 2
conv: train baker --network conv --train 2000 --test 500 --epochs 2 --json
mnist: train mnist --train 5000 --test 1000 --epochs 1
mnist: train mnist --train 5000 --test 1000 --epochs 1 --json
ising: train ising --train 2000 --test 500 --epochs 2 --repeats 3
ising: train ising --train 2000 --test 500 --epochs 2 --repeats 3 --json
temperature: train ising_temperature --train 2000 --test 500 --epochs 2
temperature: train ising_temperature --train 2000 --test 500 --epochs 2 --lang ja --json
temperature: evaluate runs/ising_temperature-1 --test 500
table: train table.csv --label kind --epochs 5
table: train table.csv --label kind --epochs 5 --json
table: train table.csv --label kind --group patient --drop note --facts age --epochs 5
table: train table.csv --label weight --epochs 5 --lang ja
table: predict runs/table-1 new.csv
table: look table.csv --label kind --json
folder: train pictures --epochs 3
folder: train pictures --epochs 3 --json
folder: predict runs/pictures-1 pictures/bars/000.png pictures/dots/001.png
folder: look pictures --lang ja
task_file: train slopes.py --train 1500 --test 500 --epochs 2 --set LENGTH=30
task_file: train slopes.py --train 1500 --test 500 --epochs 2 --set LENGTH=30 --repeats 3 --json
fresh: train slopes.py --train 1500 --test 500 --epochs 2 --fresh
fresh: train slopes.py --train 1500 --test 500 --epochs 2 --fresh --json
make: make baker --to made --train 2000 --test 500
make: make baker --to made --train 2000 --test 500 --json
make: train made --epochs 2
make: train made --epochs 2 --json
look: look baker --train 2000 --test 500
look: look baker --train 2000 --test 500 --json
look: look baker --train 2000 --test 500 --lang ja
compare: compare baker --sizes 500 --repeats 2 --test 500 --epochs 2 --json
compare: compare baker --sizes 500 --repeats 2 --test 500 --epochs 2
refused: train bakers
refused: train table.csv --label nothing --lang ja
refused: train baker --network wide --train 100 --test 50
refused: train baker --epochs 0
refused: predict runs/none-1
"""
NAMES = list(dict.fromkeys(re.findall(r"^\w+", CASES, re.MULTILINE)))
# Beside the recorded values stands what was changed on purpose since, as "allowed": case -> {line
# of the difference, stripped behind its + or -: why}.
RECORDED = Path(__file__).with_suffix(".json")
LIBRARIES = "h5py jax jaxlib keras numpy pillow polars rich scikit-learn scipy typer"
STILL = "import time\ntime.perf_counter = lambda: 0.0\n"
TIMES = re.compile(r"\b\d+(?:[.:]\d+)? ?(?:s\b|秒)")  # should a command use another clock
VARYING = {"seconds", "versions"}  # of these in JSON the keys alone are compared
NO_MNIST = "MNIST could not be brought here"
TASK = '''"""Rising or falling?"""
LENGTH, weights = 24, [2, 1]
def rising(rng):
    slope = rng.uniform(0.0, 0.1)
    return [slope * step + rng.normal() for step in range(LENGTH)], {"slope": slope}
def falling(rng):
    slope = rng.uniform(-0.1, 0.0)
    return [slope * step + rng.normal() for step in range(LENGTH)], {"slope": slope}
'''


def digest(content: str | bytes) -> str:
    """The SHA-256 of a text or of bytes."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def machine() -> dict[str, str]:
    """What the bits of a float depend on."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else [platform.processor()]
    models = sorted({line for line in lines if line.startswith("model name")})
    flags = sorted({line for line in lines if line.startswith(("flags", "Features"))})
    cpu = f"{platform.machine()} {' '.join(models)}, flags {digest(''.join(flags))[:16]}"
    about = {"cpu": " ".join(cpu.split()), "cores": str(loky.cpu_count())}
    versions = {name: version(name) for name in LIBRARIES.split()}
    return about | {"python": platform.python_version()} | versions


def prepare(folder: Path) -> None:
    """Write two tables, a folder of pictures, a task file, and the clock that stands still."""
    rng = np.random.default_rng(0)
    rows = ["patient,age,weight,town,seen,note,kind"]
    for number in range(1600):
        age, town = rng.integers(18, 90), rng.choice(["Kobe", "Nara", "Osaka, Kita", ""])
        weight, ill = 40 + 0.3 * age + 10 * rng.random(), rng.normal(age, 12) > 54
        seen = "" if rng.random() < 0.1 else f"2024-{rng.integers(1, 13):02d}-{1 + number % 28:02d}"
        known, note = rng.random() > 0.05, rng.choice(["ok", "again", "nothing to say"])
        rows.append(
            f"p{number // 4},{age if known else ''},{weight:.2f},"
            f'"{town}",{seen},{note},{"ill" if ill else "well"}'
        )
    (folder / "table.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "new.csv").write_text("\n".join(rows[:11]) + "\n", "utf-8")
    for kind, step in (("bars", 1), ("dots", 3)):
        (folder / "pictures" / kind).mkdir(parents=True)
        for number in range(350):
            picture = rng.integers(0, 120, (16, 16, 3), np.uint8)
            picture[::step, rng.integers(16)] += np.uint8(100)
            Image.fromarray(picture).save(folder / "pictures" / kind / f"{number:03d}.png")
    (folder / "slopes.py").write_text(TASK, "utf-8")
    (folder / "clock").mkdir()
    (folder / "clock" / "sitecustomize.py").write_text(STILL, "utf-8")


def still(node: Any, key: str = "") -> Any:
    """JSON without what differs from run to run."""
    if isinstance(node, dict):
        return {name: still(value, key if key in VARYING else name) for name, value in node.items()}
    if isinstance(node, list):
        return [still(value, key) for value in node]
    return None if key in VARYING else node


def normal(text: str, folder: Path) -> str:
    """A printed text, or JSON, without times and the folder's name."""
    for name in (str(folder.resolve()), str(folder)):
        text = text.replace(name, "FOLDER")
    text = TIMES.sub("0 s", text)
    try:
        return json.dumps(still(json.loads(text)), ensure_ascii=False, indent=0)
    except ValueError:
        return text


def arrays(content: bytes) -> str:
    """A line for each array of a weights file: name, type, shape and SHA-256."""
    lines: list[str] = []

    def add(name: str, node: Any) -> None:
        if isinstance(node, h5py.Dataset):
            value = np.asarray(node)
            lines.append(f"{name} {value.dtype} {value.shape} {digest(value.tobytes())}\n")

    with h5py.File(io.BytesIO(content)) as file:
        file.visititems(add)
    return "".join(lines)


def results(case: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Run a case; the name and the text of each thing to compare."""
    prepare(folder)
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    paths = [str(folder / "clock"), *map(os.path.abspath, paths)]
    settings = {"LC_ALL": "C.UTF-8", "COLUMNS": "100", "JAX_PLATFORMS": "cpu"}
    options: dict[str, Any] = {"cwd": folder, "capture_output": True, "encoding": "utf-8"}
    options["env"] = os.environ | settings | {"PYTHONPATH": os.pathsep.join(paths)}
    for command in re.findall(rf"^{case}: (.*)", CASES, re.MULTILINE):
        words = [sys.executable, "-m", "miwake", *shlex.split(command)]
        done = subprocess.run(words, check=False, **options)
        yield command, normal(done.stdout, folder)
        # A progress bar, shown where making examples takes over a second, leaves an empty line.
        said = [line for line in normal(done.stderr, folder).splitlines() if line.strip()]
        yield f"{command} (errors)", "\n".join([f"exit status {done.returncode}", *said])
    for run in sorted(folder.glob("runs/*/run.json")):
        with zipfile.ZipFile(run.with_name("model.keras")) as model:
            yield f"{run.parent.name} weights", arrays(model.read("model.weights.h5"))
            yield f"{run.parent.name} form", normal(model.read("miwake.json").decode(), folder)
        yield f"{run.parent.name} run.json", normal(run.read_text("utf-8"), folder)


def keys(node: Any, path: str = "") -> Iterator[str]:
    """Where in JSON there is something; places in lists are all the same."""
    yield path
    for key, value in node.items() if isinstance(node, dict) else ():
        yield from keys(value, f"{path}/{key}")
    for value in node if isinstance(node, list) else ():
        yield from keys(value, f"{path}/*")


def shape(text: str) -> str:
    """What is the same on all processors: the keys of JSON, lines without their numbers."""
    try:
        return "\n".join(sorted(set(keys(json.loads(text)))))
    except ValueError:
        return re.sub(r"\b[0-9a-f]{64}\b|-?\d[\d,]*(?:\.\d+)?(?:e-?\d+)?", "#", text)


def differences(case: str, found: dict[str, str], known: Any, exact: bool) -> Iterator[str]:
    """The lines of a diff for each thing that is not as recorded, nor mended on purpose."""
    recorded = known["cases"][case]
    for part in recorded | found:
        texts = known["texts"].get(recorded.get(part), ""), found.get(part, "")
        before, now = [(text if exact else shape(text)).splitlines() for text in texts]
        names = f"{part}, before", f"{part}, now"
        diff = list(difflib.unified_diff(before, now, *names, lineterm=""))
        changed = {line[0] + line[1:].strip() for line in diff[2:] if line[0] in "+-"}
        if not changed <= known.get("allowed", {}).get(case, {}).keys():
            yield from diff


def main() -> int:
    """Record or compare; the exit status is 1 where anything differs."""
    parser = argparse.ArgumentParser(description="Whether miwake gives what it gave before.")
    parser.add_argument("--record", action="store_true", help="write down what is now")
    parser.add_argument("--only", choices=NAMES, help="one case alone")
    asked = parser.parse_args()
    here, failed = machine(), False
    known: dict[str, Any] = {"machine": here, "cases": {}, "texts": {}}
    if RECORDED.exists() and not (asked.record and not asked.only):
        known = json.loads(RECORDED.read_text("utf-8"))
    before = known["machine"]
    other = [f"{name} {before.get(name)}, now {here[name]}" for name in here
             if before.get(name) != here[name]]  # fmt: skip
    if other and asked.record:
        parser.error(f"recorded elsewhere ({'; '.join(other)}): record all cases again")
    if other:
        print(f"Recorded elsewhere ({'; '.join(other)}): only keys and shapes are compared.")
    for case in [asked.only] if asked.only else NAMES:
        with tempfile.TemporaryDirectory() as folder:
            found = dict(results(case, Path(folder)))
        if any(NO_MNIST in text for text in found.values()):
            print(f"{case}: skipped, because MNIST can't be had here", flush=True)
        elif asked.record:
            known["texts"] |= {digest(text): text for text in found.values()}
            known["cases"][case] = {part: digest(text) for part, text in found.items()}
            print(f"{case}: recorded", flush=True)
        elif case not in known["cases"]:
            print(f"{case}: skipped, because it was not recorded", flush=True)
        else:
            diff = list(differences(case, found, known, not other))
            failed = failed or bool(diff)
            print("\n".join([f"{case}: {'different' if diff else 'same'}", *diff]), flush=True)
    if asked.record:
        used = {name for parts in known["cases"].values() for name in parts.values()}
        known["texts"] = {name: text for name, text in known["texts"].items() if name in used}
        RECORDED.write_text(json.dumps(known, ensure_ascii=False, indent=0) + "\n", "utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
