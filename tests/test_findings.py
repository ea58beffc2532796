"""Actions that follow from a training, as a command line or a call in Python."""

import pickle

import numpy as np
import pytest

from miwake import Dataset, Task, load_task
from miwake.dataset import next_steps
from miwake.findings import Finding, NextSteps
from miwake.plan import TrainingPlan

X = np.zeros((4, 3), np.float32)
Y = np.array([0, 1, 0, 1], np.int32)


def after(data, network="dense", epochs=5, batch_size=32):
    return next_steps(data, TrainingPlan(data.plan, network, epochs, batch_size))


def of(task, network="dense", epochs=5, batch_size=32, **counts):
    return after(task.make(**counts), network, epochs, batch_size)


def test_what_is_as_usual_is_not_said():
    steps = of(load_task("baker"))
    assert str(steps.train(network="conv")) == "miwake train baker --network conv"
    assert str(steps.more_data()) == "miwake train baker --train 240000"
    assert str(steps.more_tests()) == "miwake train baker --test 40000"
    assert str(steps.more_epochs()) == "miwake train baker --epochs 10"
    assert str(steps.look()) == "miwake look baker"


def test_what_was_asked_for_stays():
    task = load_task("baker", {"LENGTH": "20", "MULTIPLIER": "2.5"})
    steps = of(task, "conv", 3, 64, train=100, test=50, seed=7)
    assert str(steps.more_epochs()) == (
        "miwake train baker --train 100 --test 50 --seed 7 --network conv --epochs 6 "
        "--set LENGTH=20 --set MULTIPLIER=2.5 --batch-size 64"
    )
    assert str(steps.more_data()).startswith("miwake train baker --train 400 --test 50")
    assert str(steps.look()) == (
        "miwake look baker --train 100 --test 50 --seed 7 --set LENGTH=20 --set MULTIPLIER=2.5"
    )


def test_what_is_new_stands_last():
    steps = of(load_task("baker", {"LENGTH": "20"}), train=100)
    line = "miwake train baker --train 100 --set LENGTH=20 --network conv"
    assert str(steps.train(network="conv")) == line
    assert steps.train(network="conv").plan == TrainingPlan.of(
        task="baker", train=100, settings=(("LENGTH", "20"),), network="conv"
    )


FILE = """
import numpy as np

network = "small"
epochs = 2

def a(rng):
    return rng.random(6)

def b(rng):
    return rng.random(6) + 1

def small(input_shape, outputs):
    pass
"""


def test_a_users_file_is_named_and_its_defaults_are_not_repeated(tmp_path):
    path = tmp_path / "my task.py"
    path.write_text(FILE, "utf-8")
    steps = of(load_task(path), "small", 2, train=40, test=40)
    line = f"miwake train '{path}' --train 40 --test 40 --epochs 4"
    assert str(steps.train(epochs=4)) == line
    assert "--network dense" in str(of(load_task(path), "dense", 2).train(epochs=4))


def random(rng):
    return rng.random(5)


def more(rng):
    return rng.random(5) + 1


def test_tasks_without_a_name_are_trained_from_python():
    steps = of(Task(random=random, more=more), train=40, test=20)
    assert str(steps.train(network="conv")) == "miwake.train(data, network='conv', epochs=5)"
    assert str(steps.more_data()) == (
        "miwake.train(task.make(train=160, test=20), network='dense', epochs=5)"
    )
    assert str(steps.look()) == "miwake.look(data)"


def test_a_folder_below_is_called_as_it_was_typed(tmp_path, monkeypatch):
    np.savez(tmp_path / "mine.npz", x=np.zeros((20, 3)), y=np.arange(20) % 2)
    data = load_task(tmp_path / "mine.npz").make()
    assert str(tmp_path) in str(after(data).look())
    monkeypatch.chdir(tmp_path)
    assert str(after(data).look()) == "miwake look mine.npz"


def test_epochs_of_one_network_are_not_carried_over_to_another():
    steps = of(load_task("baker"), "dense", 1)
    assert str(steps.train(network="conv")) == "miwake train baker --network conv"
    assert str(steps.train(seed=3)) == "miwake train baker --seed 3 --epochs 1"


def test_epochs_that_were_chosen_are_chosen_again():
    plan = TrainingPlan.of(task="mine.csv", network="dense", epochs=7, most_epochs=60)
    steps = NextSteps(plan, {"network": "dense", "epochs": 60}, chooses_epochs=True)
    assert str(steps.train(drop=("id",))) == "miwake train mine.csv --drop id"
    assert str(steps.train(epochs=60)) == "miwake train mine.csv --epochs 60"


def test_arrays_have_no_more():
    steps = after(Dataset(X, Y, X, Y, ("a", "b")))
    assert steps.more_data() is steps.more_tests() is None


def test_a_model_has_no_name_on_the_command_line():
    steps = of(load_task("baker"), None, train=40, test=20)
    assert str(steps.more_epochs()) == "miwake.train(data, network=model, epochs=10)"
    assert str(steps.train(network="conv")).startswith("miwake train baker")
    assert str(steps.look()) == "miwake look baker --train 40 --test 20"


@pytest.mark.parametrize(("train", "expected"), [(250_000, True), (250_001, False)])
def test_more_data_ends_somewhere(train, expected):
    task = load_task("baker")
    plan = TrainingPlan.of(task="baker", train=train, test=20, network="dense", epochs=5)
    assert (next_steps(task.make(40, 20), plan).more_data() is not None) is expected


def test_a_finding_is_plain_data_that_travels():
    found = Finding("views", "bad", "views.nothing", {"n": 3}, of(load_task("baker")).look())
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.as_json()["next"] == "miwake look baker"
