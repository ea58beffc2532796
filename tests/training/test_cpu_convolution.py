"""The fast forms give what Keras' own layers give, and are used where they should be."""

import importlib
import inspect

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from miwake.runtime import keras_backend as _backend

pytestmark = pytest.mark.slow

jax, keras = _backend.jax(), _backend.keras()
convolution = importlib.import_module("miwake.training.cpu_convolution")
fast_convolution = convolution.fast_convolution
jnp, lax, layers = jax.numpy, jax.lax, keras.layers
# XLA's primitives that a network traced in the context must not contain
SLOW = ("conv_general_dilated", "reduce_window", "select_and_scatter")


def results(layer, x, weights, cotangent):
    """Compute outputs and the gradients of inputs and weights."""

    def loss(x, weights):
        y = layer.stateless_call(weights, [], x)[0]
        return (y * cotangent).sum(), y

    (_, y), gradients = jax.value_and_grad(loss, argnums=(0, 1), has_aux=True)(x, weights)
    return [y, *jax.tree.leaves(gradients)]


def check(layer, shape, seed=0, fast=True):
    """Compare a layer with itself in the context."""
    rng = np.random.default_rng(seed)
    # Few different whole numbers: many ties for maxima to break.
    x = jnp.asarray(rng.integers(-2, 3, shape).astype("float32"))
    layer.build(shape)
    draw = lambda size: jnp.asarray(rng.normal(size=size).astype("float32"))  # noqa: E731
    weights = [draw(w.shape) for w in layer.trainable_variables]
    cotangent = draw(layer.compute_output_shape(shape))
    # Each a new function, for JAX remembers what it traced.
    expected = jax.jit(lambda *a: results(layer, *a))(x, weights, cotangent)
    with fast_convolution():
        traced = jax.jit(lambda *a: results(layer, *a)).trace(x, weights, cotangent)
    found = traced.lower().compile()(x, weights, cotangent)
    program = str(traced.jaxpr)
    for a, b in zip(expected, found, strict=True):
        assert a.shape == b.shape
        scale = float(jnp.abs(a).max()) + 1
        np.testing.assert_allclose(b, a, rtol=1e-5, atol=6e-6 * scale)
    assert fast != any(name in program for name in SLOW)


sizes = st.tuples(st.integers(1, 3), st.integers(5, 12), st.integers(5, 12))
channels = st.sampled_from([1, 2, 3, 8, 9])
paddings = st.sampled_from(["valid", "same"])
seeds = st.integers(0, 99)
quick = settings(max_examples=10, deadline=None)


@quick
@given(sizes, channels, st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), paddings, seeds)
def test_conv2d(size, depth, kernel, strides, dilation, padding, seed):
    assume(strides == 1 or dilation == 1)
    assume((kernel - 1) * dilation < min(size[1:]))
    layer = layers.Conv2D(
        5, (kernel, 2), strides=strides, dilation_rate=dilation, padding=padding, activation="relu"
    )
    check(layer, (*size, depth), seed)


@quick
@given(
    st.integers(1, 12), channels, st.integers(1, 5), st.integers(1, 3), st.integers(1, 3),
    st.sampled_from(["valid", "same", "causal"]), seeds,
)  # fmt: skip
def test_conv1d(length, depth, kernel, strides, dilation, padding, seed):
    assume(strides == 1 or dilation == 1)
    assume(padding != "valid" or (kernel - 1) * dilation < length)
    layer = layers.Conv1D(6, kernel, strides=strides, dilation_rate=dilation, padding=padding)
    check(layer, (2, length, depth), seed)


@quick
@given(sizes, channels, st.integers(1, 3), st.integers(1, 3), st.integers(1, 2), paddings, seeds)
def test_depthwise(size, depth, kernel, strides, multiplier, padding, seed):
    layer = layers.DepthwiseConv2D(
        kernel, strides=strides, padding=padding, depth_multiplier=multiplier
    )
    check(layer, (*size, depth), seed)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_separable(padding):
    check(layers.SeparableConv2D(7, 3, padding=padding), (2, 9, 10, 4))
    check(layers.SeparableConv1D(7, 3, padding=padding), (2, 9, 4))
    check(layers.DepthwiseConv1D(3, padding=padding), (2, 9, 4))


@pytest.mark.parametrize("size", [(2, 3, 3), (1, 8, 5), (3, 7, 10)])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_three_by_three_with_many_channels(size, padding):
    check(layers.Conv2D(40, 3, padding=padding), (*size, 32))


@pytest.mark.parametrize("groups", [2, 4])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_groups(groups, padding):
    check(layers.Conv2D(8, 3, groups=groups, padding=padding), (2, 7, 8, 8))
    check(layers.Conv1D(8, 2, groups=groups, padding=padding), (2, 7, 8))


@quick
@given(sizes, channels, st.integers(1, 4), st.integers(1, 3), paddings, seeds)
def test_pooling2d(size, depth, window, strides, padding, seed):
    for kind in (layers.MaxPooling2D, layers.AveragePooling2D):
        check(kind((window, 2), strides, padding=padding), (*size, depth), seed)
        check(kind((window, 2), padding=padding), (*size, depth), seed)


@quick
@given(st.integers(4, 12), channels, st.integers(1, 4), st.integers(1, 3), paddings, seeds)
def test_pooling1d(length, depth, window, strides, padding, seed):
    for kind in (layers.MaxPooling1D, layers.AveragePooling1D):
        check(kind(window, strides, padding=padding), (2, length, depth), seed)
        check(kind(window, padding=padding), (2, length, depth), seed)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (lambda: layers.Conv3D(3, 2), (1, 4, 4, 4, 2)),
        (lambda: layers.MaxPooling3D(2), (1, 4, 4, 4, 2)),
        (lambda: layers.Conv2D(3, 2, data_format="channels_first"), (2, 3, 6, 6)),
        (lambda: layers.MaxPooling2D(2, data_format="channels_first"), (2, 3, 6, 6)),
        (lambda: layers.Conv2DTranspose(3, 2, strides=2), (2, 5, 5, 3)),
        (lambda: layers.Conv1D(3, 150), (2, 200, 3)),
    ],
)
def test_others_stay_as_they_are(layer, shape):
    check(layer(), shape, fast=False)


def test_other_options_stay_as_they_are():
    x = jnp.arange(12.0).reshape(1, 12, 1)
    wanted = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 1), window_dilation=(1, 3, 1))
    with fast_convolution():
        found = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 1), window_dilation=(1, 3, 1))
        whole = lax.reduce_window(x.astype(int), 0, lax.add, (1, 2, 1))
    assert jnp.issubdtype(whole.dtype, jnp.integer)
    np.testing.assert_array_equal(found, wanted)


def test_too_small_an_input_is_refused_as_keras_does():
    def call():
        return keras.ops.conv(jnp.ones((1, 2, 2, 1)), jnp.ones((3, 3, 1, 1)))

    with pytest.raises(ValueError, match="empty output"):
        call()
    with fast_convolution(), pytest.raises(ValueError, match="empty output"):
        call()


def test_ends_with_the_context():
    before = lax.conv_general_dilated, lax.reduce_window
    with fast_convolution():
        assert lax.conv_general_dilated is not before[0]
    with pytest.raises(ValueError, match="inside"), fast_convolution():
        raise ValueError("inside")
    assert (lax.conv_general_dilated, lax.reduce_window) == before


def test_jax_still_takes_what_is_read():
    """Fail when JAX renames an argument; `check` fails when Keras calls something else."""
    convolution = inspect.signature(lax.conv_general_dilated).parameters
    assert {"lhs", "rhs", "window_strides", "padding", "rhs_dilation"} <= set(convolution)
    assert {"dimension_numbers", "feature_group_count"} <= set(convolution)
    pooling = inspect.signature(lax.reduce_window).parameters
    assert {"operand", "init_value", "computation", "padding"} <= set(pooling)
    assert {"window_dimensions", "window_strides"} <= set(pooling)


def test_xla_keeps_apart_what_is_asked_apart():
    """Fail when XLA no longer knows the attribute `_alone` sets: results stay, speed goes."""

    def step(x, kernel):
        return lax.conv_general_dilated(
            x, kernel, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )

    with fast_convolution():
        program = jax.jit(step).lower(jnp.ones((2, 8, 8, 32)), jnp.ones((3, 3, 32, 32)))
    assert " call(" in program.compile().as_text()


def test_a_model_learns_the_same():
    def train():
        keras.utils.set_random_seed(3)
        model = keras.Sequential(
            [
                keras.Input((12, 12, 1)),
                layers.Conv2D(32, 3, activation="relu"),
                layers.MaxPooling2D(2),
                layers.Conv2D(32, 3, padding="same", activation="relu"),
                layers.AveragePooling2D(2),
                layers.Flatten(),
                layers.Dense(3, activation="softmax"),
            ]
        )
        model.compile("sgd", "sparse_categorical_crossentropy")
        rng = np.random.default_rng(0)
        x, y = rng.random((64, 12, 12, 1), "float32"), rng.integers(0, 3, 64)
        model.fit(x, y, epochs=3, batch_size=16, shuffle=False, verbose=0)
        return model.get_weights()

    expected = train()
    with fast_convolution():
        found = train()
    for a, b in zip(expected, found, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-4, atol=1e-5)
