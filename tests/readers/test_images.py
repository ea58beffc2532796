"""Folders of images: every picture that can be read, under its folder's name, once."""

import io
import json
import os
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import miwake
from miwake.errors import DataError, MiwakeError, TaskError
from miwake.input_spec import InputSpec
from miwake.plan import ReaderOptions
from miwake.readers.images import ImageReader
from miwake.run.measure_spec import measure_spec

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


def in_parts(*parts, names="ab"):
    """Three pictures a class in each part, all different."""
    places = [(part, name, i) for part in parts for name in names for i in range(3)]
    return {f"{p}/{c}/{i}.png": noise(7 * number) for number, (p, c, i) in enumerate(places)}


def sentences(data):
    return [note.sentence for note in data.notes]


@pytest.mark.parametrize(
    ("train", "test"),
    [
        ("Training", "Testing"),
        ("TRAIN", "Test"),
        ("training_set", "test_set"),
        ("Train Data", "valid-data"),
        ("train", "dev"),
        ("訓練用", "テスト用"),
    ],
)
def test_parts_are_no_classes_whatever_they_are_called(fill, train, test):
    data = read_images(fill(in_parts(train, test)), None, 0)
    assert (data.classes, len(data.y_train), len(data.y_test)) == (("a", "b"), 6, 6)
    assert [n.text() for n in data.notes if n.sentence == "data.parts"] == [
        f"Training is on the pictures in {train}, testing on those in {test}."
    ]


def test_a_third_part_is_not_used_and_that_is_said(fill):
    data = read_images(fill(in_parts("train", "dev", "test")), None, 0)
    assert (len(data.y_train), len(data.y_test)) == (6, 6)
    assert data.notes[0].text() == "Not used: dev."


def test_a_part_for_testing_without_classes_leaves_the_one_for_training(fill):
    data = read_images(fill(in_parts("train") | {"test/1.png": noise(99)}), None, 0)
    assert (data.classes, len(data.y_train) + len(data.y_test)) == (("a", "b"), 6)
    assert sentences(data)[:2] == ["data.train_alone", "data.unused"]


def test_folds_are_one_set(fill):
    data = read_images(fill(in_parts("fold_0", "fold_1", "Fold-2")), None, 0)
    assert (data.classes, len(data.y_train) + len(data.y_test)) == (("a", "b"), 18)
    assert "are taken for folds of one set" in data.notes[0].text()


@pytest.mark.parametrize("names", [("train", "plane"), ("fold_1", "fold_2"), ("test", "train")])
def test_classes_may_be_called_like_parts_where_no_folders_are_in_them(fill, names):
    files = {f"{c}/{i}.png": noise(100 * k + i) for k, c in enumerate(names) for i in range(5)}
    assert read_images(fill(files), None, 0).classes == tuple(sorted(names))


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"c/1.cr2": b"x", "c/2.CR2": b"x", "c/n.txt": b"x"}, "c (2 .cr2, 1 .txt)"),
        ({"c/.hidden": b"x"}, "c (empty)"),
        ({"c/README": b"x"}, "c (1 without an ending)"),
    ],
)
def test_a_class_without_pictures_is_named_with_the_reason(fill, lost, said):
    data = read_images(fill(two_classes() | lost), None, 0)
    assert data.classes == ("a", "b")
    (note,) = [n for n in data.notes if n.sentence == "data.lost"]
    assert note.status == "warning"
    assert said in note.text()
    assert "data.skipped" not in sentences(data)


def test_one_class_beside_one_that_can_not_be_read_is_explained(fill):
    root = fill({"a/1.png": noise(1), "a/2.png": noise(2), "b/1.cr2": b"x"})
    with pytest.raises(DataError, match=r"one class, a, and none that can be read in b \(1 .cr2\)"):
        read_images(root, None, 0)


@pytest.mark.parametrize("end", ["jfif", "jpe", "JIF"])
def test_jpeg_has_more_than_one_ending(fill, end):
    files = two_classes() | {f"c/{i}.{end}": coded(noise(50 + i), "JPEG") for i in range(3)}
    assert read_images(fill(files), None, 0).classes == ("a", "b", "c")


def test_a_class_whose_name_is_composed_in_two_ways_keeps_both_folders(fill):
    files = {f"caf{e}/{i}.png": noise(ord(e[-1]) + i) for e in ("é", "e\u0301") for i in range(9)}
    data = read_images(fill(files | {f"tea/{i}.png": noise(i) for i in range(9)}), None, 0)
    assert data.classes == ("café", "tea")
    assert np.bincount([*data.y_train, *data.y_test]).tolist() == [18, 9]


def test_names_that_are_no_text_stay_apart(fill):
    root = fill({f"x/{i}.png": noise(i) for i in range(3)})
    for k, name in enumerate((b"caf\xe9", b"caf\xe8")):
        folder = Path(os.fsdecode(os.fsencode(root) + b"/" + name))
        folder.mkdir()
        for i in range(3):
            (folder / f"{i}.png").write_bytes(coded(noise(9 + 3 * k + i)))
    assert read_images(root, None, 0).classes == ("caf\\xe8", "caf\\xe9", "x")


def deep_classes(dtype, scale, low=0.0, n=8):
    """Pictures of more than 8 bits, one class brighter than the other."""
    rng = np.random.default_rng(3)
    pictures = {
        f"{c}/{i}.tif": low + scale * (0.3 * k + 0.5 * rng.random((12, 12)))
        for k, c in enumerate("ab")
        for i in range(n)
    }
    return {name: coded(array.astype(dtype), "TIFF") for name, array in pictures.items()}


@pytest.mark.parametrize(
    ("dtype", "scale", "low"),
    [("uint16", 4095, 0), ("uint16", 60, 400), ("float32", 1e-3, -2e-3), ("float32", 1e5, 0)],
)
def test_deep_pictures_keep_their_levels_and_their_brightness(fill, tmp_path, dtype, scale, low):
    root = fill(deep_classes(dtype, scale, low))
    data = read_images(root, None, 0)
    means = [data.x_train[data.y_train == k].mean() for k in (0, 1)]
    assert means[1] - means[0] == pytest.approx(0.3 / 0.8 * 255, rel=0.05)
    assert len(np.unique(data.x_train)) > min(200, 0.7 * scale if dtype == "uint16" else 200)
    assert (data.x_train.min(), data.x_train.max()) == (0, 255)
    spec = measure_spec(data)
    again = InputSpec.from_json(json.loads(json.dumps(spec.as_json())))
    both = np.concatenate([data.x_train, data.x_test])
    read = ImageReader().read_examples(root / "b" / "3.tif", again)
    assert (both == read).all(axis=(1, 2)).any()
    assert "data.levels" in sentences(data)


def test_a_damaged_pixel_does_not_darken_all_pictures(fill):
    files = deep_classes("uint16", 4000)
    hot = np.full((40, 40), 2000, np.uint16)
    hot[3, 3] = 65_535
    data = read_images(fill(files | {"a/hot.tif": coded(hot, "TIFF")}), None, 0)
    assert data.x_train[data.y_train == 1].mean() > 128


@pytest.mark.parametrize("ink", [255, 0])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_ink_on_clear_ground_stays_visible_in_training_and_in_predict(fill, ink, mode):
    def stroke(i):
        alpha = np.zeros((20, 20), np.uint8)
        alpha[4:9, 2 + i : 5 + i] = 255
        picture = Image.fromarray(np.dstack([np.full((20, 20, 3), ink, np.uint8), alpha]))
        if mode == "P":
            picture = Image.fromarray(alpha // 255).convert("P")
            picture.putpalette([9, 9, 9, ink, ink, ink])
            picture.info["transparency"] = 0
        stream = io.BytesIO()
        picture.convert(mode).save(stream, "PNG")
        return stream.getvalue()

    root = fill({f"{'ab'[i % 2]}/{i}.png": stroke(i) for i in range(12)})
    data = read_images(root, None, 0)
    assert len(np.unique(data.x_train)) == 2
    assert data.reading.ground == ("black" if ink else "white")
    spec = measure_spec(data)
    both = np.concatenate([data.x_train, data.x_test]).reshape(12, -1)
    one = ImageReader().read_examples(root / "a" / "4.png", spec)
    assert (both == one.reshape(1, -1)).all(axis=1).any()
    larger = Image.open(root / "a" / "4.png").convert("RGBA").resize((40, 40), 0)
    larger.save(root.parent / "larger.png")
    found = ImageReader().read_examples(root.parent / "larger.png", spec)
    assert np.ptp(found) > 150
    assert found.mean() == pytest.approx(one.mean(), abs=12)


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


@pytest.mark.parametrize("orientation", [3, 5, 6, 8])
def test_a_turned_tiff_has_the_size_that_is_seen(fill, orientation):
    upright = np.zeros((10, 20), np.uint8)
    upright[:, :5] = 255
    laid = {3: np.rot90(upright, 2), 5: upright.T, 6: np.rot90(upright), 8: np.rot90(upright, 3)}
    turned = coded(laid[orientation].copy(), "TIFF", tiffinfo={274: orientation})
    files = {f"{part}/{c}.tif/1.tif": turned for part in ("train", "test") for c in "ab"}
    data = read_images(fill(files), None, 0)
    assert data.shape == (10, 20)
    assert (data.x_train == upright).all()
    assert set(data.facts_train["file_width"]) == {20}
    assert not data.reading.scaled


def test_large_pictures_of_one_size_have_no_different_sizes(fill):
    data = read_images(fill(two_classes(3, size=(150, 200))), None, 0)
    assert data.notes[0].text() == "Pictures of 200 x 150 pixels are scaled down to 128 x 96."


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
    assert [note.text().split(": ")[1] for note in data.notes] == [
        "1 .txt, 1 .csv.",
        "2 hidden files.",
    ]


def test_what_there_is_none_of_is_not_counted(fill):
    data = read_images(fill(two_classes() | {"a/list.csv": b"x"}), None, 0)
    assert [note.sentence for note in data.notes] == ["data.skipped"]


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
    assert len(np.unique(np.concatenate([data.groups_train, data.groups_test]))) == 40


def test_pictures_of_which_none_are_alike_have_no_groups(fill):
    data = read_images(fill({f"{'ab'[i % 2]}/{i}.png": noise(i) for i in range(20)}), None, 0)
    assert data.groups_train is data.groups_test is None


def test_digits_that_merely_look_alike_are_no_group(mnist):
    from miwake.readers.near_duplicate_images import groups_of, thumbnails

    x = mnist[0][0][:20_000]
    assert len(np.unique(groups_of(x, thumbnails(x), np.arange(len(x), dtype=np.uint64)))) == len(x)


def test_fine_patterns_are_not_taken_for_alike():
    from miwake.readers.near_duplicate_images import groups_of, thumbnails

    rows = np.zeros((64, 64), np.uint8)
    rows[::2] = 255
    x = np.stack([rows, rows.T, 255 - rows, np.full_like(rows, 127)])
    assert len(set(groups_of(x, thumbnails(x), np.arange(4, dtype=np.uint64)))) == 4


def test_a_group_stays_on_one_side(fill):
    files = {f"{'ab'[i % 2]}/video{i // 8}-{i}.png": noise(i) for i in range(112)}
    data = read_images(fill(files), r"video(\d+)", 1)
    known = {a.tobytes(): name.split("video")[1].split("-")[0] for name, a in files.items()}
    train, test = ({known[one.tobytes()] for one in x} for x in (data.x_train, data.x_test))
    assert not train & test
    assert len(test) == 2
    assert len(np.unique(data.groups_test)) == 2
    assert len(np.unique(data.groups_train)) == 12


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


def test_a_picture_in_two_classes_is_a_warning_of_the_verdict_too(fill):
    data = read_images(fill(two_classes(9) | {"b/again.png": noise(3)}), None, 0)
    run = miwake.train(data, epochs=1)
    said = [(f.status, f.values["share"]) for f in run.verdict if f.sentence == "data.twice"]
    assert said == [("warning", pytest.approx(2 / 19))]


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
