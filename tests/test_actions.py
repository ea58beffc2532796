"""Commands that do the training again."""

import numpy as np
import pytest

from miwake import Dataset, Task, load_task
from miwake.actions import command_of

X = np.zeros((4, 3), np.float32)
Y = np.array([0, 1, 0, 1], np.int32)


def of(task, network="dense", epochs=5, batch_size=32, **counts):
    return command_of(task.make(**counts), network, epochs, batch_size)


def test_what_is_as_usual_is_not_said():
    command = of(load_task("baker"))
    assert command.train_with(network="conv") == "miwake train baker --network conv"
    assert command.more_data() == "miwake train baker --train 240000"
    assert command.more_tests() == "miwake train baker --test 40000"
    assert command.more_epochs() == "miwake train baker --epochs 10"
    assert command.look() == "miwake look baker"


def test_what_was_asked_for_stays():
    task = load_task("baker", {"LENGTH": "20", "MULTIPLIER": "2.5"})
    command = of(task, "conv", 3, 64, train=100, test=50, seed=7)
    assert command.more_epochs() == (
        "miwake train baker --train 100 --test 50 --seed 7 --network conv --epochs 6 "
        "--set LENGTH=20 --set MULTIPLIER=2.5 --batch-size 64"
    )
    assert command.more_data().startswith("miwake train baker --train 400 --test 50")
    assert command.look() == (
        "miwake look baker --train 100 --test 50 --seed 7 --set LENGTH=20 --set MULTIPLIER=2.5"
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
    command = of(load_task(path), "small", 2, train=40, test=40)
    assert command.train_with(epochs=4) == (
        f"miwake train '{path}' --train 40 --test 40 --epochs 4"
    )
    assert "--network dense" in of(load_task(path), "dense", 2).train_with(epochs=4)


def random(rng):
    return rng.random(5)


def more(rng):
    return rng.random(5) + 1


def test_tasks_without_a_name_are_trained_from_python():
    command = of(Task(random=random, more=more), train=40, test=20)
    assert command.train_with(network="conv") == ("miwake.train(data, network='conv', epochs=5)")
    assert command.more_data() == (
        "miwake.train(task.make(train=160, test=20), network='dense', epochs=5)"
    )
    assert command.look() == "miwake.look(data)"


def test_a_folder_below_is_called_as_it_was_typed(tmp_path, monkeypatch):
    np.savez(tmp_path / "mine.npz", x=np.zeros((20, 3)), y=np.arange(20) % 2)
    data = load_task(tmp_path / "mine.npz").make()
    assert str(tmp_path) in command_of(data, "dense", 5, 32).look()
    monkeypatch.chdir(tmp_path)
    assert command_of(data, "dense", 5, 32).look() == "miwake look mine.npz"


def test_arrays_have_no_more():
    command = command_of(Dataset(X, Y, X, Y, ("a", "b")), "dense", 5, 32)
    assert command.more_data() is command.more_tests() is None


def test_a_model_has_no_name_on_the_command_line():
    command = of(load_task("baker"), object(), train=40, test=20)
    assert command.more_epochs() == "miwake.train(data, network=model, epochs=10)"
    assert command.train_with(network="conv").startswith("miwake train baker")


@pytest.mark.parametrize(("train", "expected"), [(250_000, True), (250_001, False)])
def test_more_data_ends_somewhere(train, expected):
    import dataclasses

    command = dataclasses.replace(of(load_task("baker"), train=40, test=20), train=train)
    assert (command.more_data() is not None) is expected
