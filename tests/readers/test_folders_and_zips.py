"""Predicting what people have: a folder, a zip, a photo of a camera, a HEIC."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image

from miwake.errors import DataError
from miwake.input_spec import ImageSpec, InputSpec
from miwake.readers import picture_levels
from miwake.readers.registry import read_examples
from miwake.tasks.load import load_task

IMAGE = ImageSpec(48, 64, True, scaled=True)
SPEC = InputSpec(IMAGE.shape, "uint8", ("a", "b"), image=IMAGE)
HEIC_START = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def photo(size=(64, 48), colour=(200, 30, 30)):
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def stand_in(name):
    """A name in ASCII of as many bytes."""
    return name.hex()[-len(name) :]


def names(path):
    return [name for name, _ in read_examples(path, SPEC)]


def test_a_phones_folder_of_folders(tmp_path):
    for name in ("DCIM/100APPLE/1.JPG", "DCIM/101APPLE/2.jpg", ".thumbnails/3.jpg", "notes.txt"):
        path = tmp_path / "phone" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(photo())
    expected = [f"{tmp_path}/phone/DCIM/{name}" for name in ("100APPLE/1.JPG", "101APPLE/2.jpg")]
    assert names(tmp_path / "phone") == expected


def test_a_zip_that_windows_packed_in_japanese(tmp_path):
    path, held = tmp_path / "photos.zip", ("写真/猫.jpg", "写真/犬.jpg", "写真/Thumbs.db")
    written = [name.encode("cp932") for name in held]
    with zipfile.ZipFile(path, "w") as archive:
        for name in written:  # of as many bytes, which are put in their place below
            archive.writestr(stand_in(name), photo())
    content = path.read_bytes()
    for name in written:
        content = content.replace(stand_in(name).encode(), name)
    path.write_bytes(content)
    assert names(path) == [f"{path}/写真/猫.jpg", f"{path}/写真/犬.jpg"]


def test_what_can_not_be_read_in_a_folder_is_left_out_with_a_warning(tmp_path):
    (tmp_path / "good.jpg").write_bytes(photo())
    (tmp_path / "cut.jpg").write_bytes(photo()[:300])
    with pytest.warns(UserWarning, match=r"cut\.jpg can't be read as a picture"):
        assert names(tmp_path) == [str(tmp_path / "good.jpg")]


def test_a_folder_without_pictures_is_explained(tmp_path):
    (tmp_path / "n.txt").write_text("x")
    with pytest.raises(DataError, match=r"holds 0 files that this network takes; bring 1 to"):
        names(tmp_path)


def test_a_damaged_zip_is_explained(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK\3\4 no more")
    with pytest.raises(DataError, match=r"x\.zip can't be unpacked"):
        names(tmp_path / "x.zip")


def test_a_zip_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("miwake.readers.folders_and_zips.LARGEST", 100)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("1.jpg", photo())
    with pytest.raises(DataError, match="would unpack to more than"):
        names(tmp_path / "x.zip")


def test_a_photo_of_a_camera_is_scaled_as_in_training(tmp_path):
    (tmp_path / "camera.jpg").write_bytes(photo((4000, 3000)))
    ((_, example),) = read_examples(tmp_path / "camera.jpg", SPEC)
    assert example.shape == SPEC.shape
    np.testing.assert_allclose(example.mean(axis=(0, 1)), (200, 30, 30), atol=2)


@pytest.mark.parametrize("name", ["x.heic", "x.jpg"])
def test_a_heic_says_what_lets_it_be_read(tmp_path, monkeypatch, name):
    monkeypatch.setattr("miwake.readers.decode_image.reads_heic", lambda: False)
    (tmp_path / name).write_bytes(HEIC_START)
    with pytest.raises(DataError, match=r"it is a HEIC photo, which pip install 'miwake\[heic\]'"):
        names(tmp_path / name)


def test_a_heic_is_read_where_its_plugin_is(tmp_path):
    plugin = pytest.importorskip("pillow_heif")
    picture = Image.new("RGB", (64, 48), (200, 30, 30))
    plugin.from_pillow(picture).save(tmp_path / "x.heic")
    assert picture_levels.reads_heic()
    ((_, example),) = read_examples(tmp_path / "x.heic", SPEC)
    np.testing.assert_allclose(example.mean(axis=(0, 1)), (200, 30, 30), atol=4)


def folder_of_classes(root, names):
    rng = np.random.default_rng(0)
    for name in names:
        (root / name).mkdir(parents=True)
        for i in range(6):
            pixels = rng.integers(0, 256, (48, 64, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(root / name / f"{i}.png")
    return root


def zip_of(folder, path):
    """Pack a folder as Windows in Japan does, names in CP932 without a mark."""
    files = sorted(p for p in folder.rglob("*.png"))
    written = {
        stand_in(name): name
        for name in (str(p.relative_to(folder.parent)).encode("cp932") for p in files)
    }
    with zipfile.ZipFile(path, "w") as archive:
        for mark, file in zip(written, files, strict=True):
            archive.write(file, mark)
    content = path.read_bytes()
    for mark, name in written.items():
        content = content.replace(mark.encode(), name)
    path.write_bytes(content)
    return path


def test_a_zip_of_classes_is_trained_on_as_its_folder(tmp_path):
    folder = folder_of_classes(tmp_path / "写真", ["猫", "犬"])
    task = load_task(zip_of(folder, tmp_path / "photos.zip"))
    ours, theirs = task.make(), load_task(folder).make()
    assert ours.classes == theirs.classes == ("犬", "猫")
    np.testing.assert_array_equal(ours.x_train, theirs.x_train)
    assert task.default("network") == "photo"


def test_a_zip_whose_folder_can_not_be_trained_on_is_named(tmp_path):
    path = zip_of(folder_of_classes(tmp_path / "one", ["猫"]), tmp_path / "photos.zip")
    with pytest.raises(DataError, match=r"^photos\.zip "):
        load_task(path).make()
