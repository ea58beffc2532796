"""look: what it finds in data made to be found out, and that it takes any dataset."""

import json
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import miwake
from miwake.audit.look import look
from miwake.dataset import Dataset
from miwake.runtime.plain_data import plain

ALARMS = ("warning", "bad")


def alarms(found):
    return [check.sentence for check in found.warnings if check.status in ALARMS]


def images(spoil=None, classes=2, train=400, test=200, size=(28, 28), kind=np.uint8):
    """Noisy shapes that differ a little between the classes; `spoil` changes some of them."""
    rng = np.random.default_rng(0)
    patterns = rng.integers(60, 120, (classes, *size))

    def draw(n):
        y = rng.integers(0, classes, n).astype(np.int32)
        x = patterns[y] * 0.3 + rng.normal(90, 25, (n, *size)) + rng.normal(0, 15, (n, 1, 1))
        return x.clip(0, 255).astype(kind), y

    (x, y), (x_test, y_test) = draw(train), draw(test)
    facts = {}, {}
    if spoil:
        facts = spoil(x, y, x_test, y_test) or facts
    return Dataset(
        x,
        y,
        x_test,
        y_test,
        tuple(f"c{i}" for i in range(classes)),
        facts_train=facts[0],
        facts_test=facts[1],
    )


def brighter(x, y, x_test, y_test):
    for part, labels in ((x, y), (x_test, y_test)):
        part[labels == 1] = np.minimum(part[labels == 1].astype(int) + 70, 255)


def watermark(x, y, x_test, y_test):
    for part, labels in ((x, y), (x_test, y_test)):
        part[labels == 1, -4:, -4:] = 250


def frame(x, y, x_test, y_test):
    for part, labels in ((x, y), (x_test, y_test)):
        part[labels == 1, 8:20, 0] = 255
        part[labels == 1, 10:20, -1] = 255


def saved_otherwise(x, y, x_test, y_test):
    names = np.array(["PNG", "JPEG"], object)
    return [{"file_format": names[labels]} for labels in (y, y_test)]


def copied(x, y, x_test, y_test):
    x_test[:20], y_test[:20] = x[:20], y[:20]


def saved_again(x, y, x_test, y_test):
    noise = np.random.default_rng(1).integers(-2, 3, x[:20].shape)
    x_test[:20], y_test[:20] = (x[:20] + noise).clip(0, 255), y[:20]


@pytest.mark.parametrize(
    ("spoil", "expected", "view"),
    [
        (None, [], None),
        (brighter, ["look_tells"], "brightness"),
        (watermark, ["edge_tells"], "corner_pixels"),
        (frame, ["edge_tells"], "border_pixels"),
        (saved_otherwise, ["file_tells"], "file_format"),
        (copied, ["copied"], None),
        (saved_again, ["near_copies"], None),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_the_cause_is_named(spoil, expected, view):
    found = look(images(spoil))
    assert alarms(found) == expected
    if view:
        assert [c.values["view"] for c in found.warnings if c.sentence == expected[0]] == [view]


def test_a_watermark_in_one_of_ten_classes_is_named():
    found = look(images(watermark, classes=10, train=1000, test=500))
    assert alarms(found) == ["class_told"]
    (check,) = (c for c in found.warnings if c.sentence == "class_told")
    assert check.values == {"names": "c1", "view": "corner_pixels"}


def test_the_digits_raise_no_alarm(mnist):
    (x, y), (x_test, y_test) = mnist
    digits = tuple("0123456789")
    labels = y.astype(np.int32), y_test.astype(np.int32)
    found = look(Dataset(x, labels[0], x_test, labels[1], digits))
    assert alarms(found) == []
    assert found.views[0].accuracy < 0.6


def test_bakers_map():
    found = look(miwake.load_task("baker").make(train=5000, test=2000))
    step = "miwake train baker --train 5000 --test 2000"
    views = {trial.view: trial.accuracy for trial in found.views}
    assert views["lag1_autocorrelation"] == pytest.approx(0.947, abs=0.015)
    assert alarms(found) == ["number_tells", "view_tells"]
    assert [str(check.next) for check in found.warnings if check.next] == [step]
    assert list(found.views) == sorted(found.views, key=lambda trial: -trial.accuracy)
    for name in ("random", "baker"):
        assert found.statistics[name].mean == pytest.approx(1 / 2, abs=0.01)
        assert found.statistics[name].variance == pytest.approx(1 / 12, abs=0.002)


def test_bakers_map_in_double_precision_gives_itself_away_by_its_last_bits():
    rng = np.random.default_rng(0)
    x, y = rng.random((1500, 30)), np.arange(1500, dtype=np.int32) % 2
    for i in range(1, 30):
        x[y == 1, i] = 3 * x[y == 1, i - 1] % 1.0
    found = look(Dataset(x[:1000], y[:1000], x[1000:], y[1000:], ("random", "baker")))
    assert "last_bits" in alarms(found)


def test_noise_says_nothing():
    rng = np.random.default_rng(5)
    x, y = rng.random((3000, 40), np.float32), rng.integers(0, 2, 3000).astype(np.int32)
    found = look(Dataset(x[:2000], y[:2000], x[2000:], y[2000:], ("a", "b")))
    assert found.warnings[-1].text() == f"nothing found among these {len(found.views)} views"
    assert alarms(found) == []


def test_a_regression():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(900, 30)).astype(np.float32)
    y = x.var(axis=1)
    found = look(Dataset(x[:600], y[:600], x[600:], y[600:], target="spread"))
    assert alarms(found) == ["view_predicts"]
    assert list(found.statistics) == ["all"]
    assert "r2" in found.as_json()["views"][0]


def test_the_same_seed_sees_the_same():
    data = images()
    assert look(data, seed=3) == look(data, seed=3)


def test_the_next_step_looks_at_the_same_data():
    task = miwake.load_task("baker", {"LENGTH": "20"})
    found = look(task.make(train=300, test=300))
    assert "miwake train baker --train 300 --test 300 --set LENGTH=20" in {
        str(check.next) for check in found.warnings
    }


def test_json_is_plain_and_has_the_promised_keys():
    found = json.loads(json.dumps(plain(look(images()).as_json())))
    assert {
        "task",
        "classes",
        "train",
        "test",
        "shape",
        "statistics",
        "views",
        "warnings",
    } <= found.keys()
    assert {"n", "mean", "variance", "min", "max"} <= found["statistics"]["c0"].keys()
    assert {"view", "accuracy", "low", "high", "p"} <= found["views"][0].keys()
    assert {"check", "status", "text", "next"} <= found["warnings"][0].keys()


def test_python_shows_what_the_command_shows():
    from miwake.render.look_text import look_lines

    found = look(images())
    assert str(found) == "\n".join(look_lines(found))


def test_hits_are_of_the_examples_that_were_tried():
    found = look(images(brighter))
    best = {trial.view: trial for trial in found.views}["brightness"]
    assert len(best.hits) == len(found.tested) == 200
    assert best.hits.mean() == best.accuracy


SHAPES = st.sampled_from([(), (1,), (2,), (7,), (30,), (5, 2), (2, 9), (6, 6), (8, 8, 3), (3,) * 4])
KINDS = st.sampled_from(["u1", "i2", "f4", "f8", "?"])


@st.composite
def datasets(draw):
    shape, kind = draw(SHAPES), np.dtype(draw(KINDS))
    classes = draw(st.integers(0, 3))
    parts = []
    for _ in range(2):
        n = draw(st.integers(1, 12))
        x = draw(hnp.arrays(kind, (n, *shape)))
        y = hnp.arrays(np.int32, n, elements=st.integers(0, max(0, classes - 1)))
        values = hnp.arrays(np.float32, n, elements=st.floats(-1e3, 1e3, width=32))
        parts += [x, draw(y if classes else values)]
    target = None if classes else "value"
    return Dataset(*parts, tuple("abc"[:classes]), target)


@given(datasets())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_any_dataset_can_be_looked_at(data):
    found = look(data)
    assert found.train == len(data.y_train)
    assert str(found)
    json.dumps(plain(found.as_json("ja")), allow_nan=False)


@pytest.mark.parametrize("train", [0, 5])
@pytest.mark.parametrize("test", [0, 5])
def test_empty_parts_can_be_looked_at(train, test):
    rng = np.random.default_rng(0)
    x, y = rng.random((5, 8)), np.array([0, 1, 0, 1, 0], np.int32)
    found = look(Dataset(x[:train], y[:train], x[:test], y[:test], ("a", "b")))
    assert (found.train, found.test) == (train, test)
    assert str(found)


def test_import_of_miwake_loads_no_scikit_learn(miwake_command):
    import subprocess

    code = "import miwake, sys; miwake.Dataset; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
