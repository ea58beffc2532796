"""The studio's promises, measured: start, idle cost, delay of live values, time to an answer.

    python benchmarks/studio.py

Needs Linux (it reads /proc). Seconds and megabytes on this machine, while it does nothing else.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "studio"))
from conftest import Served

IDLE = 20.0
TICKS = os.sysconf("SC_CLK_TCK")


def processor(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def main():
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    python = time.perf_counter() - started
    started = time.perf_counter()
    studio = Served(Path(tempfile.mkdtemp(prefix="miwake-bench-")))
    studio.ask("GET", "/")
    print(f"first page after Python's start: {time.perf_counter() - started - python:.2f} s")
    try:
        studio.get("/api/tasks")
        studio.get("/api/gallery")
        before, began = processor(studio.process.pid), time.perf_counter()
        mark = studio.get("/api/state")["mark"]
        while time.perf_counter() - began < IDLE:  # as an open page does
            studio.get(f"/api/state?since={mark}")
            time.sleep(1)
        used = (processor(studio.process.pid) - before) / (time.perf_counter() - began)
        print(f"idle: {used:.2%} of a core, {memory(studio.process.pid):.0f} MB")
        delays = live(studio)
        print(f"epoch to page: median {statistics.median(delays):.3f} s, most {max(delays):.3f} s")
        times = drawing(studio)
        print(
            f"drawing to answer: median {statistics.median(times):.3f} s, most {max(times):.3f} s"
        )
    finally:
        studio.close()


def live(studio):
    """Delays from the end of an epoch to a page that polls every 0.1 s."""
    studio.post("/api/train", task="mnist", epochs=8)
    delays, seen = [], 0
    while True:
        state = studio.get("/api/state")
        history = (state["training"] or {}).get("history", [])
        if len(history) > seen:
            seen = len(history)
            delays.append(time.time() - state["training"]["at"])
        if state["job"] is None:
            return delays
        time.sleep(0.1)


def drawing(studio):
    run = studio.idle()["training"]["run"]
    studio.post(f"/api/runs/{run}/load")
    ink = bytearray(140 * 140)
    for y in range(30, 110):
        ink[140 * y + 66 : 140 * y + 74] = b"\xff" * 8
    times = []
    for _ in range(50):
        began = time.perf_counter()
        status, found = studio.put(f"/api/runs/{run}/draw", bytes(ink))
        times.append(time.perf_counter() - began)
        assert status == 200, found
    return times


if __name__ == "__main__":
    main()
