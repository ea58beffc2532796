"""Bursts: photos of one moment stay on one side of the split, and that is told."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from miwake.errors import DataError
from miwake.plan import ReaderOptions
from miwake.readers.bursts import find_bursts
from miwake.readers.images import ImageReader
from miwake.readers.split import split

SIDE, TAKEN, EXIF = 64, 36867, 34665


def scene(rng):
    """A place to film: smooth colours all over, as rooms and gardens are."""
    coarse = rng.integers(0, 256, (5, 5, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(coarse).resize((SIDE, SIDE), Image.Resampling.BICUBIC))


def frame(place, thing, rng):
    """A frame of a film: a small thing in another spot each time, and the camera's noise."""
    top, left = rng.integers(0, SIDE - len(thing), 2)
    picture = place + rng.normal(0, 6, place.shape)
    picture[top : top + len(thing), left : left + len(thing)] = thing
    return np.clip(picture, 0, 255).astype(np.uint8)


def film(rng, thing, count=6):
    place = scene(rng)
    return [frame(place, thing, rng) for _ in range(count)]


def write(root, pictures, names, taken=None):
    root.mkdir(parents=True, exist_ok=True)
    for i, (picture, name) in enumerate(zip(pictures, names, strict=True)):
        exif = Image.Exif()
        if taken:
            exif.get_ifd(EXIF)[TAKEN] = taken[i].strftime("%Y:%m:%d %H:%M:%S")
        Image.fromarray(picture).save(root / name, quality=95, exif=exif)


def read(root):
    return ImageReader().read_dataset(root, ReaderOptions(), 0)


def notes(data):
    return {note.sentence: note.values for note in data.notes}


@pytest.fixture
def films(tmp_path, rng):
    """Two classes of five short films each, their frames numbered through."""
    for name, colour in (("red", (200, 30, 30)), ("green", (30, 160, 30))):
        thing = np.full((12, 12, 3), colour, np.uint8)
        frames = [one for _ in range(5) for one in film(rng, thing)]
        write(tmp_path / name, frames, [f"frame_{i}.jpg" for i in range(len(frames))])
    return tmp_path


def test_frames_of_films_are_bursts_and_that_is_told(films):
    data = read(films)
    assert notes(data)["data.bursts"] == {"n": 60, "bursts": 10}
    assert len(data.y_test) % 6 == 0  # whole films


def test_random_frames_say_1_00_and_means_nothing_where_bursts_say_the_truth(tmp_path, rng):
    """What has nothing to tell the classes apart: things of the same colours, other places."""
    thing = rng.integers(0, 256, (12, 12, 3), dtype=np.uint8)
    for name in ("a", "b"):
        frames = [one for _ in range(8) for one in film(rng, thing)]
        write(tmp_path / name, frames, [f"{i}.jpg" for i in range(len(frames))])
    data = read(tmp_path)
    x = np.concatenate([data.x_train, data.x_test]).astype(np.float32).reshape(96, -1)
    y = np.concatenate([data.y_train, data.y_test])
    grouped = np.arange(96) >= len(data.y_train)

    def accuracy(test):
        """That of the nearest photo for training, which any network finds as well."""
        apart = ((x[test][:, None] - x[~test]) ** 2).mean(axis=2)
        return (y[~test][apart.argmin(axis=1)] == y[test]).mean()

    assert accuracy(split(y, 0)) == 1.0
    assert accuracy(grouped) < 0.8


def test_photos_taken_within_seconds_are_a_burst_whatever_their_names(tmp_path, rng):
    thing = np.full((12, 12, 3), 255, np.uint8)
    start = datetime(2024, 5, 1, 12, 0, 0)
    for k, name in enumerate("ab"):
        frames = film(rng, thing, 3) + film(rng, thing, 3)
        times = [start + timedelta(hours=k + i // 3, seconds=i) for i in range(6)]
        names = [f"{chr(ord('z') - i)}.jpg" for i in range(6)]
        write(tmp_path / name, frames, names, times)
    assert notes(read(tmp_path))["data.bursts"] == {"n": 12, "bursts": 4}


def test_phones_write_the_time_into_names(rng):
    thing = np.full((12, 12, 3), 255, np.uint8)
    frames = film(rng, thing, 3)
    names = ["IMG_20240501_120000.jpg", "IMG_20240501_120002_HDR.jpg", "IMG_20240501_130000~2.jpg"]
    found = find_bursts(
        np.stack(frames), [Path("a", name) for name in names], [None] * 3, np.ones(3, bool)
    )
    assert found.count(np.ones(3, bool)) == (2, 1)


def test_numbered_photos_of_different_things_are_no_burst(tmp_path, rng):
    for name in "ab":
        write(tmp_path / name, [scene(rng) for _ in range(14)], [f"{i}.jpg" for i in range(14)])
    assert "data.bursts" not in notes(read(tmp_path))


def test_a_class_that_is_one_burst_is_tested_and_warned_of(tmp_path, rng):
    for name, colour in (("red", (200, 30, 30)), ("green", (30, 160, 30))):
        frames = film(rng, np.full((16, 16, 3), colour, np.uint8), 14)
        write(tmp_path / name, frames, [f"{i}.jpg" for i in range(14)])
    data = read(tmp_path)
    assert np.bincount(data.y_test).tolist() == [2, 2]
    assert str(notes(data)["data.one_burst"]["names"]) == "green, red"
    assert "data.bursts" not in notes(data)
    assert "data.untested" not in notes(data)


def test_a_damaged_frame_leaves_the_others_a_burst(films):
    (films / "red" / "frame_2.jpg").write_bytes(b"no picture")
    assert notes(read(films))["data.bursts"] == {"n": 59, "bursts": 10}


def test_a_hold_of_the_studio_is_one_burst_whatever_the_camera_saw(rng):
    names = [f"hold-{hold:03d}-{i:03d}.jpg" for hold in (1, 2) for i in range(1, 5)]
    names += ["old-hold-001-001.jpg", "old-hold-001-002.jpg"]
    pictures = np.stack([scene(rng) for _ in names])
    paths, readable = [Path("a", name) for name in names], np.ones(len(names), bool)
    bursts = find_bursts(pictures, paths, [None] * len(names), readable)
    assert bursts.groups.tolist() == [0, 0, 0, 0, 4, 4, 4, 4, 8, 9]


# What people bring by mistake


def test_one_photo_a_class_is_explained(tmp_path, rng):
    for name in "ab":
        write(tmp_path / name, [scene(rng)], ["1.jpg"])
    with pytest.raises(DataError, match="at least two examples that do not belong together"):
        read(tmp_path)


def test_a_class_of_near_copies_alone_is_named(tmp_path, rng):
    place = scene(rng)
    write(tmp_path / "copies", [place] * 6, [f"{i}.jpg" for i in range(6)])
    write(tmp_path / "photos", [scene(rng) for _ in range(14)], [f"{i}.jpg" for i in range(14)])
    said = notes(read(tmp_path))
    assert str(said["data.only_copies"]["names"]) == "copies"
    assert said["data.untested"]["names"] == "copies"


def test_photos_of_two_sizes_are_brought_to_one_and_that_is_said(tmp_path, rng):
    for name in "ab":
        pictures = [scene(rng) for _ in range(6)] + [scene(rng)[:, :48] for _ in range(6)]
        write(tmp_path / name, pictures, [f"{i}.jpg" for i in range(12)])
    data = read(tmp_path)
    assert data.shape == (64, 56, 3)
    assert notes(data)["data.scaled"] == {"size": "56 x 64", "low": "48 x 64", "high": "64 x 64"}
