"""The Ising tasks: what they make, and that networks come near the best possible."""

import numpy as np
import pytest

import miwake
from miwake import TaskError, load_task
from miwake.generate.chunk import TEST, TRAIN, Request, make_chunk
from miwake.tasks.ising_model.exact import CRITICAL_TEMPERATURE, best_accuracy, smallest_rmse

pytestmark = pytest.mark.slow

GRID = np.linspace(1.0, 3.53837, 41)
SIDES = {
    "left out": (GRID[:20], GRID[21:]),
    "ordered": (GRID[:21], GRID[21:]),
    "disordered": (GRID[:20], GRID[20:]),
}


def chunk(task, part=TRAIN, number=0, seed=0):
    return make_chunk(task.file, Request(part, 10_000, seed), number)


@pytest.mark.parametrize("at_critical", SIDES)
def test_every_temperature_is_equally_frequent_and_on_its_side(at_critical):
    task = load_task("ising", {"SIZE": 3, "AT_CRITICAL": at_critical})
    made = task.make(train=8_000, test=10)
    cold, hot = SIDES[at_critical]
    temperature = made.facts_train["temperature"]
    for label, side in enumerate((cold, hot)):
        np.testing.assert_allclose(np.unique(temperature[made.y_train == label]), side)
    counts = np.unique(temperature, return_counts=True)[1]
    expected = 8_000 / len(counts)
    assert ((counts - expected) ** 2 / expected).sum() < len(counts) + 3 * np.sqrt(2 * len(counts))


@pytest.mark.parametrize("at_critical", SIDES)
def test_the_best_rule_is_as_good_as_any_can_be(at_critical):
    task = load_task("ising", {"SIZE": 6, "AT_CRITICAL": at_critical})
    data = task.make(train=10, test=10_000)
    assert data.x_test.dtype == np.int8
    share = (task.file.best(data.x_test) == data.y_test).mean()
    ceiling = best_accuracy(6, *SIDES[at_critical])
    assert abs(share - ceiling) < 3 * np.sqrt(ceiling * (1 - ceiling) / 10_000)


def test_the_best_estimate_of_the_temperature_is_as_good_as_any_can_be():
    task = load_task("ising_temperature", {"SIZE": 6})
    data = task.make(train=10, test=10_000)
    square = (task.file.best(data.x_test) - data.y_test) ** 2
    error = square.std() / np.sqrt(len(square))
    assert abs(square.mean() - smallest_rmse(6, GRID) ** 2) < 3 * error


def test_chunks_are_the_same_every_time_and_different_from_each_other():
    task = load_task("ising", {"SIZE": 5})
    first, again = chunk(task), chunk(task)
    assert first.x.tobytes() == again.x.tobytes()
    assert first.facts["temperature"].tobytes() == again.facts["temperature"].tobytes()
    others = [chunk(task, number=1), chunk(task, TEST), chunk(task, seed=1)]
    assert len({c.x.tobytes() for c in (first, *others)}) == 4


def test_the_critical_temperature_is_one_of_the_grid():
    assert pytest.approx(CRITICAL_TEMPERATURE, abs=1e-5) == GRID[20]


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [("AT_CRITICAL", "both", "write 'left out'"), ("LOWEST", 2.5, "numbers above 0")],
)
def test_settings_that_can_not_be_are_refused(setting, value, told):
    with pytest.raises(TaskError, match=told):
        load_task("ising", {setting: value})


def test_too_small_a_lattice_is_refused():
    with pytest.raises(TaskError, match="class ordered raised ValueError: size = 2"):
        chunk(load_task("ising", {"SIZE": 2}))


def test_the_network_comes_near_the_best_possible_and_can_be_kept(tmp_path):
    data = load_task("ising", {"SIZE": 8}).make(train=12_000, test=8_000, seed=3)
    run = miwake.train(data, epochs=8)
    best = np.mean(data.origin.best(data.x_test) == data.y_test)
    assert best - 0.01 < run.result.accuracy.accuracy < best + 0.005
    kept = miwake.load_run(run.save(tmp_path / "run"))
    assert kept.predict(data.x_test[:50]) == run.predict(data.x_test[:50])


def test_the_network_learns_temperatures():
    data = load_task("ising_temperature", {"SIZE": 6}).make(train=8_000, test=4_000)
    run = miwake.train(data, epochs=8)
    assert run.result.rmse < 1.1 * smallest_rmse(6, GRID)


def test_the_phases_cross_near_the_critical_temperature_over_repeats():
    data = load_task("ising", {"SIZE": 8}).make(train=8_000, test=6_000, seed=3)
    found = miwake.train(data, epochs=4, checks=False, repeats=2).record.crossings["temperature"]
    assert found["value"] == pytest.approx(2.27, abs=max(0.05, 4 * found["error"]))
    assert 0 < found["error"] < 0.05
