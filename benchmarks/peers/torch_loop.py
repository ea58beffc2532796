"""A plain PyTorch loop, data in memory as tensors: torch_loop.py WORK FOLDER [compile]."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import torch
from served import serve
from torch import nn
from works import load

work, folder = sys.argv[1], Path(sys.argv[2])
x_array, y_array, batch = load(work, folder)
x, y = torch.from_numpy(x_array), torch.from_numpy(y_array).long()

if work == "mnist-dense":
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
elif work == "baker-dense":
    model = nn.Sequential(nn.Linear(100, 100), nn.Linear(100, 32), nn.ReLU(), nn.Linear(32, 2))
elif work == "mnist-cnn":
    model = nn.Sequential(
        nn.Unflatten(1, (1, 28)), nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(1600, 10),
    )  # fmt: skip
else:
    model = nn.Sequential(
        nn.Unflatten(1, (1, 100)), nn.Conv1d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool1d(2),
        nn.Conv1d(32, 64, 3, padding=1), nn.ReLU(), nn.AdaptiveAvgPool1d(1), nn.Flatten(),
        nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 2),
    )  # fmt: skip
optimizer = torch.optim.Adam(model.parameters(), fused=True)
loss_of = nn.CrossEntropyLoss()


def losses(inputs: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return loss_of(model(inputs), labels)


if sys.argv[3:] == ["compile"]:
    losses = torch.compile(losses)


def epoch() -> None:
    order = torch.randperm(len(x))
    total = torch.zeros(())
    for start in range(0, len(x), batch):
        places = order[start : start + batch]
        optimizer.zero_grad(set_to_none=True)
        loss = losses(x[places], y[places])
        loss.backward()
        optimizer.step()
        total += loss.detach()


serve(epoch)
