"""Side by side with the peers: python benchmarks/run.py, and --help for its options.

Makes an environment for each framework in benchmarks/.envs, then times every pair interleaved:
one epoch of each peer in turn, several rounds, and prints medians, ratios and peak memory.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

PACKAGES = {
    "miwake": [f"{HERE.parent}[jit]", "scikit-learn"],
    "tensorflow": ["tensorflow-cpu"],
    "torch": ["torch==2.13.0", "keras"],
}
KERAS = {"tensorflow": "tensorflow", "miwake": "jax", "torch": "torch"}
PEERS = {
    "Keras on TensorFlow": ("tensorflow", "keras_fit.py"),
    "Keras on JAX": ("miwake", "keras_fit.py"),
    "Keras on PyTorch": ("torch", "keras_fit.py"),
    "PyTorch loop": ("torch", "torch_loop.py"),
    "PyTorch loop, compiled": ("torch", "torch_loop.py", "compile"),
    "scikit-learn": ("miwake", "sklearn_mlp.py"),
    "matrix products alone": ("miwake", "matrix_products.py"),
    "miwake": ("miwake", "miwake_fit.py"),
}
DENSE_ONLY = {"scikit-learn", "matrix products alone"}


def python(environment: str) -> str:
    """The interpreter of an environment, made on first use."""
    folder = HERE / ".envs" / environment
    found = folder / "bin" / "python"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        command = [found, "-m", "pip", "install", "-q", *PACKAGES[environment]]
        subprocess.run(command, check=True)
        (folder / "done").touch()
    return str(found)


def start(peer: str, work: str, data: Path) -> subprocess.Popen:
    """A peer, waiting to be told to train an epoch."""
    environment, script, *options = PEERS[peer]
    return subprocess.Popen(
        [python(environment), str(HERE / "peers" / script), work, str(data), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"KERAS_BACKEND": KERAS[environment], "TF_CPP_MIN_LOG_LEVEL": "3"},
    )


def epoch(process: subprocess.Popen) -> tuple[float, float] | None:
    """Seconds of one epoch, and peak memory in MB; None where the peer failed."""
    assert process.stdin and process.stdout
    try:
        process.stdin.write("epoch\n")
        process.stdin.flush()
        seconds, memory = process.stdout.readline().split()
    except (OSError, ValueError):
        return None
    return float(seconds), float(memory)


def epochs(work: str, data: Path, rounds: int, without: list[str]) -> None:
    """One table: an epoch of each peer in turn, the first round not counted."""
    peers = [p for p in PEERS if p not in without]
    peers = [p for p in peers if p not in DENSE_ONLY or work.endswith("dense")]
    running = {peer: start(peer, work, data) for peer in peers}
    times = {peer: [] for peer in peers}
    memory = dict.fromkeys(peers, float("nan"))
    for counted in range(-1, rounds):
        for peer, process in running.items():
            found = epoch(process)
            if found and counted >= 0:
                times[peer].append(found[0])
                memory[peer] = found[1]
    for process in running.values():
        process.kill()
    print(f"\n### One epoch of {work}\n\n| | seconds | miwake / it | peak MB |\n|---|---|---|---|")
    ours = statistics.median(times["miwake"])
    for peer in peers:
        if not times[peer]:
            print(f"| {peer} | failed | | |")
            continue
        middle = statistics.median(times[peer])
        print(f"| {peer} | {middle:.3f} | {ours / middle:.2f} | {memory[peer]:.0f} |", flush=True)


def timed(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Seconds of a whole command."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


def whole(data: Path, rounds: int) -> None:
    """The whole commands, start to end, one after the other in turn; the compile cache warm."""
    print("\n### The whole command\n\n| | plain Keras on TensorFlow, s | miwake, s | ratio |")
    print("|---|---|---|---|")
    for name in ("mnist", "baker"):
        script = [python("tensorflow"), str(HERE / "peers" / f"article_{name}.py"), str(data)]
        command = [python("miwake"), "-m", "miwake", "train", name]
        quiet = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
        timed(command, data, quiet)
        theirs, ours = [], []
        for _ in range(rounds):
            theirs.append(timed(script, data, quiet))
            ours.append(timed(command, data, quiet))
        a, b = statistics.median(theirs), statistics.median(ours)
        print(f"| {name} | {a:.1f} | {b:.2f} | {b / a:.3f} |", flush=True)


def pair(title: str, script: str, names: tuple[str, str], rounds: int, *before: str) -> None:
    """Two ways of doing the same thing, timed by a script that prints the seconds of each."""
    command = [*before, python("miwake"), str(HERE / "peers" / script), str(rounds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    first, second = map(float, done.stdout.split())
    print(f"\n### {title}\n\n| {names[0]}, s | {names[1]}, s | ratio |\n|---|---|---|")
    print(f"| {first:.2f} | {second:.2f} | {second / first:.3f} |", flush=True)


def main() -> None:
    """Everything, or what --only names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="")
    parser.add_argument("--without", action="append", default=[], choices=PEERS)
    asked = parser.parse_args()
    prepare = "import sys; sys.path.insert(0, sys.argv[1]); import works, pathlib; "
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        code = prepare + "works.prepare(pathlib.Path(sys.argv[2]))"
        subprocess.run([python("miwake"), "-c", code, str(HERE), folder], check=True)
        code = (
            "import miwake, numpy as np, sys; d = miwake.load_task('mnist').make();"
            "np.savez(sys.argv[1], x_train=d.x_train, y_train=d.y_train,"
            " x_test=d.x_test, y_test=d.y_test)"
        )
        subprocess.run([python("miwake"), "-c", code, str(data / "whole-mnist.npz")], check=True)
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        for work in ("mnist-dense", "baker-dense", "mnist-cnn", "baker-conv"):
            if asked.only in work:
                epochs(work, data, asked.rounds, asked.without)
        if asked.only in "whole":
            whole(data, asked.rounds)
        if asked.only in "repeats":
            pair("8 trainings", "repeats.py", ("one after another", "--repeats 8"), asked.rounds)
        if asked.only in "making":
            core = ("taskset", "-c", "0") if shutil.which("taskset") else ()
            names = "plain Python", "--jit"
            pair("A million sequences by scalar loops", "compiling.py", names, asked.rounds, *core)
            names = "the article's loop", "miwake"
            pair("Ten million sequences on one core", "making.py", names, asked.rounds, *core)


if __name__ == "__main__":
    main()
