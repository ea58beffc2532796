"""Folders of images: every picture that can be read, under its folder's name, once."""

import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import miwake
from miwake.errors import DataError, MiwakeError, TaskError
from miwake.plan import ReaderOptions
from miwake.readers.images import ImageReader

NAMES = ["a", "猫", "10", "9", "train", "test", ".git", "x y"]
FILES = [
    "1.png",
    "2.PNG",
    "3.jpg",
    "4.bmp",
    "5.gif",
    "6.tif",
    "7.webp",
    "n.txt",
    ".h.png",
    "深/8.png",
]


def read_images(root, pattern, seed):
    return ImageReader().read_dataset(root, ReaderOptions(group=pattern), seed)


def noise(seed, size=(12, 12), low=0, high=256):
    return np.random.default_rng(seed).integers(low, high, size, dtype=np.uint8)


def coded(array, kind="PNG", **options):
    stream = io.BytesIO()
    Image.fromarray(array).save(stream, kind, **options)
    return stream.getvalue()


@pytest.fixture
def fill(tmp_path):
    """Writes pictures (arrays) and files (bytes) under a folder."""

    def write(files):
        root = tmp_path / "data"
        root.mkdir(exist_ok=True)
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else coded(content))
        return root

    return write


def two_classes(n=7, **how):
    return {f"{c}/{i}.png": noise(100 * k + i, **how) for k, c in enumerate("ab") for i in range(n)}


CONTENT = st.one_of(
    st.binary(max_size=30),
    st.just(b""),
    st.tuples(
        st.integers(0, 3), st.integers(1, 9), st.integers(1, 9), st.booleans(), st.booleans()
    ),
)


def bytes_of(content, name):
    if isinstance(content, bytes):
        return content
    seed, height, width, colour, cut = content
    kinds = {".jpg": "JPEG", ".bmp": "BMP", ".gif": "GIF", ".tif": "TIFF", ".webp": "WEBP"}
    size = (height, width, 3) if colour else (height, width)
    data = coded(noise(seed, size), kinds.get(Path(name).suffix, "PNG"))
    return data[: len(data) // 2] if cut else data


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(NAMES), st.sampled_from(["", *NAMES]), st.sampled_from(FILES)),
        CONTENT,
        max_size=8,
    ),
    st.integers(0, 9),
)
def test_any_folder_is_read_or_explained(found, seed):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for (top, below, name), content in found.items():
            path = root / top / below / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes_of(content, name))
        try:
            data = read_images(root, None, seed)
        except MiwakeError:
            return
        assert len(data.y_train) > 0
        assert len(data.y_train) + len(data.y_test) <= len(found)
        assert set(data.classes) <= set(NAMES)


@pytest.mark.parametrize("seed", [0, 1])
def test_each_picture_keeps_its_pixels_and_its_label(fill, seed):
    files = two_classes(20)
    data = read_images(fill(files), None, seed)
    known = {array.tobytes(): name[0] for name, array in files.items()}
    for x, y in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        assert [known.pop(one.tobytes()) for one in x] == [data.classes[n] for n in y]
    assert not known
    assert len(data.y_test) == 6


def test_classes_are_in_order_and_composed(fill):
    names = ["10", "9", "1"]
    data = read_images(
        fill({f"{n}/{i}.png": noise(i + 9 * int(n)) for n in names for i in range(1, 4)}),
        None,
        0,
    )
    assert data.classes == ("1", "9", "10")


def test_a_japanese_name_is_one_name_however_it_is_composed(fill):
    files = {f"か\u3099/{i}.png": noise(i) for i in range(3)}
    data = read_images(fill(files | {f"猫/{i}.png": noise(9 + i) for i in range(3)}), None, 0)
    assert data.classes == ("が", "猫")


def test_train_and_test_above_the_classes(fill):
    files = {f"{part}/{n}": a for part in ("train", "test") for n, a in two_classes(3).items()}
    root = fill({n: noise(hash(n) % 1000) for n in files})
    data = read_images(root, None, 0)
    assert data.classes == ("a", "b")
    assert (len(data.y_train), len(data.y_test)) == (6, 6)
    fill({"test/c/1.png": noise(5)})
    with pytest.raises(DataError, match="class c has pictures for testing but none for training"):
        read_images(root, None, 0)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP"])
def test_formats(fill, kind):
    end = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    pictures = {
        f"{c}/{i}.{end}": coded(noise(k * 9 + i, (8, 9, 3)), kind)
        for k, c in enumerate("ab")
        for i in range(3)
    }
    data = read_images(fill(pictures), None, 0)
    assert data.shape == (8, 9, 3)
    assert set(data.facts_train["file_format"]) == {kind}
    assert set(data.facts_train["file_width"]) == {9}


def test_sizes_that_differ_are_scaled_and_that_is_said(fill):
    files = two_classes(5, size=(20, 10)) | {"a/9.png": noise(99, (30, 30))}
    data = read_images(fill(files), None, 0)
    assert data.shape == (20, 10)
    assert any("10 x 20 to 30 x 30" in note.text() for note in data.notes)


def test_pictures_are_turned_as_their_exif_says(fill):
    upright = np.zeros((10, 20), np.uint8)
    upright[:, :5] = 255
    exif = Image.Exif()
    exif[274] = 6
    turned = coded(np.rot90(upright).copy(), "PNG", exif=exif)
    files = two_classes(3, size=(10, 20)) | {"a/8.png": turned}
    data = read_images(fill(files), None, 0)
    assert data.shape == (10, 20)
    both = np.concatenate([data.x_train, data.x_test])
    assert (both == upright).all(axis=(1, 2)).any()


def test_what_can_not_be_read_is_named_and_left_out(fill):
    bad = {
        "a/empty.png": b"",
        "a/cut.png": coded(noise(1))[:60],
        "b/text.jpg": b"hello",
    }
    data = read_images(fill(two_classes() | bad), None, 0)
    assert len(data.y_train) + len(data.y_test) == 14
    said = next(n.text() for n in data.notes if n.sentence == "data.unreadable")
    assert said.startswith("3 pictures")
    assert "empty.png (it is empty)" in said


def test_hidden_and_foreign_files_are_counted(fill):
    extra = {"a/.DS_Store": b"x", "a/._1.png": b"x", "notes.txt": b"x", "b/list.csv": b"x"}
    data = read_images(fill(two_classes() | extra), None, 0)
    assert dict(data.notes[0].values) == {"hidden": 2, "foreign": 2}


def test_a_huge_picture_is_never_unpacked(fill):
    bomb = coded(np.zeros((20_000, 20_000), bool))
    data = read_images(fill(two_classes() | {"a/bomb.png": bomb}), None, 0)
    assert any("pixels" in n.text() or "huge" in n.text() for n in data.notes)


def test_links_that_lead_in_a_circle_end(fill):
    root = fill(two_classes())
    (root / "a" / "round").symlink_to(root)
    (root / "a" / "self.png").symlink_to(root / "a" / "self.png")
    data = read_images(root, None, 0)
    assert data.classes == ("a", "b")


@pytest.mark.parametrize("copies", ["equal", "nearly"])
def test_alike_pictures_lie_on_one_side(fill, copies):
    smooth = [np.kron(noise(i, (8, 8), 20, 230), np.ones((4, 4), np.uint8)) for i in range(40)]
    files = {f"{'ab'[i % 2]}/{i}.png": a for i, a in enumerate(smooth)}
    for i, a in enumerate(smooth):
        copy = coded(a) if copies == "equal" else coded(a, "JPEG", quality=90)
        files[f"{'ab'[i % 2]}/copy{i}.{'png' if copies == 'equal' else 'jpg'}"] = copy
    data = read_images(fill(files), None, 0)
    train, test = data.x_train.astype(float), data.x_test.astype(float)
    assert len(test) in range(8, 14)
    assert min(np.abs(train - one).mean(axis=(1, 2)).min() for one in test) > 20
    assert "40 groups" in data.notes[-1].text()


def test_digits_that_merely_look_alike_are_no_group(mnist):
    from miwake.readers.near_duplicate_images import groups_of

    x = mnist[0][0][:20_000]
    assert len(np.unique(groups_of(x, np.arange(len(x), dtype=np.uint64)))) == len(x)


def test_fine_patterns_are_not_taken_for_alike():
    from miwake.readers.near_duplicate_images import groups_of

    rows = np.zeros((64, 64), np.uint8)
    rows[::2] = 255
    x = np.stack([rows, rows.T, 255 - rows, np.full_like(rows, 127)])
    assert len(set(groups_of(x, np.arange(4, dtype=np.uint64)))) == 4


def test_a_group_stays_on_one_side(fill):
    files = {f"{'ab'[i % 2]}/video{i // 8}-{i}.png": noise(i) for i in range(112)}
    data = read_images(fill(files), r"video(\d+)", 1)
    known = {a.tobytes(): name.split("video")[1].split("-")[0] for name, a in files.items()}
    train, test = ({known[one.tobytes()] for one in x} for x in (data.x_train, data.x_test))
    assert not train & test
    assert len(test) == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no folders"),
        ({"a/x.txt": b"x"}, "the folders a"),
        ({"a/1.png": noise(1)}, "one class, a"),
        ({"a/1.png": noise(1), "b/1.png": noise(2)}, "can't be split"),
        ({"a/1.png": noise(1), "b/1.png": b"x"}, "no picture of the class b can be read"),
    ],
)
def test_folders_that_are_no_task_are_explained(fill, files, said):
    with pytest.raises(DataError, match=said):
        read_images(fill(files), None, 0)


def test_a_pattern_that_does_not_group_is_refused(fill):
    root = fill(two_classes())
    for pattern, kind in (("(", TaskError), ("zzz", DataError), ("png", DataError)):
        with pytest.raises(kind, match="--group"):
            read_images(root, pattern, 0)


def test_a_class_of_three_beside_many_is_warned_of(fill):
    files = {f"a/{i}.png": noise(i, (4, 4)) for i in range(80)}
    files |= {f"b/{i}.png": noise(900 + i, (4, 4)) for i in range(3)}
    data = read_images(fill(files), None, 0)
    assert data.notes[-1].text().startswith("b has only 3 examples beside the 80")


def test_a_run_reads_files_as_in_training(fill, tmp_path):
    files = {
        f"{'ab'[k]}/{i}.png": noise(9 * i + k, (9 + i % 2, 9), 120 * k, 130 + 120 * k)
        for k in (0, 1)
        for i in range(30)
    }
    root = fill(files)
    run = miwake.train(miwake.load_task(root).make(), epochs=20)
    run.save(tmp_path / "run")
    again = miwake.load_run(tmp_path / "run" / "model.keras")
    found = again.predict([root / "a" / "1.png", root / "b" / "2.png"])
    assert [one.prediction for one in found] == ["a", "b"]
    assert miwake.load_run(tmp_path / "run").evaluate().n == len(run.data.x_test)
    (root / "a" / "0.png").unlink()
    with pytest.raises(MiwakeError, match="has changed since"):
        miwake.load_run(tmp_path / "run").evaluate()
